"""An adjustment as somebody of the team sends it."""

from datetime import datetime

from plans.actions.adjustments import answer_adjustment, propose
from plans.models import AdjustmentRequest, Goal
from plans.proposing import Subject, subjects
from tests.factories import caseworker_of, konsulent_of
from tests.networkmeetings.made import START

WHY = "Det er det, Freja selv siger."


def subject_of(goal: Goal, key: str) -> Subject:
    return {one.key: one for one in subjects(goal, goal.subgoals.all(), goal.interventions.all())}[key]


def proposed(goal: Goal, after: str = "Jeg åbner min post", key: str = "words", by=None) -> AdjustmentRequest:
    by = by or konsulent_of(goal.plan.course)
    return propose(goal, subject=subject_of(goal, key), after=after, why=WHY, at=START, by=by)


def answered(
    adjustment: AdjustmentRequest, status: str = "accepted", by=None, at: datetime = START, **said
) -> AdjustmentRequest:
    said = {"result": "", "reason": "", "seen": adjustment.before} | said
    by = by or caseworker_of(adjustment.plan.course)
    return answer_adjustment(adjustment, status=status, at=at, by=by, **said)
