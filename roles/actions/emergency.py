"""Nødadgang: whoever is on duty opens one course for four hours; it is told at once and judged by another."""

import logging
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from borgerforloeb.accounts.acting import opening
from borgerforloeb.accounts.addresses import path_to
from borgerforloeb.accounts.models import Capability, OrgUnit, User
from borgerforloeb.accounts.proofs import Proof
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Course, Domain
from borgerforloeb.notices.actions import settle, tell_at_once
from roles.models import Assignment, EmergencyAccess, Role, Urgency, due_after
from roles.permissions import access_to, is_kept_out, require_capability, visible_emergencies

alarm = logging.getLogger("borgerforloeb.alarm")

LASTS = timedelta(hours=4)
MOST = 3
MONTH = timedelta(days=30)
OPENED, OFTEN, LATE = "emergency_opened", "emergency_often", "emergency_late"
# The same for a course that is not there and for one that is closed to the asker for good.
NOTHING_TO_OPEN = (
    "Der er ikke noget forløb, som du kan åbne. Er det akut, så ring til lederen i borgerens enhed."
)
ALREADY_IN = "Du har allerede adgang til forløbet."


@transaction.atomic
def break_glass(
    course_id: UUID | None,
    *,
    reason_code: str,
    reason: str,
    proved_at: datetime | None,
    at: datetime,
    by: User,
) -> EmergencyAccess:
    """Also of a closed course: what it tells may be what is needed now."""
    refuse_administrators(by)
    require_capability(by, Capability.DUTY)
    proved_at = Proof(proved_at, at).refuse_old()
    assignment = open_for_a_while(
        course_id,
        role=Role.EMERGENCY,
        # Not knowing who has what is what makes it an emergency; shielded texts stay closed all the same.
        domains=[domain for domain in Domain.values if domain != Domain.COMMON],
        reason=f"{Urgency(reason_code).label}: {reason}",
        at=at,
        expires_at=at + LASTS,
        by=by,
    )
    # From here on the course may be read.
    course = Course.objects.get(pk=assignment.course_id)
    emergency = EmergencyAccess(assignment=assignment, user=by, course=course, course_number=course.number)
    emergency.unit_id, emergency.reason_code, emergency.reason = course.unit_id, reason_code, reason
    emergency.proved_at, emergency.opened_at, emergency.expires_at = proved_at, at, at + LASTS
    emergency.due_on = due_after(localdate(at))
    emergency.full_clean()
    emergency.save()
    _tell(emergency, course)
    record_opening("emergency.opened", assignment, reason=Urgency(reason_code).label)
    return emergency


def refuse_administrators(user: User) -> None:
    """Whoever can give rights to anybody has no way into a case, whatever else that person is."""
    if user.has_capability(Capability.ADMINISTRATOR):
        raise PermissionDenied


def open_for_a_while(
    course_id: UUID | None,
    *,
    role: Role,
    domains: list[str],
    reason: str,
    at: datetime,
    expires_at: datetime,
    by: User,
) -> Assignment:
    # One at a time, so that a double submit finds the first one's row.
    User.objects.select_for_update().get(pk=by.pk)
    if course_id is None or is_kept_out(by, course_id):
        raise ValidationError(NOTHING_TO_OPEN)
    if any(reach.person_id is None for reach in access_to(by, course_id).reach):
        raise ValidationError(ALREADY_IN)
    assignment = Assignment(course_id=course_id, user=by, role=role, domains=domains, reason=reason)
    assignment.appointed_by, assignment.starts_on, assignment.expires_at = by, localdate(at), expires_at
    # For whatever knows of days alone.
    assignment.ends_on = localdate(expires_at) + timedelta(days=1)
    # The course itself cannot be looked up until the assignment stands.
    assignment.full_clean(exclude=["course"], validate_constraints=False)
    # The second wall lets nobody write in a course that is not one's own yet.
    opening(course_id)
    assignment.save()
    return assignment


def record_opening(action: str, assignment: Assignment, *, reason: str) -> None:
    """The words of the reason may tell of the case, so they stand with the access and not in the log."""
    members = assignment.course.memberships.filter(ends_on=None)
    record(
        action,
        by=assignment.user,
        target=assignment,
        course_id=assignment.course_id,
        persons=members.values_list("citizen_id", flat=True),
        basis=f"{assignment.role}:{assignment.pk}",
        reason=reason,
    )


@transaction.atomic
def end_early(assignment: Assignment, *, at: datetime, by: User) -> Assignment:
    """What one opened oneself, one may close again before its time."""
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if assignment.user_id != by.pk or assignment.role not in (Role.EMERGENCY, Role.READER):
        raise PermissionDenied
    if assignment.expires_at is None or assignment.expires_at <= at:
        raise ValidationError("Adgangen er allerede slut.")
    assignment.expires_at = at
    assignment.save(update_fields=["expires_at"])
    EmergencyAccess.objects.filter(assignment=assignment).update(ended_at=at)
    action = "emergency.ended" if assignment.role == Role.EMERGENCY else "reading.ended"
    basis = f"{assignment.role}:{assignment.pk}"
    record(action, by=by, target=assignment, course_id=assignment.course_id, basis=basis)
    return assignment


@transaction.atomic
def judge(emergency: EmergencyAccess, *, verdict: str, words: str, on: date, by: User) -> EmergencyAccess:
    require_capability(by, Capability.LEADER, Capability.LOG_REVIEWER)
    if emergency.user_id == by.pk or not visible_emergencies(by).filter(pk=emergency.pk).exists():
        raise PermissionDenied
    emergency = EmergencyAccess.objects.select_for_update(of=("self",)).get(pk=emergency.pk)
    if emergency.verdict:
        raise ValidationError("Nødadgangen er allerede vurderet.")
    emergency.verdict, emergency.verdict_words = verdict, words
    emergency.verdict_by, emergency.verdict_on = by, on
    emergency.full_clean(exclude=["assignment", "course"])
    emergency.save()
    settle(OPENED, key_of(emergency))
    record("emergency.judged", by=by, target=emergency, course_id=emergency.course_id, verdict=verdict)
    return emergency


def key_of(emergency: EmergencyAccess) -> str:
    return f"emergency:{emergency.pk}"


def _tell(emergency: EmergencyAccess, course: Course) -> None:
    path = path_to("casework:emergency", emergency.pk)
    above = OrgUnit.objects.above(course.unit_id)
    leaders = User.objects.active().with_capability(Capability.LEADER).filter(unit__in=above)
    coordinating = course.assignments.in_force().coordinating().user_ids()
    recipients = coordinating | set(leaders.values_list("pk", flat=True))
    told: dict[str, Any] = {"due_on": localdate(emergency.opened_at), "course_id": course.pk, "path": path}
    tell_at_once(OPENED, key_of(emergency), recipients=recipients - {emergency.user_id}, **told)
    used = EmergencyAccess.objects.filter(user=emergency.user, opened_at__gt=emergency.opened_at - MONTH)
    if used.count() <= MOST:
        return
    alarm.error("user %s has used break-glass more than %s times in a month", emergency.user_id, MOST)
    reviewers = User.objects.active().with_capability(Capability.LOG_REVIEWER).values_list("pk", flat=True)
    tell_at_once(OFTEN, key_of(emergency), recipients=reviewers, **told)
