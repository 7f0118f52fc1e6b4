"""Where somebody is at work. What the citizen has said yes to is changed in a draft alone; that a place is
found, and how it ended, is said when it happens.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Citizen
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
from plans.models import Placement, PlacementHours, Plan
from plans.models.placement import Step
from roles.permissions import Access, Permission, require

MOST_STEPS = 8
TWICE = "Der står to timetal fra samme dag."
OTHER_PERSON = "Målet handler om en anden."
ENDED = "Praktikken er slut. Fortryd afslutningen, før du retter i den."


@transaction.atomic
def add_placement(
    plan: Plan,
    *,
    person: Citizen,
    company: str,
    starts_on: date,
    by: User,
    hours: Decimal | None = None,
    **fields: Any,
) -> Placement:
    access = require(by, Permission.EDIT_PLAN, plan.course_id)
    plan = lock(plan)
    told = {"person": person, "company": company, "starts_on": starts_on}
    same = plan.placements.standing().visible_to(by).filter(**told, **fields, ended_on=None).first()
    if same is not None:
        return same
    row = Placement(plan=plan, noted_by=by, version=1, **told)
    put(row, fields)
    _refuse_what_cannot_be(row)
    save_readable(row, access)
    if hours is not None:
        _write_hours(row, [(starts_on, hours)])
    _record("placement.added", row, by)
    return row


@transaction.atomic
def change_placement(placement: Placement, *, version: int, by: User, **fields: Any) -> Placement:
    """Hours that begin with the placement go along when it begins on another day."""
    access = _require_readable(placement, by)
    stored = lock_in_plan(placement, version)
    _refuse_over(stored)
    began, steps = stored.starts_on, stored.steps
    changed = put(stored, fields)
    _refuse_what_cannot_be(stored)
    moved = [(stored.starts_on if day == began else day, number) for day, number in steps]
    _refuse_steps(stored, moved)
    save_readable(stored, access)
    _write_hours(stored, moved)
    _record("placement.changed", stored, by, fields=changed)
    return stored


@transaction.atomic
def set_hours(placement: Placement, *, steps: Sequence[Step], version: int, by: User) -> Placement:
    """All of them at once: how many hours a week from which day on."""
    _require_readable(placement, by)
    stored = lock_in_plan(placement, version)
    _refuse_over(stored)
    _refuse_steps(stored, steps)
    save_checked(stored)
    _write_hours(stored, steps)
    _record("placement.hours_changed", stored, by, number=len(steps))
    return stored


@transaction.atomic
def end_placement(
    placement: Placement,
    *,
    ended_on: date | None,
    outcome: str,
    outcome_words: str = "",
    version: int,
    today: date,
    by: User,
) -> Placement:
    """How it ended, or with nothing said that it has not ended after all."""
    _require_readable(placement, by)
    stored = lock_version(placement, version)
    _refuse_taken_back(stored)
    if outcome and ended_on is None:
        raise ValidationError({"ended_on": "Skriv den sidste dag."})
    if outcome and ended_on and ended_on > today:
        raise ValidationError({"ended_on": "Skriv en dag, der har været."})
    if outcome and ended_on and ended_on < stored.starts_on:
        raise ValidationError({"ended_on": "Praktikken kan ikke slutte, før den begynder."})
    if not outcome and not stored.outcome:
        raise ValidationError({"outcome": "Vælg, hvordan det endte."})
    told: dict[str, Any] = {"ended_on": None, "outcome": "", "outcome_words": ""}
    if outcome:
        told = {"ended_on": ended_on, "outcome": outcome, "outcome_words": outcome_words}
    put(stored, told)
    save_checked(stored)
    _record("placement.ended" if outcome else "placement.resumed", stored, by, status=str(outcome))
    return stored


@transaction.atomic
def take_back_placement(placement: Placement, *, why: str, on: date, by: User) -> Placement:
    """It was noted by mistake: it stays with the reason, and the plan tells of it no more."""
    _require_readable(placement, by)
    stored = lock(placement)
    _refuse_taken_back(stored)
    if not why.strip():
        raise ValidationError({"why": "Skriv et ord om hvorfor."})
    put(stored, {"taken_back_on": on, "taken_back_by": by, "taken_back_why": why})
    stored.version += 1
    save_checked(stored)
    _record("placement.taken_back", stored, by)
    return stored


def _require_readable(placement: Placement, by: User) -> Access:
    access = require(by, Permission.EDIT_PLAN, placement.plan.course_id)
    if not may_read_row(access, placement):
        raise PermissionDenied
    return access


def _refuse_taken_back(placement: Placement) -> None:
    if placement.is_taken_back:
        raise ValidationError("Praktikken er taget tilbage.")


def _refuse_over(placement: Placement) -> None:
    _refuse_taken_back(placement)
    if placement.ended_on is not None:
        raise ValidationError(ENDED)


def _refuse_what_cannot_be(placement: Placement) -> None:
    if placement.goal and placement.goal.plan_id != placement.plan_id:
        raise ValidationError({"goal": "Vælg et mål i den samme plan."})
    if placement.goal and placement.goal.person_id not in (None, placement.person_id):
        raise ValidationError({"goal": OTHER_PERSON})
    if placement.ends_on and placement.ends_on < placement.starts_on:
        raise ValidationError({"ends_on": "Praktikken kan ikke slutte, før den begynder."})


def _refuse_steps(placement: Placement, steps: Sequence[Step]) -> None:
    days = [day for day, _ in steps]
    if len(set(days)) != len(days):
        raise ValidationError(TWICE)
    if len(steps) > MOST_STEPS:
        raise ValidationError(f"Der kan højst stå {MOST_STEPS} timetal.")
    for day in days:
        if day < placement.starts_on or (placement.ends_on and day > placement.ends_on):
            raise ValidationError(f"Timetallet fra {longdate(day)} ligger uden for praktikkens periode.")


def _write_hours(placement: Placement, steps: Sequence[Step]) -> None:
    """Only what is another is written; what is gone goes first, as each day is there once."""
    there = {row.from_on: row for row in placement.hours.all()}
    wanted = dict(steps)
    for day, row in there.items():
        if day not in wanted:
            row.delete()
    for day, number in steps:
        row = there.get(day) or PlacementHours(placement=placement, from_on=day)
        if row.pk is None or row.hours != number:
            row.hours = number
            save_checked(row)


def _record(action: str, placement: Placement, by: User, **details: Any) -> None:
    told = {**placement.field_and_level, "kind_of": str(placement.kind), **details}
    course_id = placement.plan.course_id
    record(action, by=by, target=placement, course_id=course_id, persons=persons_of(placement), **told)
