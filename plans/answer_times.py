"""How long those who propose wait for an answer, for the leaders: counts and days, no names and no text."""

from collections import defaultdict
from datetime import date
from statistics import median
from typing import NamedTuple

from django.utils.timezone import localdate

from borgerforloeb.accounts.acting import STATISTICS, serving_as
from borgerforloeb.law.workdays import working_days_between
from plans.models import AdjustmentRequest


class AnswerTimes(NamedTuple):
    """Of one unit: in working days, from when it was proposed until it was answered."""

    number: int
    median: float
    longest: int


@serving_as(STATISTICS)
def answer_times(first: date, last: date) -> dict[int, AnswerTimes]:
    """By the unit of the course, of what was answered on those days, both included."""
    answered = AdjustmentRequest.objects.exclude(
        status__in=[AdjustmentRequest.Status.OPEN, AdjustmentRequest.Status.WITHDRAWN]
    )
    given = answered.filter(answered_at__date__range=(first, last)).order_by()
    waits: dict[int, list[int]] = defaultdict(list)
    for unit, proposed_at, answered_at in given.values_list(
        "plan__course__unit_id", "proposed_at", "answered_at"
    ):
        waits[unit].append(working_days_between(localdate(proposed_at), localdate(answered_at)))
    return {unit: AnswerTimes(len(days), median(days), max(days)) for unit, days in waits.items()}
