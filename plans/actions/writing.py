"""What every change of a plan goes through: the lock, the version, the check, and who may still read it."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Confidential
from plans.models import Agreement, Goal, Intervention, Plan, PlanSection

Row = TypeVar("Row", bound=models.Model)
Versioned = Goal | Intervention | Agreement | PlanSection

AGREED = "Planen gælder, som den er aftalt. Lav en ny kladde, før du skriver i den."
UNREADABLE = (
    "Du kan ikke gemme noget, som du ikke selv må læse. Vælg et andet område eller en anden læserkreds."
)


class Stale(Exception):
    """Somebody saved the row meanwhile; carries it as it stands, so that both texts can be shown."""

    def __init__(self, stored: Versioned) -> None:
        super().__init__(f"{stored._meta.label_lower}:{stored.pk}")
        self.stored = stored


def lock(row: Row) -> Row:
    locked = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None:
        raise ValidationError("Det er fjernet i mellemtiden.")
    return locked


def lock_version(row: Any, version: int) -> Any:
    stored = lock(row)
    if stored.version != version:
        raise Stale(stored)
    stored.version += 1
    return stored


def lock_writable(plan: Plan) -> Plan:
    """One writer at a time, so that two equal submits find each other's row."""
    plan = lock(plan)
    if not plan.can_be_written:
        raise ValidationError(AGREED)
    return plan


def put(row: Any, fields: dict[str, Any]) -> list[str]:
    """Sets the fields and returns the names of those that changed, for the log."""
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    return changed


def save_checked(row: models.Model) -> None:
    """Fields and constraints are checked with Danish words; that a foreign key exists, the database knows."""
    links = [field.name for field in row._meta.fields if field.is_relation]
    row.clean_fields(exclude=links)
    row.validate_constraints()
    row.save()


def save_readable(row: Confidential, *, by: User) -> None:
    """Nobody may hide from themselves what they write."""
    save_checked(row)
    if not type(row)._default_manager.visible_to(by).filter(pk=row.pk).exists():  # type: ignore[attr-defined]
        raise ValidationError(UNREADABLE)


def persons_of(*rows: Confidential | None) -> Iterable[Any]:
    return [row.person_id for row in rows if row is not None and row.person_id]
