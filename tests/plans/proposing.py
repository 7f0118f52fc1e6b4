"""An adjustment as somebody of the team sends it, and who is told."""

from datetime import datetime

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.notices.models import Notice
from plans.actions.adjustments import answer_adjustment, propose, withdraw_adjustment
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


def withdrawn(adjustment: AdjustmentRequest, by=None) -> AdjustmentRequest:
    return withdraw_adjustment(adjustment, at=START, by=by or adjustment.proposed_by)


def told(kind) -> list[int]:
    return list(Notice.objects.filter(kind=kind, settled_at=None).values_list("recipient", flat=True))


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
