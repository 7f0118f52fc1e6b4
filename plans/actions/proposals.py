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
from plans.models import Goal, Plan, Proposal
from plans.proposing import Subject, as_kept, stands_now
from roles.models import Assignment
from roles.permissions import Access, Permission, access_to, require

PROPOSED, ANSWERED = "proposal_made", "proposal_answered"
Kind, Status = Proposal.Kind, Proposal.Status
ANSWERS = (Status.ACCEPTED, Status.CHANGED, Status.DECLINED)
ENDED = "Målet er afsluttet. Det kan begyndes igen, hvis det skal ændres."
NOTHING_NEW = "Det står der allerede. Skriv det, du foreslår i stedet."
NO_REASON = "Skriv hvorfor, så den, der foreslog det, kan forstå det."
NOBODY = "Den, der skal svare, må ikke læse målet. Tal med den koordinerende sagsbehandler om det."
NO_MORE = "Forslaget er allerede besvaret eller trukket tilbage."
CHANGED = "Det, forslaget handler om, er ændret, mens du så på det. Se, hvad der står nu, og svar igen."
GONE = "Delmålet er fjernet fra planen. Sig nej, og skriv hvorfor."


@transaction.atomic
def propose(goal: Goal, *, subject: Subject, after: str, why: str, at: datetime, by: User) -> Proposal:
    access = require(by, Permission.PROPOSE, goal.plan.course_id)
    plan, after = lock(goal.plan), as_kept(subject.kind, after, "after")
    proposal = Proposal(
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
    _refuse_unread(access, proposal)
    proposal.before = stands_now(proposal)
    if same := _waiting_already(proposal):
        return same
    if goal.is_ended:
        raise ValidationError(ENDED)
    if after == proposal.before:
        raise ValidationError({"after": NOTHING_NEW})
    answerers = _answerers(proposal)
    if not answerers:
        raise ValidationError(NOBODY)
    save_checked(proposal)
    _tell(PROPOSED, proposal, answerers, at)
    _record("proposal.made", proposal, by)
    return proposal


@transaction.atomic
def answer_proposal(
    proposal: Proposal, *, status: str, result: str, reason: str, seen: str, at: datetime, by: User
) -> Proposal:
    """`seen` is what stood there when the form was shown: nobody writes over words that she has not read."""
    access = require(by, Permission.ANSWER_PROPOSAL, proposal.plan.course_id)
    _refuse_unread(access, proposal)
    if proposal.proposed_by_id == by.pk:
        raise PermissionDenied
    plan, proposal = lock(proposal.plan), _lock_open(proposal)
    if status not in ANSWERS:
        raise ValidationError({"status": "Vælg et svar."})
    if status == Status.DECLINED and not reason:
        raise ValidationError({"reason": NO_REASON})
    words = _what_it_becomes(proposal, status, result)
    if words:
        _carry_out(proposal, words, plan, seen=seen, on=localdate(at), by=by)
    _end(proposal, Status(status), at, by, result=words, reason=reason)
    if by_whom := _still_reads(proposal):
        _tell(ANSWERED, proposal, by_whom, at)
    _record("proposal.answered", proposal, by, status=str(status))
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, at: datetime, by: User) -> Proposal:
    require(by, Permission.PROPOSE, proposal.plan.course_id)
    if proposal.proposed_by_id != by.pk:
        raise PermissionDenied
    lock(proposal.plan)
    proposal = _lock_open(proposal)
    _end(proposal, Status.WITHDRAWN, at, by)
    _record("proposal.withdrawn", proposal, by)
    return proposal


def _what_it_becomes(proposal: Proposal, status: str, result: str) -> str:
    """Nothing where the answer is no."""
    if status == Status.CHANGED:
        return as_kept(proposal.kind, result, "result")
    return proposal.after if status == Status.ACCEPTED else ""


def _carry_out(proposal: Proposal, words: str, plan: Plan, *, seen: str, on: date, by: User) -> None:
    now = stands_now(proposal)
    if now != seen:
        raise ValidationError(CHANGED)
    if proposal.goal.is_ended:
        raise ValidationError(ENDED)
    if proposal.kind == Kind.STEP and proposal.before and proposal.subgoal is None:
        raise ValidationError(GONE)
    if not plan.can_be_written:
        new_draft(plan, by=by)
    if proposal.intervention:
        help_, hours = proposal.intervention, Decimal(words)
        change_intervention(help_, version=help_.version, hours_per_week=hours, on=on, by=by)
    elif proposal.kind == Kind.WORDS:
        change_goal(proposal.goal, version=proposal.goal.version, title=words, by=by)
    elif proposal.subgoal:
        change_subgoal(proposal.subgoal, text=words, by=by)
    else:
        add_subgoal(proposal.goal, text=words, by=by)


def _waiting_already(proposal: Proposal) -> Proposal | None:
    same = ("goal", "kind", "subgoal", "intervention", "after", "proposed_by")
    return Proposal.objects.open().filter(**{name: getattr(proposal, name) for name in same}).first()


def _lock_open(proposal: Proposal) -> Proposal:
    """Its plan is locked before it, as everywhere; what it is about is fetched as it stands now."""
    around = ("plan", "goal__plan", "subgoal__goal__plan", "intervention__goal__plan", "proposed_by")
    rows = Proposal.objects.select_for_update(of=("self",)).select_related(*around)
    stored = rows.get(pk=proposal.pk)
    if not stored.is_open:
        raise ValidationError(NO_MORE)
    return stored


def _end(proposal: Proposal, status: str, at: datetime, by: User, **said: str) -> None:
    proposal.status, proposal.answered_at, proposal.answered_by = status, at, by
    for name, words in said.items():
        setattr(proposal, name, words)
    save_checked(proposal)
    settle(PROPOSED, key_of(proposal))


def _refuse_unread(access: Access, proposal: Proposal) -> None:
    if not _may_read(access, proposal):
        raise PermissionDenied


def _may_read(access: Access, proposal: Proposal) -> bool:
    return may_read_row(access, proposal.intervention or proposal.goal)


def _answerers(proposal: Proposal) -> set[int]:
    """Who coordinates, or stands in for her, and may read what it is about; never who proposes."""
    held = Assignment.objects.in_force().filter(course=proposal.plan.course_id).coordinating()
    users = User.objects.active().filter(pk__in=held.user_ids() - {proposal.proposed_by_id})
    return {user.pk for user in users if _may_read(access_to(user, proposal.plan.course_id), proposal)}


def _still_reads(proposal: Proposal) -> set[int]:
    user = proposal.proposed_by
    reads = user.is_active and _may_read(access_to(user, proposal.plan.course_id), proposal)
    return {user.pk} if reads else set()


def _tell(kind: str, proposal: Proposal, recipients: set[int], at: datetime) -> None:
    tell_at_once(
        kind,
        key_of(proposal),
        due_on=localdate(at),
        recipients=recipients,
        course_id=proposal.plan.course_id,
        path=reverse("plans:proposal", args=[proposal.plan.course_id, proposal.pk]),
    )


def key_of(proposal: Proposal) -> str:
    return f"proposal:{proposal.pk}"


def _record(action: str, proposal: Proposal, by: User, **details: Any) -> None:
    goal = proposal.intervention or proposal.goal
    record(
        action,
        by=by,
        target=proposal,
        course_id=proposal.plan.course_id,
        persons=persons_of(goal),
        **goal.field_and_level,
        kind_of=str(proposal.kind),
        **details,
    )
