"""The press: processes of their own that draw PDFs, and neither know nor reach anything else.

    python -m gunicorn -c python:borgerforloeb.documents.press --bind unix:/path/press.sock

gunicorn keeps them: it starts each anew when it dies, and kills the one that draws for too long. This module
is its configuration and the application. WeasyPrint is imported here, so each process is forked with it.
"""

import ctypes
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from borgerforloeb.documents import typesetting

wsgi_app = "borgerforloeb.documents.press:application"
workers = 2
timeout = 30
graceful_timeout = 8
# More than this need not wait in line: they are told at once.
backlog = 16
# What a process has drawn lies in its freed memory until something is written over it, so it ends soon. A new
# one takes 0.36 seconds to get warm: 14 ms for each of 25 papers, and a short paper takes 120. Collecting
# garbage after each answer would not help: no object of the paper is left then, only memory.
max_requests, max_requests_jitter = 20, 10
# Whoever is in the group of the press may hand it work: in the containers, the web.
umask = 0o007
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - unlinked as soon as it is made

# Of it (RLIMIT_DATA) the largest papers that are allowed take 140 MB, 65 of them before the first letter.
MEMORY = 512 * 2**20
# 300,000 characters, each written as an escape of up to twelve.
LONGEST_JOB = 4 * 2**20

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000

Start = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict[str, Any], start: Start) -> list[bytes]:
    if environ["REQUEST_METHOD"] != "POST":
        return _answer(start, "200 OK", b"")
    given = environ["wsgi.input"].read(LONGEST_JOB)
    if _has_left(environ["gunicorn.socket"]):
        return _answer(start, "410 Gone", b"")
    try:
        job = json.loads(given)
        job["made_at"] = datetime.fromisoformat(job["made_at"])
        content, pages = typesetting.draw(**job)
    except MemoryError:
        # What is left of this process is not to be trusted; gunicorn forks another.
        os._exit(1)
    except Exception:
        # Neither told nor logged why: the reason quotes the document.
        return _answer(start, "422 Unprocessable Content", b"")
    return _answer(start, "200 OK", content, ("Pages", str(pages)))


def _answer(start: Start, status: str, body: bytes, *more: tuple[str, str]) -> list[bytes]:
    start(status, [("Content-Type", "application/pdf"), ("Content-Length", str(len(body))), *more])
    return [body]


def _has_left(connection: socket.socket) -> bool:
    """Nothing is drawn for somebody who waited in line and gave up. What was sent has been read before."""
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False


# --- what gunicorn calls


def on_starting(_: Any) -> None:
    # As the first process of a container it has no parent, and ends with the container.
    if os.getppid():
        _end_with_parent(signal.SIGTERM)


def post_fork(_: Any, __: Any) -> None:
    _end_with_parent(signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    # A dump of a process that crashed would hold the document.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def post_worker_init(_: Any) -> None:
    _give_up_rights()
    typesetting.warm()


def worker_abort(_: Any) -> None:
    """Out of time: gone at once, without unwinding and without a traceback."""
    os._exit(1)


def _end_with_parent(number: signal.Signals) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def _give_up_rights() -> None:
    """No network where the system lets us refuse it; the fetcher asks for none, the container has none."""
    if sys.platform != "linux":
        return
    system = ctypes.CDLL(None)
    if system.unshare(CLONE_NEWNET) != 0:
        system.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
