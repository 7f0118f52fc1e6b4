"""The web and the worker, as children of the launcher."""

import errno
import json
import socket
import sys
import urllib.error
import urllib.request
from pathlib import Path

from borgerforloeb.launch.processes import Child
from borgerforloeb.launch.screen import LaunchError, say

PROJECT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"  # the demo signs people in without a password, so it is never reachable from outside
FIRST_PORT = 8000


def free_port(wanted: int) -> socket.socket:
    """The wanted port or the next free one, held from now on: gunicorn gets the socket, not the number."""
    for port in range(wanted, min(wanted + 100, 65536)):
        held = socket.socket()
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind((HOST, port))
        except OSError as error:
            held.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            continue
        if port != wanted:
            say(f"  Port {wanted} er optaget; bruger {port} i stedet.")
        return held
    raise LaunchError(f"Ingen ledig port mellem {wanted} og {wanted + 99}. Vælg en anden: PORT=9000 ./run")


def web(var: Path, listening: socket.socket, environment: dict[str, str]) -> Child:
    options = ["--bind", f"fd://{listening.fileno()}", "--worker-class", "gthread", "--workers", "2"]
    # Gunicorn's control socket would lie in the home folder; its heartbeat must not wait for a slow disk.
    options += ["--threads", "4", "--no-control-socket", "--graceful-timeout", "8", "--timeout", "60"]
    if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn unlinks the file as soon as it is made
        options += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    return Child(
        name="web",
        command=[sys.executable, "-m", "gunicorn", *options, "borgerforloeb.wsgi:application"],
        cwd=PROJECT,
        log=var / "log" / "web.log",
        record=var / "run" / "web.pid",
        environment=environment,
        popen={"pass_fds": [listening.fileno()]},
    )


def worker(var: Path, environment: dict[str, str]) -> Child:
    """Worker and clock in one process. Production has one clock and several workers."""
    options = ["--pool", "threads", "-c", "4", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    options += ["-B", "--schedule", str(var / "run" / "beat-schedule")]
    return Child(
        name="worker",
        command=[sys.executable, "-m", "celery", "-A", "borgerforloeb.celery", "worker", *options],
        cwd=PROJECT,
        log=var / "log" / "worker.log",
        record=var / "run" / "worker.pid",
        environment=environment,
    )


def answers(address: str) -> bool:
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({})
    )  # a proxy has no business on loopback
    try:
        with opener.open(f"{address}/health/", timeout=30) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def demo_users(var: Path, address: str) -> list[tuple[str, str, str]]:
    """User name, name and roles; and the addresses in the file follow when the port has changed."""
    path = var / "demo.json"
    if not path.exists():
        return []
    text = path.read_text()
    demo = json.loads(text)
    before = demo.get("base_url", address)
    if before != address:
        path.write_text(text.replace(before, address))
    users = demo.get("users", [])
    return [(one["username"], one["name"], ", ".join(one["roles"] or one["capabilities"])) for one in users]
