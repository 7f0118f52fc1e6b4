"""The question after each new version: nothing answers, and what does is told and turns health red."""

import json
import logging
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.accounts.models import User
from borgerforloeb.pages import canary
from borgerforloeb.pages.canary import SILENT
from plans.models import Note
from roles.rights import PROTECTED
from tests.factories import caseworker_of
from tests.security.world import make_full_course

pytestmark = pytest.mark.django_db


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def full():
    """Something to answer with in every table and list, and a process that has asked nothing yet."""
    SILENT.clear()
    yield make_full_course()
    SILENT.clear()


def said() -> str:
    out = StringIO()
    call_command("canary", stdout=out)
    return out.getvalue()


def tell(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words)


def test_what_is_for_every_employee_is_for_nobody_else():
    tell("ALTER POLICY member ON plans_lesson USING (true)")

    with pytest.raises(CommandError, match="plans_lesson: answered as nobody"):
        said()


def test_nothing_answers_and_nobody_is_left_behind():
    before = set(User.objects.values_list("pk", flat=True))

    assert "tier" in said()
    assert set(User.objects.values_list("pk", flat=True)) == before


def test_there_is_something_behind_every_table_and_list():
    with connection.cursor() as cursor:
        for table in PROTECTED:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
            assert cursor.fetchone()[0], table


def test_who_coordinates_is_answered_by_every_list(full):
    """Else its silence for a stranger would say nothing of its filter."""
    by = caseworker_of(full)
    lists = [model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")]
    silent = [one._meta.label_lower for one in lists if not one._default_manager.visible_to(by).exists()]

    assert len(lists) > 10
    assert silent == []


@pytest.mark.parametrize(
    "words",
    [
        "ALTER POLICY member ON plans_note USING (true)",
        "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE plans_note DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY more ON plans_note TO app_web USING (true)",
    ],
)
def test_a_table_that_answers_stops_the_command(words):
    tell(words)

    with pytest.raises(CommandError, match="plans_note: answered as nobody"):
        said()


def test_the_lists_are_asked_past_row_security():
    """Sabotage takes the filters out one by one (tests/sabotage): here, that the question is asked at all."""
    with CaptureQueriesContext(connection) as asked:
        assert canary.answers() == []
    alone = [
        query["sql"] for query in asked if "plans_note" in query["sql"] and "held.user_id" in query["sql"]
    ]
    assert len(alone) == 2


def without_its_filter(monkeypatch) -> None:
    monkeypatch.setattr(type(Note.objects.all()), "visible_to", lambda rows, user: rows.all())


def test_a_list_without_its_filter_stops_the_command_of_the_owner(monkeypatch):
    without_its_filter(monkeypatch)

    with pytest.raises(CommandError, match="plans.note: shown past row security"):
        said()


def test_the_web_does_not_see_that_a_filter_is_gone_and_so_health_stays_green(client, monkeypatch):
    """Row security keeps the rows back, so nobody is shown them; the owner's question is what tells."""
    without_its_filter(monkeypatch)

    assert client.get("/health/").status_code == 200
    with acting_as(None):
        assert not canary.asks_past_row_security()
        assert canary.answers() == []


def test_the_web_sees_that_both_walls_are_gone(monkeypatch):
    without_its_filter(monkeypatch)
    tell("ALTER POLICY member ON plans_note USING (true)")
    with acting_as(None):
        found = canary.answers()

    assert "plans.note: shown to an employee without assignments" in found
    assert "plans_note: answered as nobody" in found


def test_the_command_refuses_who_cannot_see_that_a_filter_is_gone():
    with acting_as(None), pytest.raises(CommandError, match="ejer"):
        said()


def test_the_command_asks_as_the_owner_when_nothing_else_is_said():
    """As where the migrations run: the address is the owner's, and the role is manage.py's to choose."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {"DATABASE_URL": urlunsplit(address)}
    environment.pop("DATABASE_ROLE", None)
    done = subprocess.run(
        [sys.executable, "manage.py", "canary"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_health_is_red_and_says_nothing_of_why(client, caplog):
    tell("CREATE POLICY more ON plans_note TO app_web USING (true)")
    with caplog.at_level(logging.ERROR, logger="borgerforloeb.alarm"):
        answer = client.get("/health/")

    assert (answer.status_code, json.loads(answer.content)) == (503, {"status": "red"})


def test_health_asks_once_in_a_process_and_again_while_it_answers(client):
    tell("CREATE POLICY more ON plans_note TO app_web USING (true)")
    assert not canary.has_stayed_silent()
    tell("DROP POLICY more ON plans_note")
    assert canary.has_stayed_silent()
    with CaptureQueriesContext(connection) as asked:
        assert canary.has_stayed_silent()
    assert len(asked) == 0
    assert client.get("/health/").status_code == 200
