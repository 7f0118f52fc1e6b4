"""The processes that draw: what they may not, what ends them, what who waits is told (D40, D60)."""

import io
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
from datetime import UTC, datetime
from pathlib import Path

import pdfplumber
import pytest
from django.test import Client
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.documents import engine
from borgerforloeb.documents import press as settings_of_press
from borgerforloeb.documents.engine import DocumentError, DocumentUnavailable, render
from borgerforloeb.documents.models import StoredDocument
from borgerforloeb.launch import press as launched
from tests.factories import caseworker_of, make_plan
from tests.press import Press

NOW = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
SECRET = "hemmelighed-4711"
LONG = "<p>" + f"ord {SECRET} " * 2_000 + "</p>" + "<table>" + "<tr><td>x</td></tr>" * 1_400 + "</table>"
# Words that are measured anew for each line: some twenty seconds of work.
ENDLESS = f"<p>{SECRET} " + ("å" * 199 + " ") * 100 + "å" * 9_000 + " ord" * 5_000
SHORT_OF_TIME = ("--timeout", "2")


def make(body="<p>Kort</p>"):
    html = f"<html><body><main>{body}</main>"
    return render(html, stylesheets=["print.css"], title="Prøve", made_at=NOW)


def words(pdf):
    with pdfplumber.open(io.BytesIO(pdf.content)) as plumbed:
        return " ".join("".join(page.extract_text() for page in plumbed.pages).split())


def wait_for(what, seconds=20):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_there(pid):
    path = Path(f"/proc/{pid}/stat")
    return path.exists() and path.read_text().rpartition(")")[2].split()[0] != "Z"


