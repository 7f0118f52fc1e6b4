"""How it went, month by month: what was said of a goal, and a person's days in school and hours at work."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from borgerforloeb.pages.demo.told import Told
from plans.models import Goal, Measurement

Kind = Measurement.Kind


def tell_said(told: Told, goal: Goal, said: Iterable[Any], latest: date) -> None:
    """Each talk as (day, the citizen's number, the worker's); without any, what the goal says today."""
    for day, *numbers in said or [(latest, goal.citizen_progress, goal.worker_progress)]:
        for kind, number in zip((Kind.CITIZEN, Kind.WORKER), numbers, strict=True):
            if number is not None:
                row = Measurement(plan=told.plan, goal=goal, kind=kind, value=number, on=day)
                row.person, row.domain, row.level = goal.person, goal.domain, goal.level
                row.noted_by = goal.updated_by
                told.rows.add(row)


def tell_series(told: Told, fact: dict[str, Any]) -> None:
    by, kind = told.user(fact["by"]), Kind(fact["kind"])
    of = {"plan": told.plan, "person": told.about(fact["about"]), "noted_by": by}
    of |= {"kind": kind, "domain": Measurement.OF_A_PERSON[kind], "source": fact["source"]}
    for day, number in fact["numbers"]:
        told.rows.add(Measurement(on=day, value=number, **of))
    for day, number, why in fact.get("taken_back", []):
        undone = {"taken_back_on": day, "taken_back_by": by, "taken_back_why": why}
        told.rows.add(Measurement(on=day, value=number, **of, **undone))
