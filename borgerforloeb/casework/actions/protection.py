"""Protection of somebody's name and address: set by one at once, lifted by two, and until then it stands."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.proofs import Proof
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.casework.actions.persons import require_about
from borgerforloeb.citizens.models import ANSWER_WITHIN, Citizen, Course, ProtectionLift, refuse_stale
from roles.models import Assignment, Role
from roles.permissions import Access, Permission, access_to

Status = ProtectionLift.Status
NOT_PROTECTED = "Borgeren er ikke navne- og adressebeskyttet."


@transaction.atomic
def protect(citizen: Citizen, *, course: Course, by: User) -> Citizen:
    """At once, and by one: to protect too much does no harm."""
    access = require_about(by, Permission.EDIT_FAMILY, course, citizen.pk)
    stored = Citizen.objects.select_for_update().get(pk=citizen.pk)
    if stored.protected_address:
        return stored
    stored.protected_address = True
    stored.version += 1
    stored.save()
    about: dict[str, Any] = {"target": stored, "course_id": course.pk, "persons": [stored.pk]}
    record("protection.set", by=by, basis=access.basis, **about)
    return stored


@transaction.atomic
def ask_to_lift(
    citizen: Citizen, *, course: Course, version: int, reason: str, proof: Proof, on: date, by: User
) -> ProtectionLift:
    """By whoever may see the address, on what she has just seen; nothing is shown by it."""
    access = require_about(by, Permission.REVEAL_NUMBER, course, citizen.pk)
    proof.refuse_old()
    stored = Citizen.objects.select_for_update().get(pk=citizen.pk)
    refuse_stale(stored, version)
    if not stored.protected_address:
        raise ValidationError(NOT_PROTECTED)
    before = ProtectionLift.objects.filter(course=course, citizen=stored, status=Status.WAITING)
    _lapse(before.filter(due_on__lt=on), on)
    if before.exists():
        raise ValidationError("Der er allerede bedt om at ophæve beskyttelsen.")
    lift = ProtectionLift(course=course, citizen=stored, reason=reason.strip(), asked_by=by, asked_on=on)
    lift.due_on = on + ANSWER_WITHIN
    lift.full_clean()
    lift.save()
    _record("protection.lift_asked", lift, access, by)
    return lift


@transaction.atomic
def lift_protection(
    asked: ProtectionLift, *, version: int, proof: Proof, on: date, by: User
) -> ProtectionLift:
    """By the second of two. Whoever asked must still be one who may."""
    lift, access = _taken_up(asked, on=on, by=by)
    require_second(lift, access, by)
    proof.refuse_old()
    if not access_to(lift.asked_by, lift.course_id).may(Permission.REVEAL_NUMBER):
        raise ValidationError("Den, der bad om det, har ikke længere ret til det. Bed om det igen.")
    citizen = Citizen.objects.select_for_update().get(pk=lift.citizen_id)
    refuse_stale(citizen, version)
    if not citizen.protected_address:
        raise ValidationError(NOT_PROTECTED)
    citizen.protected_address, citizen.protection_lifted_on = False, on
    citizen.version += 1
    citizen.save()
    return _answered(lift, Status.LIFTED, "protection.lifted", access, on=on, by=by)


@transaction.atomic
def refuse_to_lift(asked: ProtectionLift, *, why: str, on: date, by: User) -> ProtectionLift:
    lift, access = _taken_up(asked, on=on, by=by)
    require_second(lift, access, by)
    if not why.strip():
        raise ValidationError({"why": "Skriv, hvorfor beskyttelsen skal blive."})
    lift.answer = why.strip()
    return _answered(lift, Status.REFUSED, "protection.lift_refused", access, on=on, by=by)


@transaction.atomic
def withdraw_lift(asked: ProtectionLift, *, on: date, by: User) -> ProtectionLift:
    """By whoever asked, or another who may ask."""
    lift, access = _taken_up(asked, on=on, by=by)
    if lift.asked_by_id != by.pk and not access.may(Permission.REVEAL_NUMBER):
        raise PermissionDenied
    return _answered(lift, Status.WITHDRAWN, "protection.lift_withdrawn", access, on=on, by=by)


@transaction.atomic
def lapse_unanswered(on: date) -> int:
    """By the clock: the day has passed, the protection stands, and whoever asked is told (reminders)."""
    return _lapse(ProtectionLift.objects.filter(status=Status.WAITING, due_on__lt=on), on)


def _lapse(unanswered: QuerySet[ProtectionLift], on: date) -> int:
    """Each once: what another has taken up is no longer waiting."""
    lifts = list(unanswered.select_for_update(skip_locked=True).order_by("pk"))
    for lift in lifts:
        lift.status, lift.decided_on = Status.LAPSED, on
        lift.save(update_fields=["status", "decided_on"])
        about: dict[str, Any] = {"course_id": lift.course_id, "persons": [lift.citizen_id]}
        record(
            "protection.lift_lapsed", kind=Kind.SYSTEM, by=None, target=lift, user=lift.asked_by_id, **about
        )
    return len(lifts)


def may_be_second(lift: ProtectionLift, access: Access, user: User) -> bool:
    """Another who works in the course and knows the citizen; if nobody does, a leader who reads it."""
    if user.pk == lift.asked_by_id or not access.knows(lift.citizen_id):
        return False
    if access.may(Permission.PRINT):
        return True
    team = Assignment.objects.in_force().of_the_team().filter(course=lift.course_id, user__is_active=True)
    return Role.READER in access.roles and not team.exclude(user=lift.asked_by_id).exists()


def require_second(lift: ProtectionLift, access: Access, by: User) -> None:
    if by.pk == lift.asked_by_id:
        raise ValidationError("En anden end dig skal svare.")
    if not may_be_second(lift, access, by):
        raise PermissionDenied


def _taken_up(asked: ProtectionLift, *, on: date, by: User) -> tuple[ProtectionLift, Access]:
    """Locked, so that two who answer at the same time give one answer."""
    access = require_about(by, Permission.VIEW, asked.course, asked.citizen_id)
    rows = ProtectionLift.objects.select_for_update(of=("self",)).select_related("course", "asked_by")
    lift = rows.get(pk=asked.pk)
    if lift.status != Status.WAITING:
        raise ValidationError("Der er allerede svaret.")
    if lift.due_on < on:
        raise ValidationError(
            "Fristen er gået, og beskyttelsen står. Bed om det igen, hvis det stadig gælder."
        )
    return lift, access


def _answered(
    lift: ProtectionLift, status: str, action: str, access: Access, *, on: date, by: User
) -> ProtectionLift:
    lift.status, lift.decided_by, lift.decided_on = status, by, on
    lift.full_clean()
    lift.save()
    _record(action, lift, access, by)
    return lift


def _record(action: str, lift: ProtectionLift, access: Access, by: User) -> None:
    record(
        action,
        by=by,
        target=lift,
        course_id=lift.course_id,
        persons=[lift.citizen_id],
        basis=access.basis,
        user=lift.asked_by_id,
    )
