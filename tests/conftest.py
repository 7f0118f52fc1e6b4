"""What every test shares: no mail leaves, no file lands outside a temporary folder, Chromium is Debian's."""

import os
import shutil
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, connections

from tests.press import Press

# Playwright runs an event loop in the test's own thread, and Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# No traffic of its own: each of these would look up hosts outside the machine.
QUIET_CHROMIUM = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu",
]

WORDS = "borgerforloeb.language.migrations.0002_seed_heavy_words"

# The first stands behind pytest-django's db and transactional_db, but not behind a module's own db.
OF_THE_DATABASE = {"_django_db_helper", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also the tests that take their time")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever asks for a browser is a browser test, and long tests are left out unless asked for."""
    for item in items:
        _give_both_connections(item)
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    if config.getoption("--long"):
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def _give_both_connections(item: pytest.Item) -> None:
    """Everything is logged, and the log has a connection of its own to the same database."""
    marker = item.get_closest_marker("django_db")
    if marker or OF_THE_DATABASE & set(getattr(item, "fixturenames", ())):
        options = (marker.kwargs if marker else {}) | {"databases": ["default", "log"]}
        item.add_marker(pytest.mark.django_db(**options), append=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Django closes the connection that the test database was made on; the log's would keep it from going."""
    yield
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Playwright's own browsers are never fetched; a missing Chromium fails instead of skipping."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.fail("Chromium mangler: apt-get install -y chromium, eller CHROMIUM=/sti/til/chromium")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": program, "args": QUIET_CHROMIUM + root}


@pytest.fixture(scope="session")
def press(tmp_path_factory):
    press = Press(tmp_path_factory.mktemp("press"))
    yield press
    press.stop()


@pytest.fixture(autouse=True)
def _nothing_leaves(settings, tmp_path: Path, press: Press) -> None:
    settings.PDF_SOCKET = press.socket()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.VAR_DIR = tmp_path
    settings.MAIL_DIR = tmp_path / "mail"


@pytest.fixture(scope="module")
def truncatable(django_db_setup, django_db_blocker):
    """For tests with a live server: its database is emptied by TRUNCATE after each, which the log refuses."""
    refusing = (
        "select tgrelid::regclass::text, tgname from pg_trigger where tgtype & 32 > 0 and not tgisinternal"
    )
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(refusing)
        triggers = cursor.fetchall()
        for table, name in triggers:
            cursor.execute(f'alter table {table} disable trigger "{name}"')
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table, name in triggers:
            cursor.execute(f'alter table {table} enable trigger "{name}"')
        _give_the_law_again()
    # Beside Playwright's running loop Django opens a second connection, which nobody else would close.
    connections.close_all()


def _give_the_law_again() -> None:
    """What a migration gave was emptied with the rest."""
    if not apps.get_model("law", "Act").objects.exists():
        for name in ("0002_seed_acts", "0004_seed_plan_kinds", "0005_what_needs_no_decision"):
            import_module(f"borgerforloeb.law.migrations.{name}").add(apps, None)
        import_module(WORDS).add(apps, None)


@pytest.fixture
def law(truncatable, transactional_db) -> Iterator[None]:
    """For tests with a live server that need the law as it was seeded."""
    _give_the_law_again()
    yield
    _wait_until_nobody_asks()


def _wait_until_nobody_asks() -> None:
    """A page that fetches more when it is shown may still be answered, and the tables are to be emptied."""
    others = (
        "select count(*) from pg_stat_activity where datname = current_database()"
        " and pid <> pg_backend_pid() and state <> 'idle'"
    )
    for _ in range(40):
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.25)
