"""Who helps the citizen proposes, and the coordinator answers.

What she says yes to is written by the ordinary acts: under the same permission, and in a draft.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.notices.actions import settle, tell_at_once
from plans.actions.goals import add_subgoal, change_goal, change_subgoal
from plans.actions.interventions import change_intervention
from plans.actions.versions import new_draft
from plans.actions.writing import lock, may_read_row, persons_of, save_checked
from plans.models import AdjustmentRequest, Goal, Plan
from plans.proposing import Subject, as_kept, stands_now
from roles.models import Assignment
from roles.permissions import Access, Permission, access_to, require

PROPOSED, ANSWERED = "adjustment_made", "adjustment_answered"
Kind, Status = AdjustmentRequest.Kind, AdjustmentRequest.Status
ANSWERS = (Status.ACCEPTED, Status.CHANGED, Status.DECLINED)
ENDED = "Målet er afsluttet. Det kan begyndes igen, hvis det skal ændres."
NOTHING_NEW = "Det står der allerede. Skriv det, du foreslår i stedet."
NO_REASON = "Skriv hvorfor, så den, der foreslog det, kan forstå det."
NOBODY = "Den, der skal svare, må ikke læse målet. Tal med den koordinerende sagsbehandler om det."
NO_MORE = "Forslaget er allerede besvaret eller trukket tilbage."
CHANGED = "Det, forslaget handler om, er ændret, mens du så på det. Se, hvad der står nu, og svar igen."
GONE = "Delmålet er fjernet fra planen. Sig nej, og skriv hvorfor."


@transaction.atomic
def propose(
    goal: Goal, *, subject: Subject, after: str, why: str, at: datetime, by: User
) -> AdjustmentRequest:
    access = require(by, Permission.PROPOSE, goal.plan.course_id)
    plan, after = lock(goal.plan), as_kept(subject.kind, after, "after")
    adjustment = AdjustmentRequest(
        plan=plan,
        goal=goal,
        kind=subject.kind,
        subgoal=subject.subgoal,
        intervention=subject.intervention,
        after=after,
        why=why,
        proposed_by=by,
        proposed_at=at,
    )
    _refuse_unread(access, adjustment)
    adjustment.before = stands_now(adjustment)
    if same := _waiting_already(adjustment):
        return same
    if goal.is_ended:
        raise ValidationError(ENDED)
    if after == adjustment.before:
        raise ValidationError({"after": NOTHING_NEW})
    answerers = _answerers(adjustment)
    if not answerers:
        raise ValidationError(NOBODY)
    save_checked(adjustment)
    _tell(PROPOSED, adjustment, answerers, at)
    _record("adjustment.made", adjustment, by)
    return adjustment


@transaction.atomic
def answer_adjustment(
    adjustment: AdjustmentRequest, *, status: str, result: str, reason: str, seen: str, at: datetime, by: User
) -> AdjustmentRequest:
    """`seen` is what stood there when the form was shown: nobody writes over words that she has not read."""
    access = require(by, Permission.ANSWER_ADJUSTMENT, adjustment.plan.course_id)
    _refuse_unread(access, adjustment)
    if adjustment.proposed_by_id == by.pk:
        raise PermissionDenied
    plan, adjustment = lock(adjustment.plan), _lock_open(adjustment)
    if status not in ANSWERS:
        raise ValidationError({"status": "Vælg et svar."})
    if status == Status.DECLINED and not reason:
        raise ValidationError({"reason": NO_REASON})
    words = _what_it_becomes(adjustment, status, result)
    if words:
        _carry_out(adjustment, words, plan, seen=seen, on=localdate(at), by=by)
    _end(adjustment, Status(status), at, by, result=words, reason=reason)
    if by_whom := _still_reads(adjustment):
        _tell(ANSWERED, adjustment, by_whom, at)
    _record("adjustment.answered", adjustment, by, status=str(status))
    return adjustment


@transaction.atomic
def withdraw_adjustment(adjustment: AdjustmentRequest, *, at: datetime, by: User) -> AdjustmentRequest:
    # Also when she coordinates by now, and so answers what others propose.
    require(by, Permission.VIEW, adjustment.plan.course_id)
    if adjustment.proposed_by_id != by.pk:
        raise PermissionDenied
    lock(adjustment.plan)
    adjustment = _lock_open(adjustment)
    _end(adjustment, Status.WITHDRAWN, at, by)
    _record("adjustment.withdrawn", adjustment, by)
    return adjustment


def _what_it_becomes(adjustment: AdjustmentRequest, status: str, result: str) -> str:
    """Nothing where the answer is no."""
    if status == Status.CHANGED:
        return as_kept(adjustment.kind, result, "result")
    return adjustment.after if status == Status.ACCEPTED else ""


def _carry_out(
    adjustment: AdjustmentRequest, words: str, plan: Plan, *, seen: str, on: date, by: User
) -> None:
    now = stands_now(adjustment)
    if now != seen:
        raise ValidationError(CHANGED)
    if adjustment.goal.is_ended:
        raise ValidationError(ENDED)
    if adjustment.kind == Kind.STEP and adjustment.before and adjustment.subgoal is None:
        raise ValidationError(GONE)
    if not plan.can_be_written:
        new_draft(plan, by=by)
    if adjustment.intervention:
        help_, hours = adjustment.intervention, Decimal(words)
        change_intervention(help_, version=help_.version, hours_per_week=hours, on=on, by=by)
    elif adjustment.kind == Kind.WORDS:
        change_goal(adjustment.goal, version=adjustment.goal.version, title=words, by=by)
    elif adjustment.subgoal:
        step = adjustment.subgoal
        change_subgoal(step, version=step.version, text=words, by=by)
    else:
        add_subgoal(adjustment.goal, text=words, by=by)


def _waiting_already(adjustment: AdjustmentRequest) -> AdjustmentRequest | None:
    same = ("goal", "kind", "subgoal", "intervention", "after", "why", "proposed_by")
    return (
        AdjustmentRequest.objects.open().filter(**{name: getattr(adjustment, name) for name in same}).first()
    )


def _lock_open(adjustment: AdjustmentRequest) -> AdjustmentRequest:
    """Its plan is locked before it, as everywhere; what it is about is fetched as it stands now."""
    around = ("plan", "goal__plan", "subgoal__goal__plan", "intervention__goal__plan", "proposed_by")
    rows = AdjustmentRequest.objects.select_for_update(of=("self",)).select_related(*around)
    stored = rows.get(pk=adjustment.pk)
    if not stored.is_open:
        raise ValidationError(NO_MORE)
    return stored


def _end(adjustment: AdjustmentRequest, status: str, at: datetime, by: User, **said: str) -> None:
    adjustment.status, adjustment.answered_at, adjustment.answered_by = status, at, by
    for name, words in said.items():
        setattr(adjustment, name, words)
    save_checked(adjustment)
    settle(PROPOSED, key_of(adjustment))


def _refuse_unread(access: Access, adjustment: AdjustmentRequest) -> None:
    if not _may_read(access, adjustment):
        raise PermissionDenied


def _may_read(access: Access, adjustment: AdjustmentRequest) -> bool:
    return may_read_row(access, adjustment.intervention or adjustment.goal)


def _answerers(adjustment: AdjustmentRequest) -> set[int]:
    """Who coordinates, or stands in for her, and may read what it is about; never who proposes."""
    held = Assignment.objects.in_force().filter(course=adjustment.plan.course_id).coordinating()
    users = User.objects.active().filter(pk__in=held.user_ids() - {adjustment.proposed_by_id})
    return {user.pk for user in users if _may_read(access_to(user, adjustment.plan.course_id), adjustment)}


def _still_reads(adjustment: AdjustmentRequest) -> set[int]:
    user = adjustment.proposed_by
    reads = user.is_active and _may_read(access_to(user, adjustment.plan.course_id), adjustment)
    return {user.pk} if reads else set()


def _tell(kind: str, adjustment: AdjustmentRequest, recipients: set[int], at: datetime) -> None:
    tell_at_once(
        kind,
        key_of(adjustment),
        due_on=localdate(at),
        recipients=recipients,
        course_id=adjustment.plan.course_id,
        path=reverse("plans:adjustment", args=[adjustment.plan.course_id, adjustment.pk]),
    )


def key_of(adjustment: AdjustmentRequest) -> str:
    return f"adjustment:{adjustment.pk}"


def _record(action: str, adjustment: AdjustmentRequest, by: User, **details: Any) -> None:
    goal = adjustment.intervention or adjustment.goal
    record(
        action,
        by=by,
        target=adjustment,
        course_id=adjustment.plan.course_id,
        persons=persons_of(goal),
        **goal.field_and_level,
        kind_of=str(adjustment.kind),
        **details,
    )
