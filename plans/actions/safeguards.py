"""What is to be left in peace is agreed, looked at again and ended between two versions of the plan as well.

Its words are changed in a draft alone, as those of an agreement. It runs out by its date (`Safeguard.state`).
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.notices.actions import settle
from plans.actions.writing import (
    lock,
    lock_in_plan,
    lock_version,
    may_read_row,
    persons_of,
    put,
    save_checked,
    save_readable,
)
from plans.models import Plan, Safeguard
from plans.reminders import SAFEGUARD_OVER, SAFEGUARD_REVIEW
from roles.models import Assignment
from roles.permissions import Access, Permission, require

HAS_ENDED = "Hensynet er allerede slut."
HAS_GONE = "Dagen er gået. Skriv en dag, der kommer."
NOT_HERS = "Vælg en i netværket omkring den, hensynet handler om."


@transaction.atomic
def add_safeguard(plan: Plan, *, what: str, today: date, by: User, **fields: Any) -> Safeguard:
    access = require(by, Permission.EDIT_PLAN, plan.course_id)
    # One writer at a time, so that two equal submits find each other's row.
    plan = lock(plan)
    same = plan.safeguards.open().visible_to(by).filter(what=what, **fields).first()
    if same is not None:
        return same
    row = Safeguard(plan=plan, agreed_on=today, noted_by=by, version=1)
    changed = put(row, {"what": what} | fields)
    _refuse(row, changed, today)
    save_readable(row, access)
    _record("safeguard.added", row, by)
    return row


@transaction.atomic
def change_safeguard(
    safeguard: Safeguard, *, version: int, today: date, by: User, **fields: Any
) -> Safeguard:
    access = _require(safeguard, by)
    row = lock_in_plan(safeguard, version)
    if row.has_ended:
        raise ValidationError(HAS_ENDED)
    changed = put(row, fields)
    _refuse(row, changed, today)
    save_readable(row, access)
    if {"review_on", "until_on", "responsible"} & set(changed):
        _settle(row)
    _record("safeguard.changed", row, by, fields=changed)
    return row


@transaction.atomic
def keep_safeguard(
    safeguard: Safeguard, *, review_on: date, until_on: date | None, version: int, today: date, by: User
) -> Safeguard:
    """It was looked at with the citizen and still holds: only its days are new."""
    _require(safeguard, by)
    row = lock_version(safeguard, version)
    if row.has_ended:
        raise ValidationError(HAS_ENDED)
    if review_on <= today:
        raise ValidationError({"review_on": HAS_GONE})
    changed = put(row, {"review_on": review_on, "until_on": until_on})
    save_checked(row)
    _settle(row)
    _record("safeguard.kept", row, by, fields=changed)
    return row


@transaction.atomic
def end_safeguard(safeguard: Safeguard, *, why: str, version: int, today: date, by: User) -> Safeguard:
    _require(safeguard, by)
    row = lock_version(safeguard, version)
    if row.has_ended:
        raise ValidationError(HAS_ENDED)
    if not why.strip():
        raise ValidationError({"why": "Skriv et ord om hvorfor."})
    put(row, {"ended_on": today, "ended_why": why, "ended_by": by})
    save_checked(row)
    _settle(row)
    _record("safeguard.ended", row, by)
    return row


@transaction.atomic
def resume_safeguard(safeguard: Safeguard, *, version: int, by: User) -> Safeguard:
    """Ended by mistake: it holds as before, by the dates that it had."""
    _require(safeguard, by)
    row = lock_version(safeguard, version)
    if not row.has_ended:
        raise ValidationError("Hensynet er ikke slut.")
    put(row, {"ended_on": None, "ended_why": "", "ended_by": None})
    save_checked(row)
    _record("safeguard.resumed", row, by)
    return row


def _require(safeguard: Safeguard, by: User) -> Access:
    access = require(by, Permission.EDIT_PLAN, safeguard.plan.course_id)
    if not may_read_row(access, safeguard):
        raise PermissionDenied
    return access


def _refuse(row: Safeguard, changed: list[str], today: date) -> None:
    for name in ("review_on", "until_on"):
        day = getattr(row, name)
        if name in changed and day is not None and day < today:
            raise ValidationError({name: HAS_GONE})
    around = row.network_person
    if around and (around.course_id, around.citizen_id) != (row.plan.course_id, row.person_id):
        raise ValidationError({"network_person": NOT_HERS})
    if "responsible" in changed:
        here = Assignment.objects.in_force(today).of_the_team().filter(course_id=row.plan.course_id)
        if not here.filter(user=row.responsible_id, user__is_active=True).exists():
            raise ValidationError({"responsible": "Vælg en, der arbejder med forløbet."})


def _settle(row: Safeguard) -> None:
    for kind in (SAFEGUARD_REVIEW, SAFEGUARD_OVER):
        settle(kind, f"safeguard:{row.pk}")


def _record(action: str, row: Safeguard, by: User, **details: Any) -> None:
    told = {**row.field_and_level, **details}
    record(action, by=by, target=row, course_id=row.plan.course_id, persons=persons_of(row), **told)
