"""The processes that draw PDFs: what each of them has, and what it may not have (D40, D60)."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent, Outcome
from borgerforloeb.documents import press as settings_of_press
from borgerforloeb.documents.models import StoredDocument
from borgerforloeb.launch import press as launched
from tests.documents.printing import SECRET, make, wait_for, words
from tests.factories import caseworker_of, make_plan
from tests.press import Press


@pytest.fixture(scope="module")
def rested(tmp_path_factory):
    """It has drawn too little for a process to end while it is looked at."""
    press = Press(tmp_path_factory.mktemp("rested"))
    press.start()
    yield press
    press.stop()


def test_each_process_is_limited_in_memory_and_leaves_no_dump(rested):
    for pid in rested.workers():
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


def test_a_process_ends_after_few_papers(own_press):
    """Its freed memory still holds what it drew; who waits meanwhile is answered by the other one."""
    most = settings_of_press.max_requests + settings_of_press.max_requests_jitter
    before = set(own_press.workers())

    assert most <= 30
    for _ in range(settings_of_press.workers * most):
        assert launched.answers(own_press.place)
    wait_for(lambda: before - set(own_press.workers()))
    assert words(make()).startswith("Kort")


def test_no_database_is_connected_and_nothing_of_it_mapped(rested):
    for pid in rested.workers():
        assert "libpq" not in Path(f"/proc/{pid}/maps").read_text()


def may_leave_the_network() -> bool:
    """By itself, or in a user namespace: the two ways that the press tries."""
    ways = (["unshare", "-n", "true"], ["unshare", "-U", "-n", "true"])
    return any(subprocess.run(way, capture_output=True, check=False).returncode == 0 for way in ways)


def test_it_has_a_network_of_its_own_with_nobody_in_it(rested):
    """The fetcher asks for nothing, so this is the second lock."""
    if not may_leave_the_network():
        pytest.skip("this system gives nobody a network of their own; in production the container has none")
    ours = os.readlink("/proc/self/ns/net")

    for pid in rested.workers():
        assert os.readlink(f"/proc/{pid}/ns/net") != ours
        interfaces = Path(f"/proc/{pid}/net/dev").read_text().splitlines()[2:]
        assert [line.split(":")[0].strip() for line in interfaces] == ["lo"]


def test_its_socket_is_closed_to_others(press):
    press.start()

    assert press.place.stat().st_mode & 0o007 == 0


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
    assert not AuditEvent.objects.filter(action="plan.printed").exists()
    assert client.get(reverse("plans:plan", args=[plan.course_id])).status_code == 200

    settings.PDF_SOCKET = press.start()
    first = client.get(address)
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert AuditEvent.objects.filter(action="plan.printed", outcome=Outcome.DONE).count() == 1
    settings.PDF_SOCKET = str(tmp_path / "none.sock")
    # What was kept is served byte for byte, and needs no press.
    assert client.get(address).content == first.content
