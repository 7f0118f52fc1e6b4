"""A Valkey of our own for the queue. It holds nothing that PostgreSQL does not know."""

import socket
from pathlib import Path

from borgerforloeb.launch.binaries import valkey_program
from borgerforloeb.launch.places import Places
from borgerforloeb.launch.processes import Child


def start(places: Places) -> Child:
    path = places.sockets / "valkey.sock"
    path.unlink(missing_ok=True)
    command: list[str | Path] = [
        valkey_program(places.account, places.servers),
        "--port",
        "0",
        "--unixsocket",
        path,
    ]
    command += ["--unixsocketperm", "700", "--dir", places.valkey, "--appendonly", "yes", "--save", ""]
    command += ["--maxmemory-policy", "noeviction", "--daemonize", "no"]
    server = Child(
        name="Valkey",
        command=command,
        cwd=places.valkey,
        log=places.log("valkey"),
        record=places.record("valkey"),
        popen=places.account.popen,
    )
    server.start()
    try:
        server.wait_until(lambda: _answers(str(path)), 30)
    except BaseException:
        server.stop()
        raise
    return server


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(path)
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def url(places: Places) -> str:
    return f"redis+socket://{places.sockets}/valkey.sock?virtual_host=0"
