"""What an adjustment on a goal can be about, what stands there now, and how it is carried into the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError

from borgerforloeb.accounts.presentation import decimal_comma
from plans.models import AdjustmentRequest, Goal, Intervention, SubGoal

Kind = AdjustmentRequest.Kind
WITHOUT_HOURS = "efter aftale"
HOURS = re.compile(r"\d{1,3}([.,]\d{1,2})?", re.ASCII)


class Subject(NamedTuple):
    """One thing on a goal that somebody may ask to have changed."""

    key: str
    label: str
    kind: str
    subgoal: SubGoal | None = None
    intervention: Intervention | None = None


def subjects(goal: Goal, steps: Iterable[SubGoal], helps: Iterable[Intervention]) -> list[Subject]:
    """The words of the goal, a new step, each step and the hours of each help, as far as they are given."""
    found = [
        Subject("words", f"Målets ord: {goal.title}", Kind.WORDS),
        Subject("step", "Nyt delmål", Kind.STEP),
    ]
    found += [Subject(f"step-{row.pk}", f"Delmålet: {row.text}", Kind.STEP, subgoal=row) for row in steps]
    return found + [
        Subject(
            f"hours-{row.pk}",
            f"Timer til {row.title}: {hours_in_words(hours_as_text(row.hours_per_week))}",
            Kind.HOURS,
            intervention=row,
        )
        for row in helps
    ]


def stands_now(adjustment: AdjustmentRequest) -> str:
    """Nothing where a step is new, and where it has been taken away meanwhile."""
    if adjustment.intervention:
        return hours_as_text(adjustment.intervention.hours_per_week)
    if adjustment.kind == Kind.WORDS:
        return adjustment.goal.title
    return adjustment.subgoal.text if adjustment.subgoal else ""


def as_kept(kind: str, text: str, field: str) -> str:
    """What somebody wrote in `field`, as the plan will hold it: words as they are, hours as a number."""
    text = text.strip()
    if not text:
        raise ValidationError({field: "Skriv, hvad der skal stå."})
    if kind != Kind.HOURS:
        return text
    if not HOURS.fullmatch(text):
        raise ValidationError({field: "Skriv timerne om ugen som et tal, fx 2,5."})
    return hours_as_text(Decimal(text.replace(",", ".")))


def hours_as_text(number: Decimal | None) -> str:
    """As the column writes them, so that equal hours are equal texts."""
    return "" if number is None else f"{number:.2f}"


def hours_in_words(text: str) -> str:
    return f"{decimal_comma(Decimal(text))} om ugen" if text else WITHOUT_HOURS
