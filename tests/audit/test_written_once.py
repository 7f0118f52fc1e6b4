"""What a page tells is written in one go, before any of it has left; what a task tells stands at once."""

from contextlib import contextmanager, suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.utils import timezone

from borgerforloeb.audit.actions import (
    LogUnavailable,
    RequestMark,
    held_back,
    record,
    told_as_one,
    write_what_waits,
)
from borgerforloeb.audit.models import AuditEvent, Kind, Outcome
from borgerforloeb.documents.engine import render
from tests.factories import make_course, make_user
from tests.queries import all_queries

pytestmark = pytest.mark.django_db


@contextmanager
def page():
    with told_as_one(RequestMark(request_id="a" * 32)), held_back():
        yield


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def test_a_page_writes_its_rows_in_one_question_and_in_their_order():
    with all_queries() as asked, page():
        for action in ("plan.opened", "plan.goal_changed", "notice.settled"):
            record(action, by=None)
        write_what_waits()

    assert len(asked) == 1
    assert actions() == ["plan.opened", "plan.goal_changed", "notice.settled"]


def test_what_nobody_asked_to_be_written_is_written_at_the_end():
    with page():
        record("plan.opened", by=None)
        assert actions() == []

    assert actions() == ["plan.opened"]


def test_a_tasks_row_stands_before_the_task_goes_on():
    with told_as_one(RequestMark(request_id="a" * 32)):
        record("mail.sent", by=None)
        assert actions() == ["mail.sent"]


def test_what_is_told_around_the_page_stands_at_once():
    """A middleware has committed what it tells of; it says so after what a page that failed had told."""
    with told_as_one(RequestMark(request_id="a" * 32)):
        record("sign_in.form_held", by=None)
        assert actions() == ["sign_in.form_held"]
        with suppress(PermissionDenied), held_back():
            record("plan.opened", by=None)
            raise PermissionDenied
        record("access.refused", by=None)

    assert actions() == ["sign_in.form_held", "plan.opened", "access.refused"]


def test_a_row_holds_all_that_it_was_given():
    user, course = make_user("Sanne Krogh"), make_course()
    persons = [person.pk for person in course.persons.all()]
    given = {"basis": "konsulent:1", "reason": "Vagt. " * 100, "domain": "health", "level": "domain"}
    mark = RequestMark("b" * 32, "2001:db8::1")

    with told_as_one(mark):
        event = record(
            "plan.printed", kind=Kind.PRINT, by=user, target=course, course_id=course.pk, persons=persons,
            pages=3, fields=["æøå \"'\\", "title"], **given,
        )  # fmt: skip

    stored = AuditEvent.objects.get()
    assert (stored.pk, stored.course_id, stored.person_ids) == (event.pk, course.pk, sorted(persons))
    assert (stored.actor, stored.unit_id, stored.capabilities) == (
        event.actor,
        user.unit_id,
        event.capabilities,
    )
    assert (stored.kind, stored.outcome, stored.address) == (Kind.PRINT, Outcome.DONE, "2001:db8::1")
    assert (stored.basis, stored.domain, stored.level) == (given["basis"], "health", "domain")
    assert stored.reason == given["reason"][:300]
    assert stored.details == {"pages": 3, "fields": ["æøå \"'\\", "title"]}
    assert (stored.target, stored.request_id) == (f"citizens.course:{course.pk}", "b" * 32)
    assert stored.at is not None


def test_what_is_too_long_is_refused_and_not_cut():
    with pytest.raises(LogUnavailable):
        record("x" * 61, by=None)


def test_it_stands_before_its_words_go_to_the_press():
    with page():
        record("plan.print_opened", by=None)
        render("<p>Bostøtte</p>", stylesheets=["print.css"], title="Plan", made_at=timezone.now())
        assert actions() == ["plan.print_opened"]


def test_what_could_not_be_written_is_not_said_to_be_undone():
    with connections["log"].cursor() as cursor:
        cursor.execute(
            """
            CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON audit_auditevent
                FOR EACH ROW WHEN (NEW.action = 'plan.opened') EXECUTE FUNCTION pg_temp.refuse();
            """
        )

    mark = RequestMark(request_id="a" * 32)
    with pytest.raises(LogUnavailable), told_as_one(mark), held_back():
        record("plan.opened", by=None)

    assert not mark.waiting
