"""Consents that run out and youth who come of age: told once, to one of the two, and settled."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from borgerforloeb.casework import tasks
from borgerforloeb.casework.reminders import COMES_OF_AGE, find_due
from borgerforloeb.celery import app
from borgerforloeb.citizens.models import Course, FamilyRelation
from borgerforloeb.notices.models import Notice
from tests.factories import (
    TODAY,
    caseworker_of,
    konsulent_of,
    make_citizen,
    make_consent,
    make_course,
)

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, int]]:
    return list(Notice.objects.filter(settled_at=None).order_by("id").values_list("kind", "recipient_id"))


def ending(days, **fields):
    course = fields.pop("course", None) or make_course()
    return make_consent(course, expires_on=TODAY + timedelta(days=days), **fields)


def test_one_is_told_30_and_again_7_days_before():
    consent = ending(30)
    katrine = caseworker_of(consent.course).pk

    assert find_due(TODAY - timedelta(days=1)) == 0
    assert find_due(TODAY) == 1
    assert find_due(TODAY) == 0
    assert find_due(TODAY + timedelta(days=22)) == 0
    assert find_due(TODAY + timedelta(days=23)) == 1

    assert told() == [("consent_ends_30", katrine), ("consent_ends_7", katrine)]
    notice = Notice.objects.first()
    assert (notice.due_on, notice.path) == (consent.expires_on, f"/courses/{consent.course_id}/consents/")


def test_the_borgerkonsulent_who_explained_it_is_told():
    course = make_course()
    ending(10, course=course, explained_by=konsulent_of(course))
    find_due(TODAY)

    assert told() == [("consent_ends_30", konsulent_of(course).pk)]


@pytest.mark.parametrize("how", ["withdrawn", "expired", "renewed", "closed"])
def test_it_waits_no_longer_when_it_is(how):
    consent = ending(5)
    find_due(TODAY)
    assert len(told()) == 2
    later = TODAY
    if how == "withdrawn":
        consent.withdrawn_on, consent.withdrawn_to = TODAY, consent.explained_by
        consent.save()
    elif how == "expired":
        later = consent.expires_on + timedelta(days=1)
    elif how == "renewed":
        make_consent(consent.course, renews=consent, given_on=TODAY, expires_on=TODAY + timedelta(days=300))
    else:
        Course.objects.update(status="closed", closed_on=TODAY, closing="moved")

    find_due(later)

    assert told() == []


def test_a_child_with_one_yes_missing_has_nothing_to_renew():
    child, mother, father = make_citizen(born_on=date(2017, 1, 1)), make_citizen("Amina"), make_citizen("Ali")
    course = make_course(citizens=[child, mother])
    for one in (mother, father):
        FamilyRelation.objects.create(citizen=one, relative=child, kind="parent", has_custody=True)
    ending(5, course=course, given_by=mother, capacity="custody_holder")

    assert find_due(TODAY) == 0


@pytest.mark.parametrize("years", [15, 18])
def test_30_days_before_15_and_18_one_is_told_to_ask_the_young_person(years):
    birthday = TODAY + timedelta(days=30)
    youth = make_citizen("Yusuf", born_on=birthday.replace(year=birthday.year - years))
    mother = make_citizen("Amina")
    course = make_course(citizens=[youth, mother])
    FamilyRelation.objects.create(citizen=mother, relative=youth, kind="parent", has_custody=True)
    given = {"given_by": mother, "capacity": "custody_holder", "expires_on": TODAY + timedelta(days=300)}
    given["given_on"] = TODAY.replace(year=TODAY.year - 5)
    first = make_consent(course, **given)
    make_consent(course, information="noget andet", **given)

    assert find_due(TODAY - timedelta(days=1)) == 0
    assert find_due(TODAY) == 1

    assert told() == [(COMES_OF_AGE, caseworker_of(course).pk)]
    assert Notice.objects.get().due_on == birthday
    for consent in (first, *first.__class__.objects.exclude(pk=first.pk)):
        make_consent(course, renews=consent, given_on=TODAY, expires_on=consent.expires_on)
    find_due(TODAY)
    assert told() == []


def test_it_costs_the_same_for_one_and_for_many():
    ending(5)
    with CaptureQueriesContext(connection) as one:
        find_due(TODAY)
    for _ in range(20):
        ending(5)
    with CaptureQueriesContext(connection) as many:
        assert find_due(TODAY) == 40

    assert len(one) == len(many)


def test_the_clock_rings_for_it():
    rung = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert tasks.find_due.name in rung & set(app.tasks)
    assert tasks.find_due() == 0
