"""How a goal, or a person in school and at work, has come along: the lines, and the numbers behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import decimal_comma, genitive, longdate
from borgerforloeb.citizens.models import Citizen, Level
from plans.curves import Line, curves
from plans.models import Goal, Measurement, Plan

Kind = Measurement.Kind
Point = tuple[date, Decimal]
UNITS = {
    Kind.CITIZEN: " af 10",
    Kind.WORKER: " af 10",
    Kind.ATTENDANCE: " %",
    Kind.HOURS: " timer",
    Kind.CAPACITY: " timer",
}
ONE_TO_TEN, PERCENT, FULL_TIME, MORE = (1, 5, 10), (0, 50, 100), (0, 20, 40), (0, 30, 60)


@dataclass(frozen=True)
class Row:
    pk: int
    when: str
    what: str
    number: str
    who: str
    source: str
    level: str
    taken_back: str


@dataclass(frozen=True)
class Series:
    """One drawing and its table, oldest first."""

    name: str
    heading: str
    picture: SafeString
    rows: list[Row]


def of_goal(user: User, goal: Goal) -> Series:
    measured = list(_read(user, goal.plan).filter(goal=goal))
    who = goal.person.first_name if goal.person else "Borgeren"
    lines = [
        Line(who, "c", _points(measured, Kind.CITIZEN)),
        Line("Medarbejderen", "w", _points(measured, Kind.WORKER)),
    ]
    picture = curves(lines, ONE_TO_TEN, "Hvor langt vi er, fra 1 til 10", "maal")
    names = {Kind.CITIZEN: who, Kind.WORKER: "Medarbejderen"}
    return Series(
        "maal", "Hvor langt er vi?", picture, [_row(row, names[Kind(row.kind)]) for row in measured]
    )


def of_person(user: User, plan: Plan, person: Citizen) -> list[Series]:
    measured = list(_read(user, plan).filter(goal=None, person=person))
    return [
        _one(measured, Kind.ATTENDANCE, "Fremmøde i skolen", person),
        _one(measured, Kind.HOURS, "Ordinære timer om ugen", person),
        _one(measured, Kind.CAPACITY, "Timer om ugen, der er kræfter til", person),
    ]


def _read(user: User, plan: Plan) -> QuerySet[Measurement]:
    rows = Measurement.objects.visible_to(user).filter(plan=plan)
    return rows.select_related("noted_by", "taken_back_by").order_by("on", "id")


def _one(measured: Iterable[Measurement], kind: Kind, heading: str, person: Citizen) -> Series:
    rows = [row for row in measured if row.kind == kind]
    points, unit = _points(rows, kind), UNITS[kind]
    scale = PERCENT if kind == Kind.ATTENDANCE else MORE if _exceed(points, FULL_TIME[-1]) else FULL_TIME
    title = f"{genitive(person.first_name)} {heading[0].lower()}{heading[1:]}"
    picture = curves([Line("", "c", points)], scale, title, kind.value, unit)
    return Series(kind.value, heading, picture, [_row(row) for row in rows])


def _points(rows: Iterable[Measurement], kind: Kind) -> list[Point]:
    return [(row.on, row.value) for row in rows if row.kind == kind and not row.is_taken_back]


def _exceed(points: Iterable[Point], most: int) -> bool:
    return any(value > most for _, value in points)


def _row(row: Measurement, what: str = "") -> Row:
    who = row.taken_back_by.name if row.taken_back_by else ""
    return Row(
        pk=row.pk,
        when=longdate(row.on),
        what=what,
        number=number_of(row),
        who=row.noted_by.name,
        source=row.source,
        level=row.get_level_display() if row.level != Level.COMMON else "",
        taken_back=f"{who} {longdate(row.taken_back_on)}: {row.taken_back_why}" if who else "",
    )


def number_of(row: Measurement) -> str:
    return f"{decimal_comma(row.value)}{UNITS[Kind(row.kind)]}"
