"""The press, which draws PDFs, as a child of the launcher."""

import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

from borgerforloeb.launch.processes import Child

PROJECT = Path(__file__).resolve().parents[2]
# All that it is told of where it runs: no address and no key of anything.
PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "PYTHONPYCACHEPREFIX",
    "PYTHONDONTWRITEBYTECODE",
)
LONGEST_PATH = 100  # of a socket, in bytes


def place_of_socket(var: Path) -> Path:
    near = var / "run" / "press.sock"
    if len(os.fsencode(near)) <= LONGEST_PATH:
        return near
    return Path(tempfile.mkdtemp(prefix="borgerforloeb-")) / "press.sock"


def press(var: Path, place: Path, *options: str) -> Child:
    """`options` are gunicorn's, before those of the press itself."""
    scratch = var / "run" / "press"
    # Fonts are unpacked here; one that was killed leaves them behind.
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    told = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    configuration = ["-c", "python:borgerforloeb.documents.press", "--bind", f"unix:{place}"]
    return Child(
        name="PDF",
        command=[sys.executable, "-m", "gunicorn", *configuration, *options],
        cwd=PROJECT,
        log=var / "log" / "press.log",
        record=var / "run" / "press.pid",
        environment=told | {"TMPDIR": str(scratch), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
    )


def answers(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        try:
            connection.connect(str(place))
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            return b" 200 " in connection.recv(16)
        except OSError:
            return False
