"""How far it has come, day by day: on a goal, and for a person in school and at work."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Citizen, Level
from plans.actions.writing import lock, may_read_row, persons_of, put, save_checked, save_readable
from plans.models import Goal, Measurement, Plan
from roles.permissions import Permission, require

Kind = Measurement.Kind
# The goal's own columns hold what was said last.
COLUMNS = {"citizen_progress": Kind.CITIZEN, "worker_progress": Kind.WORKER}
SAID = "Et tal, der er sagt, slettes ikke. Er det forkert, så tag det tilbage under Udvikling."
SAME_DAY = "Der står allerede et tal for den dag. Er det forkert, så tag det tilbage først."


def tell_progress(goal: Goal, changed: Iterable[str], *, on: date, by: User) -> None:
    """Part of `set_progress`, under its lock: each number that changed, on the day that it was said."""
    for column in COLUMNS.keys() & set(changed):
        kind, value = COLUMNS[column], getattr(goal, column)
        if value is None:
            raise ValidationError({column: SAID})
        for earlier in Measurement.objects.in_force().filter(goal=goal, kind=kind, on=on):
            _end(earlier, "Et nyt tal samme dag.", on, by)
        told = {"kind": kind, "value": value, "on": on, "noted_by": by}
        save_checked(Measurement(plan=goal.plan, goal=goal, **told, **goal.marks))


@transaction.atomic
def note_measurement(
    plan: Plan,
    *,
    person: Citizen,
    kind: str,
    value: Decimal,
    on: date,
    today: date,
    by: User,
    level: str = Level.COMMON,
    source: str = "",
) -> Measurement:
    access = require(by, Permission.EDIT_PLAN, plan.course_id)
    plan = lock(plan)
    if kind not in Measurement.OF_A_PERSON:
        raise ValidationError({"kind": "Vælg fremmøde eller timer."})
    if on > today:
        raise ValidationError({"on": "Skriv en dag, der har været."})
    told = {"plan": plan, "person": person, "kind": kind, "on": on, "level": level}
    field = Measurement.OF_A_PERSON[Kind(kind)]
    row = Measurement(domain=field, value=value, source=source, noted_by=by, **told)
    there = Measurement.objects.in_force().filter(**told).first() if may_read_row(access, row) else None
    if there is not None:
        if (there.value, there.source) == (value, source):
            return there
        raise ValidationError({"on": SAME_DAY})
    save_readable(row, access)
    _record("measurement.noted", row, by)
    return row


@transaction.atomic
def take_back_measurement(measurement: Measurement, *, why: str, on: date, by: User) -> Measurement:
    """The goal then tells the last number that stands."""
    access = require(by, Permission.EDIT_PLAN, measurement.plan.course_id)
    if not may_read_row(access, measurement):
        raise PermissionDenied
    goal = lock(measurement.goal) if measurement.goal else None
    measurement = lock(measurement)
    if measurement.is_taken_back:
        raise ValidationError("Tallet er allerede taget tilbage.")
    if not why.strip():
        raise ValidationError({"why": "Skriv et ord om hvorfor."})
    _end(measurement, why, on, by)
    if goal is not None:
        _tell_what_stands(goal, measurement, by)
    _record("measurement.taken_back", measurement, by)
    return measurement


def _end(measurement: Measurement, why: str, on: date, by: User) -> None:
    put(measurement, {"taken_back_why": why, "taken_back_on": on, "taken_back_by": by})
    save_checked(measurement)


def _tell_what_stands(goal: Goal, gone: Measurement, by: User) -> None:
    """Only what is marked as the goal is today: its readers may not know what was said under other marks."""
    told = goal.measurements.in_force().filter(kind=gone.kind).order_by("on", "id")
    if told.filter(Q(on__gt=gone.on) | Q(on=gone.on, pk__gt=gone.pk)).exists():
        # What the goal tells was said later.
        return
    standing = told.filter(**goal.marks).last()
    column = next(column for column, of in COLUMNS.items() if of == gone.kind)
    if put(goal, {column: int(standing.value) if standing else None}):
        goal.version += 1
        goal.updated_by = by
        save_checked(goal)


def _record(action: str, row: Measurement, by: User) -> None:
    told = {**row.field_and_level, "kind_of": str(row.kind)}
    record(action, by=by, target=row, course_id=row.plan.course_id, persons=persons_of(row), **told)
