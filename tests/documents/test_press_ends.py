"""What ends a process that draws, what who waits is told, and that the next paper comes (D40)."""

import logging
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from borgerforloeb.documents import engine
from borgerforloeb.documents.engine import DocumentError, DocumentUnavailable
from borgerforloeb.documents.press import MEMORY
from tests.documents.printing import ENDLESS, LONG, SECRET, is_there, make, spent, wait_for, words, working

SHORT_OF_TIME = ("--timeout", "4")


# --- what ends it, and what is told


@pytest.mark.parametrize("own_press", [SHORT_OF_TIME], indirect=True)
def test_who_draws_for_too_long_is_ended_and_replaced(own_press, caplog):
    caplog.set_level(logging.DEBUG)
    before = own_press.workers()
    began = time.monotonic()

    with pytest.raises(DocumentUnavailable) as refusal:
        make(ENDLESS)

    assert time.monotonic() - began < 4 + 6
    assert "Prøv igen om lidt." in refusal.value.messages[0]
    assert words(make()).startswith("Kort")
    wait_for(lambda: len(own_press.workers()) == len(before) and own_press.workers() != before)
    assert SECRET not in caplog.text + own_press.child.log.read_text()


def _is_warm(pid: int) -> bool:
    first = spent(pid)
    time.sleep(0.3)
    return first > 0 and spent(pid) == first


def _draws() -> bool:
    try:
        return words(make()).startswith("Kort")
    except DocumentUnavailable:
        return False


def _memory_of(pid: int) -> int | None:
    """None for who has just ended."""
    try:
        return resource.prlimit(pid, resource.RLIMIT_DATA)[0]
    except ProcessLookupError:
        return None


def test_who_takes_too_much_memory_is_ended_and_replaced(own_press, caplog):
    # The press answers when one of the two is warm. Who ran out of memory on the way would end the press.
    wait_for(lambda: all(_is_warm(pid) for pid in own_press.workers()))
    before = own_press.workers()
    for pid in before:
        used = int(re.search(r"VmData:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])
        few = used * 1024 + 8 * 2**20
        resource.prlimit(pid, resource.RLIMIT_DATA, (few, MEMORY))

    with pytest.raises(DocumentUnavailable):
        make(LONG)

    wait_for(lambda: len(own_press.workers()) == 2 and own_press.workers() != before)
    # The other may be asked next, with as little memory as the first: then it is replaced too.
    wait_for(_draws)
    wait_for(lambda: {_memory_of(pid) for pid in set(own_press.workers()) - set(before)} == {MEMORY})
    assert SECRET not in caplog.text + own_press.child.log.read_text()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV], ids=["killed", "crashed"])
def test_who_dies_over_a_document_is_replaced(own_press, number, caplog):
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(make, LONG)
        os.kill(working(own_press), number)
        with pytest.raises(DocumentUnavailable):
            waiting.result(30)

    assert words(make()).startswith("Kort")
    wait_for(lambda: len(own_press.workers()) == 2)
    assert SECRET not in caplog.text + own_press.child.log.read_text()


@pytest.mark.parametrize("there", ["nothing", "a socket that nobody listens at"])
def test_a_press_that_is_not_there_is_told_in_words(settings, tmp_path, there, caplog):
    settings.PDF_SOCKET = str(tmp_path / "press.sock")
    with socket.socket(socket.AF_UNIX) as other:
        if there != "nothing":
            other.bind(settings.PDF_SOCKET)
        with pytest.raises(DocumentUnavailable):
            make(SECRET)
    assert SECRET not in caplog.text


@pytest.mark.parametrize("answer", ["HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhej!", "hej!\r\n\r\n"])
def test_what_is_no_pdf_is_not_handed_on(settings, tmp_path, answer):
    settings.PDF_SOCKET = str(tmp_path / "press.sock")

    def serve(listening):
        with listening.accept()[0] as connection:
            connection.recv(65_536)
            connection.sendall(answer.encode())

    with socket.socket(socket.AF_UNIX) as other, ThreadPoolExecutor(1) as pool:
        other.bind(settings.PDF_SOCKET)
        other.listen()
        pool.submit(serve, other)
        with pytest.raises(DocumentError):
            make()


def test_nobody_waits_for_ever(settings, tmp_path, monkeypatch):
    """It listens, and never answers."""
    monkeypatch.setattr(engine, "PATIENCE", 0.3)
    settings.PDF_SOCKET = str(tmp_path / "press.sock")
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(settings.PDF_SOCKET)
        deaf.listen(0)
        began = time.monotonic()
        for _ in range(3):  # the line is full for the third
            with pytest.raises(DocumentUnavailable):
                make()
        assert time.monotonic() - began < 5


def test_who_gave_up_waiting_is_drawn_nothing_for(own_press, monkeypatch):
    """Else those who ask again would stand behind their own abandoned papers."""
    monkeypatch.setattr(engine, "PATIENCE", 0.2)
    for pid in own_press.workers():
        os.kill(pid, signal.SIGSTOP)
    for _ in range(4):
        with pytest.raises(DocumentUnavailable):
            make(LONG)
    for pid in own_press.workers():
        os.kill(pid, signal.SIGCONT)
    monkeypatch.undo()

    before = sum(map(spent, own_press.workers()))
    assert words(make()).startswith("Kort")
    assert sum(map(spent, own_press.workers())) - before < 0.7


def test_many_at_once_are_not_mixed(press):
    """More than there are processes: some wait in line."""

    def one(number):
        pdf = make(f"<p>Papir nummer {number} slut</p>" * (1 + number % 3) * 20)
        return number, words(pdf), pdf

    with ThreadPoolExecutor(6) as pool:
        for number, text, pdf in pool.map(one, range(18)):
            assert text.count(f"Papir nummer {number} slut") == (1 + number % 3) * 20
            assert text.count("Papir nummer") == (1 + number % 3) * 20
            assert make(f"<p>Papir nummer {number} slut</p>" * (1 + number % 3) * 20).content == pdf.content


def test_a_short_paper_need_not_wait_for_a_long_one(own_press):
    with ThreadPoolExecutor(1) as pool:
        long = pool.submit(make, LONG)
        working(own_press)
        assert words(make()).startswith("Kort")
        assert not long.done()
        long.result(60)


# --- what becomes of it when those who need it go


def test_a_process_that_was_forked_prints_too(press):
    """As after gunicorn's preload and in Celery's pool: nothing is shared but the name of the socket."""
    make()
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.write(write, b"yes" if make().pages == 1 else b"no")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 3) == b"yes"
    assert make().pages == 1


def test_it_ends_when_it_is_stopped(own_press):
    pids = [own_press.child.process.pid, *own_press.workers()]
    own_press.stop()

    wait_for(lambda: not any(map(is_there, pids)))


def test_its_processes_end_when_the_one_that_keeps_them_is_killed(own_press):
    pids = own_press.workers()
    os.kill(own_press.child.process.pid, signal.SIGKILL)

    wait_for(lambda: not any(map(is_there, pids)), 5)


def test_it_ends_when_the_one_that_started_it_is_killed(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from tests.press import Press\n"
        f"press = Press(Path({str(tmp_path)!r})); press.start()\n"
        "print(press.child.process.pid, *press.workers(), flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pids = [int(pid) for pid in starter.stdout.readline().split()]
    assert len(pids) == 3
    starter.kill()
    starter.communicate()

    wait_for(lambda: not any(map(is_there, pids)), 15)
