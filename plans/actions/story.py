"""The citizen's story is written down once, and is nobody else's before the citizen has approved it.

It stands beside the plan and not in it: it is written in an agreed plan too, and no version freezes it.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Citizen, Level
from plans.actions.writing import (
    lock,
    lock_version,
    may_read_row,
    persons_of,
    put,
    save_checked,
    save_readable,
)
from plans.models import Plan, StoryAsked, StoryPart
from roles.permissions import Access, Permission, require

IS_TAKEN_BACK = "Delen er taget ud af historien. Sæt den ind igen først."
NOT_YET = "Skriv en dag, der har været."
NO_APPROVAL: dict[str, Any] = {"approved_on": None, "approved_way": "", "approval_noted_by": None}
# From fewer readers to more.
WIDER = (Level.SHIELDED, Level.DOMAIN, Level.COMMON)


@transaction.atomic
def add_part(plan: Plan, *, person: Citizen, heading: str, by: User, **fields: Any) -> StoryPart:
    access = require(by, Permission.EDIT_PLAN, plan.course_id)
    plan = lock(plan)
    told = {"person": person, "heading": heading} | fields
    same = plan.story.visible_to(by).filter(taken_back_on=None, **told).first()
    if same is not None:
        return same
    part = StoryPart(plan=plan, noted_by=by, version=1)
    put(part, told)
    save_readable(part, access)
    _record("story_part.added", part, by)
    return part


@transaction.atomic
def change_part(part: StoryPart, *, version: int, by: User, **fields: Any) -> StoryPart:
    """What the citizen has said yes to are these words for these readers; other ones take a new yes."""
    access = _require(part, by)
    stored = lock_version(part, version)
    _refuse_taken_back(stored)
    before = stored.level
    changed = put(stored, fields)
    if {"person", "heading", "text", "domain"} & set(changed) or _is_wider(before, stored.level):
        changed += put(stored, NO_APPROVAL)
    save_readable(stored, access)
    _record("story_part.changed", stored, by, fields=changed)
    return stored


@transaction.atomic
def approve_part(part: StoryPart, *, on: date, way: str, version: int, today: date, by: User) -> StoryPart:
    _require(part, by)
    stored = lock_version(part, version)
    _refuse_taken_back(stored)
    if on > today:
        raise ValidationError({"on": NOT_YET})
    if way not in StoryPart.Way.values:
        raise ValidationError({"way": "Vælg, hvordan delen blev læst."})
    put(stored, {"approved_on": on, "approved_way": way, "approval_noted_by": by})
    save_checked(stored)
    _record("story_part.approved", stored, by, way=str(way))
    return stored


@transaction.atomic
def withdraw_approval(part: StoryPart, *, version: int, by: User) -> StoryPart:
    """The citizen has changed her mind, or it was noted by mistake: from now on nobody else reads it."""
    _require(part, by)
    stored = lock_version(part, version)
    if not stored.is_approved:
        raise ValidationError("Delen er ikke godkendt.")
    put(stored, NO_APPROVAL)
    save_checked(stored)
    _record("story_part.unapproved", stored, by)
    return stored


@transaction.atomic
def take_out_part(part: StoryPart, *, why: str, version: int, on: date, by: User) -> StoryPart:
    _require(part, by)
    stored = lock_version(part, version)
    _refuse_taken_back(stored)
    if not why.strip():
        raise ValidationError({"why": "Skriv et ord om hvorfor."})
    put(stored, NO_APPROVAL | {"taken_back_on": on, "taken_back_by": by, "taken_back_why": why})
    save_checked(stored)
    _record("story_part.taken_back", stored, by)
    return stored


@transaction.atomic
def put_back_part(part: StoryPart, *, version: int, by: User) -> StoryPart:
    """It comes back as it was written; the yes to it has to be given anew."""
    _require(part, by)
    stored = lock_version(part, version)
    if not stored.is_taken_back:
        raise ValidationError("Delen er ikke taget ud.")
    put(stored, {"taken_back_on": None, "taken_back_by": None, "taken_back_why": ""})
    save_checked(stored)
    _record("story_part.put_back", stored, by)
    return stored


@transaction.atomic
def note_asked(
    plan: Plan, *, person: Citizen, part: StoryPart | None, asked_by: str, on: date, today: date, by: User
) -> StoryAsked:
    """About a part it is for those who read that part; about all of it, for everybody around the citizen."""
    access = require(by, Permission.WRITE_NOTE, plan.course_id)
    plan = lock(plan)
    if on > today:
        raise ValidationError({"on": NOT_YET})
    if part is not None and (part.plan_id != plan.pk or not may_read_row(access, part)):
        raise PermissionDenied
    if part is not None and (part.is_taken_back or not part.is_approved):
        raise ValidationError({"part": "Den del er ikke godkendt, så ingen har kunnet læse den."})
    told = {"part": part, "asked_by": asked_by, "on": on} | _marks(part, person)
    same = plan.asked_again.standing().filter(noted_by=by, **told).first()
    if same is not None:
        return same
    asked = StoryAsked(plan=plan, noted_by=by, **told)
    save_readable(asked, access)
    _record("story_asked.noted", asked, by)
    return asked


@transaction.atomic
def take_back_asked(asked: StoryAsked, *, why: str, on: date, by: User) -> StoryAsked:
    access = require(by, Permission.WRITE_NOTE, asked.plan.course_id)
    if not may_take_back(asked, access, by):
        raise PermissionDenied
    stored = lock(asked)
    if stored.is_taken_back:
        raise ValidationError("Det er allerede taget tilbage.")
    if not why.strip():
        raise ValidationError({"why": "Skriv et ord om hvorfor."})
    put(stored, {"taken_back_on": on, "taken_back_by": by, "taken_back_why": why})
    save_checked(stored)
    _record("story_asked.taken_back", stored, by)
    return stored


def may_take_back(asked: StoryAsked, access: Access, user: User) -> bool:
    """Whoever noted it, and the two who hold the plan."""
    if not access.may(Permission.WRITE_NOTE) or not may_read_row(access, asked):
        return False
    return asked.noted_by_id == user.pk or access.may(Permission.EDIT_PLAN)


def _marks(part: StoryPart | None, person: Citizen) -> dict[str, Any]:
    return {"person_id": person.pk, "domain": "common", "level": "common"} if part is None else part.marks


def _require(part: StoryPart, by: User) -> Access:
    access = require(by, Permission.EDIT_PLAN, part.plan.course_id)
    if not may_read_row(access, part):
        raise PermissionDenied
    return access


def _is_wider(before: str, now: str) -> bool:
    return WIDER.index(Level(now)) > WIDER.index(Level(before))


def _refuse_taken_back(part: StoryPart) -> None:
    if part.is_taken_back:
        raise ValidationError(IS_TAKEN_BACK)


def _record(action: str, row: StoryPart | StoryAsked, by: User, **details: Any) -> None:
    told = {**row.field_and_level, **details}
    record(action, by=by, target=row, course_id=row.plan.course_id, persons=persons_of(row), **told)
