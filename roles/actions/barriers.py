"""Who is kept out of whose case: employees who are citizens here, and those whom a citizen does not want."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Citizen, Course
from roles.models import Block, StaffCitizen
from roles.permissions import Access, Permission, require, require_capability


@transaction.atomic
def note_staff_citizen(*, user: User, citizen: Citizen, on: date, by: User) -> StaffCitizen:
    """From the next request the employee's own case and the family's cases are closed to that employee."""
    require_capability(by, Capability.ADMINISTRATOR)
    noted = StaffCitizen(user=user, citizen=citizen, noted_by=by, noted_on=on)
    noted.full_clean()
    noted.save()
    record("staff_citizen.noted", by=by, target=noted, persons=[citizen.pk], user=user.pk)
    return noted


@transaction.atomic
def end_staff_citizen(noted: StaffCitizen, *, reason: str, on: date, by: User) -> StaffCitizen:
    """For a note that was a mistake; never one's own. It opens what was shut, so the log says why."""
    require_capability(by, Capability.ADMINISTRATOR)
    noted = StaffCitizen.objects.select_for_update(of=("self",)).get(pk=noted.pk)
    if noted.user_id == by.pk:
        raise PermissionDenied
    if noted.ended_on is not None:
        raise ValidationError("Det er allerede rettet.")
    if not reason.strip():
        raise ValidationError({"reason": "Skriv, hvori fejlen bestod."})
    noted.ended_on, noted.ended_by, noted.end_reason = on, by, reason.strip()
    noted.full_clean()
    noted.save()
    about: dict[str, Any] = {"persons": [noted.citizen_id], "user": noted.user_id}
    record("staff_citizen.ended", by=by, target=noted, reason=noted.end_reason, **about)
    return noted


@transaction.atomic
def block(course: Course, *, citizen: Citizen, user: User, why: str, on: date, by: User) -> Block:
    """On the citizen's wish. Who is kept out is not told; every course that the citizen is in closes.

    Also to one of its two: the leader then finds the course without anybody who may, and hands it over.
    """
    access = _require_about(by, course, citizen)
    blocked = Block(citizen=citizen, user=user, why=why, set_by=by, set_on=on)
    blocked.full_clean()
    blocked.save()
    _record("block.set", blocked, course, access, by)
    return blocked


@transaction.atomic
def lift_block(blocked: Block, *, course: Course, reason: str, on: date, by: User) -> Block:
    access = _require_about(by, course, blocked.citizen)
    blocked = Block.objects.select_for_update().get(pk=blocked.pk)
    if blocked.lifted_on is not None:
        raise ValidationError("Spærringen er allerede ophævet.")
    if not reason.strip():
        raise ValidationError({"reason": "Skriv, hvad borgeren ønsker nu."})
    blocked.lifted_on, blocked.lifted_by, blocked.lift_reason = on, by, reason
    blocked.full_clean()
    blocked.save()
    _record("block.lifted", blocked, course, access, by)
    return blocked


def _require_about(by: User, course: Course, citizen: Citizen) -> Access:
    access = require(by, Permission.BLOCK_COLLEAGUE, course.pk)
    if not access.knows(citizen.pk) or not course.memberships.filter(citizen=citizen, ends_on=None).exists():
        raise PermissionDenied
    return access


def _record(action: str, blocked: Block, course: Course, access: Access, by: User) -> None:
    record(
        action,
        by=by,
        target=blocked,
        course_id=course.pk,
        persons=[blocked.citizen_id],
        basis=access.basis,
        user=blocked.user_id,
    )
