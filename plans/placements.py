"""Where somebody is at work, told on a day: whether it runs, how many hours a week, and from when more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from borgerforloeb.accounts.presentation import days, hours, longdate, period
from plans.models import Placement
from plans.models.placement import Step
from plans.reading import day
from plans.snapshot import Facts

KINDS = dict(Placement.Kind.choices)


class State(StrEnum):
    RUNNING = "i gang"
    PLANNED = "planlagt"
    ENDED = "sluttet"
    TAKEN_BACK = "taget tilbage"


# As they stand on the page: what goes on first.
ORDER = tuple(State)


def state_of(*, starts_on: date, ended_on: date | None, today: date, taken_back: bool = False) -> State:
    """A period that is over without anybody having said how it ended still runs: it is to be asked about."""
    if taken_back:
        return State.TAKEN_BACK
    if ended_on is not None:
        return State.ENDED
    return State.RUNNING if starts_on <= today else State.PLANNED


def step_now(steps: Iterable[Step], today: date) -> Step | None:
    """The latest that has begun; `steps` are in the order of their days."""
    begun = [step for step in steps if step[0] <= today]
    return begun[-1] if begun else None


def next_step(steps: Iterable[Step], today: date) -> Step | None:
    return next((step for step in steps if step[0] > today), None)


def hours_in_words(steps: Sequence[Step], today: date) -> str:
    """6 timer om ugen, 10 timer om ugen fra 19. oktober 2026"""
    now, coming = step_now(steps, today), next_step(steps, today)
    told = [f"{hours(now[1])} om ugen"] if now else []
    if coming:
        told.append(f"{hours(coming[1])} om ugen fra {longdate(coming[0])}")
    return ", ".join(told)


def all_hours_in_words(steps: Iterable[Step]) -> str:
    return ", ".join(f"{hours(number)} om ugen fra {longdate(day)}" for day, number in steps)


def steps_of(rows: Iterable[Facts]) -> list[Step]:
    """As they come out of JSON, from a version or from the draft."""
    return sorted((date.fromisoformat(row["from_on"]), Decimal(row["hours"])) for row in rows)


def name_of(row: Facts) -> str:
    """Virksomhedspraktik hos Hegnsgårdens Planteskole"""
    return f"{KINDS[row['kind']].capitalize()} hos {row['company']}"


def period_of(row: Facts, today: date) -> str:
    first, last = day(row["starts_on"]), day(row["ended_on"] or row["ends_on"])
    return f"fra {longdate(first)}" if first and first > today and not last else period(first, last)


def contact_of(row: Facts) -> str:
    return ", ".join(filter(None, (row["contact_name"], row["contact_phone"])))


def line_of(row: Facts, today: date) -> str:
    """Virksomhedspraktik hos Planteskolen, 6 timer om ugen, 15 timer om ugen fra 23. november 2026"""
    weekly = hours_in_words(steps_of(row["steps"]), today)
    begins = day(row["starts_on"])
    when = f"fra {longdate(begins)}" if begins and begins > today and not weekly else ""
    return ", ".join(filter(None, (name_of(row), weekly or when)))


def going_on(facts: Facts) -> list[Facts]:
    return [row for row in facts["placements"] if not row["ended_on"]]


def placement_facts(row: dict[str, Any]) -> Facts:
    """A row of the draft in the shape of a version."""
    return row | {"responsible": row["responsible__name"], "steps": row["step_rows"], "goal": row["goal_id"]}


@dataclass(frozen=True)
class FirstContact:
    """How long it took from the day that the course began until somebody spoke with a company (R9)."""

    began_on: date
    today: date
    on: date | None = None
    # Contacts may be closed to the reader, so that none is not the same as none at all.
    sees_all: bool = True

    def __str__(self) -> str:
        if self.on:
            passed = days_to(self.began_on, self.on)
            when = "før forløbets" if self.on < self.began_on else f"{days(passed)} efter forløbets"
            return f"Første kontakt til en virksomhed: {when} start"
        none = "Ingen kontakt endnu" if self.sees_all else "Ingen kontakt, som du må læse om"
        if self.today < self.began_on:
            return none
        return f"{none} – {days(days_to(self.began_on, self.today))} siden start"


def days_to(began_on: date, on: date) -> int:
    """What was there before the course began took it no time."""
    return max(0, (on - began_on).days)


def first_contact(
    contacts: Iterable[date], *, began_on: date, today: date, sees_all: bool = True
) -> FirstContact:
    return FirstContact(began_on, today, min(contacts, default=None), sees_all)