def spent(pid):
    """The seconds of the processor that a process has taken."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def working(press):
    """The process that draws at the moment."""
    before = {pid: spent(pid) for pid in press.workers()}
    busy = []

    def found():
        busy[:] = [pid for pid in before if spent(pid) > before[pid] + 0.1]
        return busy

    wait_for(found)
    return busy[0]


@pytest.fixture
def own_press(tmp_path, settings, request):
    """One that a test may ill-treat; `request.param` is what it is started with."""
    press = Press(tmp_path / "p", *getattr(request, "param", ()))
    press.folder.mkdir()
    settings.PDF_SOCKET = press.start()
    yield press
    press.stop()


# --- what it has


def test_each_process_is_limited_in_memory_and_leaves_no_dump(press):
    press.start()

    for pid in press.workers():
        assert resource.prlimit(pid, resource.RLIMIT_DATA) == (settings_of_press.MEMORY,) * 2
        assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)


def test_no_secret_is_in_its_environment(tmp_path, monkeypatch):
    told = (
        "DATABASE_URL",
        "BROKER_URL",
        "SECRET_KEY",
        "CPR_KEYS",
        "CPR_LOOKUP_KEY",
        "LOG_SEAL_KEY",
        "EMAIL_URL",
    )
    for name in told:
        monkeypatch.setenv(name, SECRET)
    press = Press(tmp_path)
    press.start()
    try:
        for pid in [press.child.process.pid, *press.workers()]:
            given = dict(
                line.split("=", 1) for line in Path(f"/proc/{pid}/environ").read_text().split("\0") if line
            )
            allowed = {*launched.PASSED_ON, "TMPDIR", "PYTHONUNBUFFERED", "PYTHONUTF8"}
            assert set(given) <= allowed
            assert SECRET not in str(given)
    finally:
        press.stop()


def test_no_database_no_django_and_no_settings_are_loaded():
    code = (
        "import sys; from borgerforloeb.documents import press; press.typesetting.warm();"
        "print(*sorted({name.split('.')[0] for name in sys.modules}),"
        "*[name for name in sys.modules if name.startswith('borgerforloeb')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())

    assert "weasyprint" in loaded
    assert not loaded & {"django", "psycopg", "psycopg_c", "redis", "celery", "kombu", "requests", "httpx"}
    assert {name for name in loaded if name.startswith("borgerforloeb.")} == {
        "borgerforloeb.documents",
        *(f"borgerforloeb.documents.{name}" for name in ("press", "typesetting", "fetcher", "postpass")),
    }


def test_no_database_is_connected_and_nothing_of_it_mapped(press):
    press.start()

    for pid in press.workers():
        assert "libpq" not in Path(f"/proc/{pid}/maps").read_text()


def test_it_has_a_network_of_its_own_with_nobody_in_it(press):
    """Where the system allows it. The fetcher asks for nothing, so this is the second lock."""
    press.start()
    ours = os.readlink("/proc/self/ns/net")
    allowed = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0

    for pid in press.workers():
        if allowed:
            assert os.readlink(f"/proc/{pid}/ns/net") != ours
            interfaces = Path(f"/proc/{pid}/net/dev").read_text().splitlines()[2:]
            assert [line.split(":")[0].strip() for line in interfaces] == ["lo"]


def test_its_socket_is_closed_to_others(press):
    press.start()

    assert press.place.stat().st_mode & 0o007 == 0


# --- what ends it, and what is told


@pytest.mark.parametrize("own_press", [SHORT_OF_TIME], indirect=True)
def test_who_draws_for_too_long_is_ended_and_replaced(own_press, caplog):
    caplog.set_level(logging.DEBUG)
    before = own_press.workers()
    began = time.monotonic()

    with pytest.raises(DocumentUnavailable) as refusal:
        make(ENDLESS)

    assert time.monotonic() - began < 2 + 5
    assert "Prøv igen om lidt." in refusal.value.messages[0]
    assert words(make()).startswith("Kort")
    wait_for(lambda: len(own_press.workers()) == len(before) and own_press.workers() != before)
    assert SECRET not in caplog.text + own_press.child.log.read_text()


def test_who_takes_too_much_memory_is_ended_and_replaced(own_press, caplog):
    before = own_press.workers()
    for pid in before:
        used = int(re.search(r"VmData:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])
        few = used * 1024 + 8 * 2**20
        resource.prlimit(pid, resource.RLIMIT_DATA, (few, settings_of_press.MEMORY))

    with pytest.raises(DocumentUnavailable):
        make(LONG)

    wait_for(lambda: len(own_press.workers()) == 2 and own_press.workers() != before)
    [new] = set(own_press.workers()) - set(before)
    wait_for(lambda: resource.prlimit(new, resource.RLIMIT_DATA)[0] == settings_of_press.MEMORY)
    assert words(make()).startswith("Kort")
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


def test_a_short_paper_need_not_wait_for_a_long_one(press):
    press.start()
    with ThreadPoolExecutor(1) as pool:
        long = pool.submit(make, LONG)
        working(press)
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


# --- through the pages


@pytest.mark.django_db
def test_a_print_without_a_press_loses_nothing_and_works_again(settings, press, tmp_path):
    plan = make_plan()
    client = Client()
    client.force_login(caseworker_of(plan.course))
    address = reverse("pages:print", args=[plan.course_id, "citizen"])

    settings.PDF_SOCKET = str(tmp_path / "none.sock")
    refused = client.get(address)
    page = refused.content.decode()
    assert refused.status_code == 503
    assert "Dokumentet kunne ikke laves som PDF lige nu. Prøv igen om lidt." in page
    assert refused["Cache-Control"] == "no-store"
    assert not StoredDocument.objects.exists()
    assert not AuditEvent.objects.filter(action="plan.printed", outcome="allowed").exists()
    assert client.get(reverse("plans:plan", args=[plan.course_id])).status_code == 200

    settings.PDF_SOCKET = press.start()
    first = client.get(address)
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    settings.PDF_SOCKET = str(tmp_path / "none.sock")
    # What was kept is served byte for byte, and needs no press.
    assert client.get(address).content == first.content
