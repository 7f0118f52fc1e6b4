"""What the citizens are shown of the log is held against its rows; a filter too many or too few is told."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from borgerforloeb.accounts.acting import REMINDERS, serving_as
from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.logreview import reconciling, tasks
from borgerforloeb.logreview.actions import reconcile
from borgerforloeb.logreview.actions.reconciling import SEEN_DIFFERS
from borgerforloeb.notices.models import Notice
from tests.factories import caseworker_of, main_person, make_citizen, make_course, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    """Told of by itself, by its person, and by its person where no course is named; and another course."""
    both = make_citizen("Ida")
    course, other = make_course(citizens=[make_citizen(), both]), make_course(citizens=[both])
    by, person = caseworker_of(course), main_person(course)
    for fields in (
        {"course_id": course.pk, "persons": [person.pk]},
        {"course_id": course.pk},
        {"persons": [person.pk, main_person(other).pk]},
        {"course_id": other.pk, "persons": [main_person(other).pk]},
    ):
        record("course.opened", kind=Kind.VIEW, by=by, **fields)
    return course


def today():
    return timezone.localdate()


def compared(**fields):
    with serving_as(REMINDERS):
        return reconcile(today(), **fields)


def test_the_page_shows_every_row_and_no_other(course):
    found = compared()

    assert (found.differs, found.faults) == (False, [])
    assert found.pairs >= 3
    told = AuditEvent.objects.get(action="review.reconciled").details
    assert (told["pairs"], told["missing"], told["extra"]) == (found.pairs, 0, 0)


def test_it_is_compared_some_at_a_time(course, monkeypatch):
    whole = compared()
    # How many there are in a chunk is no part of the answer.
    monkeypatch.setattr(reconciling, "AT_ONCE", 1)

    assert compared().pairs >= whole.pairs
    assert not compared().differs


def test_a_night_compares_no_more_than_it_is_given(course):
    assert compared(most=1).pairs == 1


def hide(monkeypatch, **such):
    page = reconciling.events_about
    monkeypatch.setattr(reconciling, "events_about", lambda *about: page(*about).exclude(**such))


def test_a_row_that_is_not_shown_is_told_to_those_who_look_after_the_log(course, monkeypatch, caplog):
    rikke = make_user("Rikke Log", capabilities=[Capability.LOG_REVIEWER])
    hide(monkeypatch, course_id=None)
    with caplog.at_level(logging.ERROR, logger="borgerforloeb.alarm"):
        found = compared()

    assert found.missing
    assert Notice.objects.get(kind=SEEN_DIFFERS, settled_at=None).recipient == rikke
    monkeypatch.undo()
    compared()
    assert Notice.objects.get(kind=SEEN_DIFFERS).settled_at


def test_a_day_that_names_a_course_and_no_person_is_compared_for_each_of_its_persons(monkeypatch):
    both = [make_citizen("Ida"), make_citizen("Bo")]
    course = make_course(citizens=both)
    record("course.opened", kind=Kind.VIEW, by=caseworker_of(course), course_id=course.pk)
    of_the_day = AuditEvent.objects.filter(course_id=course.pk)
    assert list(of_the_day.values_list("person_ids", flat=True)) == [[]]

    assert set(reconciling.pairs_of(today())) == {(course.pk, one.pk) for one in both}
    hide(monkeypatch, person_ids=[])
    assert compared().missing == {of_the_day.get().pk}


def test_a_row_of_another_course_is_one_too_many(course, monkeypatch):
    everything = AuditEvent.objects.all()
    monkeypatch.setattr(reconciling, "events_about", lambda *about: everything)

    assert compared().extra


def test_the_operator_asks_for_a_day(course, monkeypatch):
    out = StringIO()
    call_command("reconcile_log", date=today(), stdout=out)
    assert "er ens" in out.getvalue()
    hide(monkeypatch, person_ids=[])
    with pytest.raises(CommandError, match="vises ikke"):
        call_command("reconcile_log", date=today(), stdout=out)


def test_the_night_asks_of_the_day_before(course):
    assert tasks.reconcile() == 0
    assert AuditEvent.objects.get(action="review.reconciled").details["day"] == str(
        today() - timedelta(days=1)
    )
