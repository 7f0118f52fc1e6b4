"""The same hours every week. The week is lived from day to day and is no part of what the citizen said yes
to, so it is written while the plan is agreed too.
"""

from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import WEEKDAYS
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Citizen
from plans.actions.writing import (
    lock,
    lock_version,
    may_read_row,
    persons_of,
    put,
    save_checked,
    save_readable,
)
from plans.models import Plan, WeeklySlot
from roles.models import Assignment
from roles.permissions import Access, Permission, require

BEFORE = "Den sidste gang kan ikke ligge før den første."


@transaction.atomic
def add_slot(
    plan: Plan,
    *,
    person: Citizen,
    what: str,
    weekday: int,
    starts_at: time,
    ends_at: time,
    starts_on: date,
    today: date,
    by: User,
    **fields: Any,
) -> WeeklySlot:
    access = require(by, Permission.EDIT_PLAN, plan.course_id)
    plan = lock(plan)
    told = {"person": person, "what": what, "weekday": weekday, "starts_at": starts_at, "ends_at": ends_at}
    told["starts_on"] = starts_on
    same = plan.weekly_slots.standing().visible_to(by).filter(**told, **fields).first()
    if same is not None:
        return same
    row = WeeklySlot(plan=plan, noted_by=by, version=1, **told)
    put(row, fields)
    _refuse_what_cannot_be(row)
    _refuse_a_stranger(row, today)
    save_readable(row, access)
    _record("weekly_slot.added", row, by)
    return row


@transaction.atomic
def change_slot(slot: WeeklySlot, *, version: int, today: date, by: User, **fields: Any) -> WeeklySlot:
    access = _require_readable(slot, by)
    stored = lock_version(slot, version)
    _refuse_taken_back(stored)
    changed = put(stored, fields)
    _refuse_what_cannot_be(stored)
    if "user" in changed:
        _refuse_a_stranger(stored, today)
    save_readable(stored, access)
    _record("weekly_slot.changed", stored, by, fields=changed)
    return stored


@transaction.atomic
def end_slot(slot: WeeklySlot, *, ends_on: date | None, version: int, by: User) -> WeeklySlot:
    """The last time, or with no day that it goes on after all."""
    _require_readable(slot, by)
    stored = lock_version(slot, version)
    _refuse_taken_back(stored)
    put(stored, {"ends_on": ends_on})
    _refuse_what_cannot_be(stored)
    save_checked(stored)
    _record("weekly_slot.ended" if ends_on else "weekly_slot.resumed", stored, by)
    return stored


@transaction.atomic
def take_back_slot(slot: WeeklySlot, *, why: str, on: date, by: User) -> WeeklySlot:
    """It was never so: it stays with the reason, and the week tells of it no more."""
    _require_readable(slot, by)
    stored = lock(slot)
    _refuse_taken_back(stored)
    if not why.strip():
        raise ValidationError({"why": "Skriv et ord om hvorfor."})
    put(stored, {"taken_back_on": on, "taken_back_by": by, "taken_back_why": why})
    stored.version += 1
    save_checked(stored)
    _record("weekly_slot.taken_back", stored, by)
    return stored


def _require_readable(slot: WeeklySlot, by: User) -> Access:
    access = require(by, Permission.EDIT_PLAN, slot.plan.course_id)
    if not may_read_row(access, slot):
        raise PermissionDenied
    return access


def _refuse_taken_back(slot: WeeklySlot) -> None:
    if slot.is_taken_back:
        raise ValidationError("Tiden er taget tilbage.")


def _refuse_what_cannot_be(slot: WeeklySlot) -> None:
    if slot.goal and slot.goal.plan_id != slot.plan_id:
        raise ValidationError({"goal": "Vælg et mål i den samme plan."})
    if slot.goal and slot.goal.person_id not in (None, slot.person_id):
        raise ValidationError({"goal": "Målet handler om en anden."})
    if slot.ends_on is None:
        return
    if slot.ends_on < slot.starts_on:
        raise ValidationError({"ends_on": BEFORE})
    if slot.starts_on + timedelta(days=(slot.weekday - slot.starts_on.isoweekday()) % 7) > slot.ends_on:
        name = WEEKDAYS[slot.weekday - 1]
        raise ValidationError({"ends_on": f"Der er ingen {name} mellem den første og den sidste dag."})


def _refuse_a_stranger(slot: WeeklySlot, today: date) -> None:
    """Whom the citizen meets every week is somebody around the citizen."""
    if slot.user is None:
        return
    here = Assignment.objects.in_force(today).of_the_team().filter(course_id=slot.plan.course_id)
    if not here.filter(user=slot.user).exists():
        raise ValidationError({"user": "Vælg en, der er med i forløbet."})


def _record(action: str, slot: WeeklySlot, by: User, **details: Any) -> None:
    told = {**slot.field_and_level, "kind_of": str(slot.kind), **details}
    course_id = slot.plan.course_id
    record(action, by=by, target=slot, course_id=course_id, persons=persons_of(slot), **told)
