"""What every change of a plan goes through: the lock, the version, the check, and who may still read it."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from borgerforloeb.citizens.models import Confidential, refuse_opened, refuse_stale
from plans.models import (
    Agreement,
    EmployerContact,
    FollowUp,
    Goal,
    Intervention,
    Measurement,
    Note,
    Placement,
    Plan,
    Safeguard,
    StoryAsked,
    StoryPart,
    SubGoal,
    Trial,
    WeeklySlot,
)
from roles.permissions import Access

Row = TypeVar("Row", bound=models.Model)
PLAN_OF: dict[type[models.Model], str] = {
    Agreement: "plan",
    EmployerContact: "plan",
    FollowUp: "plan",
    Goal: "plan",
    Intervention: "goal__plan",
    Measurement: "plan",
    Note: "goal__plan",
    Placement: "plan",
    Safeguard: "plan",
    StoryAsked: "plan",
    StoryPart: "plan",
    SubGoal: "goal__plan",
    Trial: "plan",
    WeeklySlot: "plan",
}

ON_A_GOAL = Intervention | Measurement | Note | Placement | Trial | WeeklySlot

AGREED = "Planen gælder, som den er aftalt. Lav en ny kladde, før du skriver i den."
UNREADABLE = (
    "Du kan ikke gemme noget, som du ikke selv må læse. Vælg et andet område eller en anden læserkreds."
)


def lock(row: Row) -> Row:
    return _locked(row, "self")


def lock_version(row: Any, version: int) -> Any:
    return _next_version(lock(row), version)


def lock_writable(plan: Plan) -> Plan:
    """One writer at a time, so that two equal submits find each other's row."""
    plan = lock(plan)
    _refuse_agreed(plan)
    return plan


def lock_in_plan(row: Row, version: int | None = None) -> Row:
    """A row and the plan that it is written in, in one question; the plan first, as everywhere."""
    stored: Any = _locked(row, PLAN_OF[type(row)], "self")
    _refuse_agreed(attrgetter(PLAN_OF[type(row)].replace("__", "."))(stored))
    return stored if version is None else _next_version(stored, version)


def _locked(row: Row, *of: str) -> Row:
    """The row as it stands now, its plan fetched along: the log tells of which course it is."""
    rows = type(row)._default_manager.select_for_update(of=of)
    if type(row) in PLAN_OF:
        rows = rows.select_related(PLAN_OF[type(row)])
    stored = rows.filter(pk=row.pk).first()
    if stored is None:
        raise ValidationError("Det er fjernet i mellemtiden.")
    return stored


def _refuse_agreed(plan: Plan) -> None:
    if not plan.can_be_written:
        raise ValidationError(AGREED)


def _next_version(stored: Any, version: int) -> Any:
    refuse_stale(stored, version)
    stored.version += 1
    return stored


def put(row: Any, fields: dict[str, Any]) -> list[str]:
    """Sets the fields and returns the names of those that changed, for the log."""
    if "level" in fields:
        refuse_opened(row, fields["level"])
    changed = [name for name, value in fields.items() if not _holds(row, name, value)]
    for name in changed:
        setattr(row, name, fields[name])
    return changed


def _holds(row: models.Model, name: str, value: Any) -> bool:
    field: Any = row._meta.get_field(name)
    if field.is_relation:
        # What a row points at is not fetched to see that it is the same.
        return bool(getattr(row, field.attname) == (value.pk if value else None))
    return bool(getattr(row, name) == value)


def save_checked(row: models.Model) -> None:
    """Fields are checked here, and the database judges the rest; both answer with Danish words.

    A refused save is undone by the transaction of the action, which ends with the error.
    """
    links = [field.name for field in row._meta.fields if field.is_relation]
    row.clean_fields(exclude=links)
    try:
        row.save()
    except IntegrityError as error:
        raise _in_words(row, error) from error


def _in_words(row: models.Model, error: IntegrityError) -> Exception:
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    known = {constraint.name: constraint for constraint in row._meta.constraints}
    return ValidationError(known[broken].get_violation_error_message()) if broken in known else error


def save_readable(row: Confidential, access: Access) -> None:
    """Nobody may hide from themselves what they write."""
    if not may_read_row(access, row):
        raise ValidationError(UNREADABLE)
    save_checked(row)


def may_read_row(access: Access, row: Confidential) -> bool:
    """The same as `visible_to`: what stands on a goal is not read by somebody who may not read the goal."""
    rows = [row, row.goal] if isinstance(row, ON_A_GOAL) else [row]
    return all(access.may_read(one.person_id, one.domain, one.level) for one in rows if one is not None)


def persons_of(*rows: Confidential | None) -> Iterable[Any]:
    return [row.person_id for row in rows if row is not None and row.person_id]
