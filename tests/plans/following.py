"""How the tests plan and hold a follow-up."""

from datetime import timedelta

from plans.actions.followups import hold_follow_up, plan_follow_up
from plans.models import FollowUp
from tests.factories import (
    TODAY,
    caseworker_of,
)

IN_SPRING = TODAY + timedelta(days=180)
ANSWERS = {
    "does_it_work": "Ja, han kommer op.",
    "right_things": "Bostøtten ja, kurset nej.",
    "done_right": "Færre mennesker.",
}


def plan_one(plan, **fields) -> FollowUp:
    fields = {
        "due_on": TODAY,
        "reason": "Efter tre måneder.",
        "sections": [],
        "responsible": caseworker_of(plan.course),
        "today": TODAY,
        "by": caseworker_of(plan.course),
    } | fields
    return plan_follow_up(plan, **fields)


def hold(followup, **fields) -> FollowUp:
    katrine = caseworker_of(followup.plan.course)
    fields = {
        **ANSWERS,
        "done_on": TODAY,
        "due_on": IN_SPRING,
        "reason": "Når praktikken slutter.",
        "sections": [],
        "responsible": katrine,
        "today": TODAY,
        "by": katrine,
    } | fields
    return hold_follow_up(followup, **fields)
