"""Without its row in the log nothing is shown and nothing is changed, whatever the reason."""

from contextlib import contextmanager

import pytest
from django.db import OperationalError, connections, transaction
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent
from plans.models import Note
from tests.factories import konsulent_of, main_person, make_plan

pytestmark = [pytest.mark.usefixtures("truncatable"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(client):
    with transaction.atomic():
        plan = make_plan()
    client.force_login(konsulent_of(plan.course))
    return plan


def run(statement: str, alias: str = "default") -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def missing():
    run("ALTER TABLE audit_auditevent RENAME TO audit_elsewhere")
    yield
    run("ALTER TABLE audit_elsewhere RENAME TO audit_auditevent")


@contextmanager
def locked():
    run("SET lock_timeout = '200ms'", "log")
    other = connections["default"].copy("default")
    other.ensure_connection()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE audit_auditevent")
    yield
    other.close()
    connections["log"].close()


@contextmanager
def slow():
    run("CREATE FUNCTION audit_doze() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(5); END'")
    run(
        "CREATE TRIGGER doze BEFORE INSERT ON audit_auditevent FOR EACH ROW EXECUTE FUNCTION audit_doze()",
    )
    run("SET statement_timeout = '200ms'", "log")
    yield
    run("DROP FUNCTION audit_doze CASCADE")
    connections["log"].close()


@contextmanager
def closed_for_writing():
    run("SET default_transaction_read_only = on", "log")
    yield
    connections["log"].close()


@pytest.mark.parametrize("broken", [missing, locked, slow, closed_for_writing])
def test_nothing_is_shown_and_nothing_changed(client, plan, broken):
    person = main_person(plan.course)
    name = person.first_names

    with broken():
        page = client.get(reverse("plans:plan", args=[plan.course_id]))
        refusal = client.get(reverse("plans:plan", args=["5f0f3c5e-0000-4000-8000-000000000000"]))

    assert page.status_code == refusal.status_code == 503
    assert name not in page.content.decode()
    assert page.content == refusal.content
    assert client.get(reverse("plans:plan", args=[plan.course_id])).status_code == 200


def test_a_change_is_undone(client, plan):
    goal = plan.goals.get()
    address = reverse("plans:note_add", args=[plan.course_id, goal.pk])
    given = {"text": "Ringet.", "about_on": "1.9.2026", "person": goal.person_id, "domain": goal.domain}

    with missing():
        answer = client.post(address, given)

    assert answer.status_code == 503
    assert not Note.objects.exists()


def test_a_connection_that_was_cut_is_made_anew_and_the_row_stands(client, plan):
    with connections["log"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [process] = cursor.fetchone()
    run(f"SELECT pg_terminate_backend({process}, 5000)")

    page = client.get(reverse("plans:plan", args=[plan.course_id]))

    assert page.status_code == 200
    assert AuditEvent.objects.filter(action="plan.opened", course_id=plan.course_id).count() == 1


def test_a_connection_that_cannot_be_made_shows_nothing(client, plan, monkeypatch):
    def refused(self):
        raise OperationalError("connection refused")

    connections["log"].close()
    monkeypatch.setattr(type(connections["log"]), "connect", refused)

    page = client.get(reverse("plans:plan", args=[plan.course_id]))

    assert page.status_code == 503
