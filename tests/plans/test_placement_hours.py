"""The hours of a placement: they rise by steps inside its period, and are told as they are now and next."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.audit.models import AuditEvent
from plans.models import PlacementHours
from plans.placements import hours_in_words, next_step, step_now
from tests.factories import LONG_AGO, TODAY
from tests.plans.at_work import OVER, RISING, WEEK_43, WEEK_48, change, hours
from tests.plans.placing import make_placement

pytestmark = pytest.mark.django_db


def test_hours_rise_step_by_step(plan):
    row = make_placement(plan, ends_on=OVER, steps=[(TODAY, "4"), (LONG_AGO, "2")][:1])

    row = hours(row)

    assert row.steps == RISING
    assert row.version == 2
    assert AuditEvent.objects.get(action="placement.hours_changed").details["number"] == 3


def test_a_step_that_is_left_out_is_gone(plan):
    row = make_placement(plan, steps=RISING)

    hours(row, RISING[:1])

    assert list(PlacementHours.objects.values_list("from_on", "hours")) == RISING[:1]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([(TODAY, Decimal(6)), (TODAY, Decimal(7))], "to timetal fra samme dag"),
        ([(TODAY - timedelta(days=1), Decimal(6))], "uden for praktikkens periode"),
        ([(OVER + timedelta(days=1), Decimal(6))], "uden for praktikkens periode"),
        ([(TODAY, Decimal(38))], "højst 37"),
        ([(TODAY + timedelta(days=n), Decimal(6)) for n in range(9)], "højst stå 8"),
    ],
)
def test_hours_that_cannot_be_are_refused_and_the_others_stay(plan, steps, words):
    row = make_placement(plan, ends_on=OVER, steps=RISING[:1])

    with pytest.raises(ValidationError, match=words), transaction.atomic():
        hours(row, steps)

    assert list(PlacementHours.objects.values_list("from_on", "hours")) == RISING[:1]


def test_the_first_and_the_last_day_are_inside_the_period(plan):
    row = make_placement(plan, ends_on=OVER)

    assert len(hours(row, [(TODAY, Decimal(37)), (OVER, Decimal("0.5"))]).steps) == 2


def test_hours_go_along_when_it_begins_on_another_day(plan):
    row = make_placement(plan, steps=RISING)
    later = TODAY + timedelta(days=7)

    row = change(row, starts_on=later, company="Gartneriet")

    assert row.steps == [(later, Decimal(6)), *RISING[1:]]
    assert AuditEvent.objects.get(action="placement.changed").details["fields"] == ["starts_on", "company"]


def test_a_period_that_leaves_hours_outside_is_refused(plan):
    row = make_placement(plan, steps=RISING)

    with pytest.raises(ValidationError, match="23. november 2026 ligger uden for"):
        change(row, ends_on=WEEK_43)


@pytest.mark.parametrize(
    ("today", "now", "coming", "words"),
    [
        (TODAY - timedelta(days=1), None, RISING[0], "6 timer om ugen fra 2. september 2026"),
        (TODAY, RISING[0], RISING[1], "6 timer om ugen, 10 timer om ugen fra 19. oktober 2026"),
        (WEEK_48, RISING[2], None, "15 timer om ugen"),
    ],
)
def test_hours_are_told_as_they_are_now_and_next(today, now, coming, words):
    assert (step_now(RISING, today), next_step(RISING, today)) == (now, coming)
    assert hours_in_words(RISING, today) == words
