"""Time to answer, in working days, by unit."""

from datetime import date, timedelta

import pytest

from plans.answer_times import AnswerTimes, answer_times
from plans.models import AdjustmentRequest
from tests.factories import make_course, make_plan, make_unit
from tests.networkmeetings.made import START
from tests.plans.proposing import answered, proposed

pytestmark = pytest.mark.django_db
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))


def after(goal, words: str, days: int, status: str = "declined") -> AdjustmentRequest:
    return answered(proposed(goal, words), status, reason="Nej.", at=START + timedelta(days=days))


def test_working_days_are_counted_by_unit():
    here, there = make_unit("Jobcentret"), make_unit("Familiehuset")
    goal, other = (make_plan(make_course(unit=unit)).goals.get() for unit in (here, there))
    # From a Wednesday: the same day, Thursday, and Monday after the weekend.
    for words, days in (("Et", 0), ("To", 1), ("Tre", 5)):
        after(goal, words, days)
    after(other, "Fire", 7)

    assert answer_times(*SEPTEMBER) == {here.pk: AnswerTimes(3, 1, 3), there.pk: AnswerTimes(1, 5, 5)}


def test_what_waits_was_withdrawn_or_answered_at_another_time_is_left_out():
    goal = make_plan().goals.get()
    after(goal, "Et", 40)
    proposed(goal, "To")
    AdjustmentRequest.objects.filter(after="To").update(
        status="withdrawn", answered_at=START, answered_by=proposed(goal, "Tre").proposed_by
    )

    assert answer_times(*SEPTEMBER) == {}
