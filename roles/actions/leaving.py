"""Whoever leaves a unit, or the house, leaves its courses that day.

A course is never without one of its two: those keep it, and stand in the leader's list until it is given to
another (`hand_over`). By nobody: what was decided at the server's command line, or by the municipality.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db import transaction

from borgerforloeb.accounts.acting import opening
from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from roles.gate import HeldBy, held_by
from roles.models import SINGLE_ROLES, Assignment
from roles.permissions import require_capability


class Left(NamedTuple):
    ended: int
    waiting: int


@transaction.atomic
def leave_courses(
    user: User, *, among: Callable[[HeldBy], bool], reason: str, on: date, by: User | None
) -> Left:
    """`among` says of each assignment whether it is left."""
    if by is not None:
        require_capability(by, Capability.ADMINISTRATOR)
    ended = waiting = 0
    for held in filter(among, held_by(user.pk)):
        assignment = _opened(held)
        # One who is being replaced goes on the day that the next one begins.
        if assignment.role in SINGLE_ROLES:
            waiting += assignment.ends_on is None
            _keep_until_handed_over(assignment, on=on, by=by)
        else:
            ended += 1
            _end(assignment, reason=reason, on=on, by=by)
    return Left(ended, waiting)


@transaction.atomic
def keep_courses(user: User, *, units: set[int], by: User | None) -> int:
    """Back before the leader has given them to anybody: they are hers as before."""
    if by is not None:
        require_capability(by, Capability.ADMINISTRATOR)
    kept = 0
    for held in held_by(user.pk):
        if held.unit_id not in units or held.role not in SINGLE_ROLES:
            continue
        assignment = _opened(held)
        if assignment.to_hand_over_since is not None:
            assignment.to_hand_over_since = None
            assignment.save(update_fields=["to_hand_over_since"])
            _record("role.kept", assignment, by)
            kept += 1
    return kept


def _opened(held: HeldBy) -> Assignment:
    # The second wall lets nobody write in a course that is not one's own.
    opening(held.course_id)
    return Assignment.objects.select_for_update().get(pk=held.assignment_id)


def _keep_until_handed_over(assignment: Assignment, *, on: date, by: User | None) -> None:
    if assignment.ends_on is not None or assignment.to_hand_over_since is not None:
        return
    assignment.to_hand_over_since = on
    assignment.save(update_fields=["to_hand_over_since"])
    _record("role.to_hand_over", assignment, by)


def _end(assignment: Assignment, *, reason: str, on: date, by: User | None) -> None:
    assignment.ends_on = max(assignment.starts_on, on)
    assignment.ended_by, assignment.end_reason = by, reason
    assignment.save(update_fields=["ends_on", "ended_by", "end_reason"])
    _record("role.ended", assignment, by)


def _record(action: str, assignment: Assignment, by: User | None) -> None:
    record(
        action,
        kind=Kind.SYSTEM if by is None else Kind.CHANGE,
        by=by,
        target=assignment,
        course_id=assignment.course_id,
        persons=[assignment.person_id] if assignment.person_id else (),
        role=assignment.role,
        user=assignment.user_id,
    )
