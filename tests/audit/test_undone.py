"""A row that stands although what it tells of was rolled back is said to have come to nothing."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse

from borgerforloeb.accounts.acting import REMINDERS, serving_as
from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.actions import RequestMark, record, told_as_one
from borgerforloeb.audit.models import AuditEvent, Kind, Outcome
from borgerforloeb.audit.words import log_rows
from borgerforloeb.audit.working import ToldTask
from borgerforloeb.celery import app
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def undone() -> set[int]:
    return AuditEvent.objects.undone_among(AuditEvent.objects.all())


def answer(view) -> None:
    """As a request: all of the view in one transaction."""
    with told_as_one(RequestMark(request_id="a" * 32)), transaction.atomic():
        view()


def test_what_is_done_is_not_spoken_of_again():
    answer(lambda: record("goal.added", by=None))

    assert AuditEvent.objects.get().outcome == Outcome.DONE
    assert undone() == set()


def test_what_fails_afterwards_is_told_as_undone():
    def view():
        record("goal.added", by=None)
        raise PermissionDenied

    with pytest.raises(PermissionDenied):
        answer(view)

    attempted, told = AuditEvent.objects.order_by("id")
    assert undone() == {attempted.pk}
    assert (told.outcome, told.request_id) == (Outcome.UNDONE, attempted.request_id)


def test_only_the_part_that_was_rolled_back_is():
    def view():
        record("plan.opened", by=None)
        with transaction.atomic():
            record("goal.added", by=None)
            transaction.set_rollback(True)

    answer(view)

    assert undone() == {AuditEvent.objects.get(action="goal.added").pk}


def test_the_log_page_says_so(client):
    anna = make_user("Anna Mus", capabilities=[Capability.LOG_REVIEWER])
    client.force_login(anna)
    with told_as_one(RequestMark(request_id="b" * 32)), transaction.atomic():
        record("goal.added", by=anna)
        transaction.set_rollback(True)

    page = client.get(reverse("audit:log"))

    assert "Mål tilføjet" in page.content.decode()
    assert "blev ikke til noget" in page.content.decode()


@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
def test_a_commit_that_the_database_refuses_undoes_it_too():
    """The tests' own transaction never commits; here it does."""

    def view():
        record("goal.added", by=None)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE twice (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
            cursor.execute("INSERT INTO twice VALUES (1), (1)")

    with pytest.raises(Exception, match="twice"):
        answer(view)

    assert undone() == {AuditEvent.objects.get(action="goal.added").pk}


def test_a_task_tells_of_what_was_undone_too():
    """As the worker runs it: what it recorded before it failed stands, and a later row says so."""

    @app.task
    def failing():
        with serving_as(REMINDERS):
            record("review.searched", kind=Kind.SYSTEM, by=None)
            raise PermissionDenied

    with pytest.raises(PermissionDenied):
        failing()

    attempted, told = AuditEvent.objects.order_by("id")
    assert undone() == {attempted.pk}
    assert (told.action, told.request_id) == ("request.undone", attempted.request_id)


def test_a_task_that_comes_to_something_tells_of_nothing_undone():
    @app.task
    def working():
        with serving_as(REMINDERS):
            record("review.searched", kind=Kind.SYSTEM, by=None)

    working()

    assert AuditEvent.objects.get().request_id
    assert undone() == set()


@pytest.mark.parametrize("name", sorted(row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()))
def test_so_does_each_task_of_the_clock(name):
    app.loader.import_default_modules()

    assert isinstance(app.tasks[name], ToldTask)


def test_rows_are_told_apart_from_those_that_came_to_something():
    with told_as_one(RequestMark(request_id="c" * 32)), transaction.atomic():
        record("goal.added", by=None)
        transaction.set_rollback(True)
    record("goal.added", by=None)

    rows = log_rows(AuditEvent.objects.filter(action="goal.added").order_by("id"))

    assert [row.undone for row in rows] == [True, False]
