"""What lies fixed in a week, and how many hours of it there is strength for."""

from datetime import time
from typing import Any

from borgerforloeb.pages.demo.told import Told
from plans.models import WeeklySlot


def tell_week(told: Told, story: dict[str, Any]) -> None:
    for fact in story.get("weekly_slots", []):
        _tell_slot(told, dict(fact))


def _tell_slot(told: Told, fact: dict[str, Any]) -> None:
    """`clock` is "8.30-11.30", and `days` are numbers from Monday on."""
    first, last = (time(*map(int, clock.split("."))) for clock in fact.pop("clock").split("-"))
    goal = told.goals[fact.pop("goal")] if "goal" in fact else None
    user = told.user(fact.pop("with")) if "with" in fact else None
    told_of = {
        "plan": told.plan,
        "goal": goal,
        "person": told.about(fact.pop("about", None)) or told.main,
        "starts_at": first,
        "ends_at": last,
        "starts_on": fact.pop("from"),
        "ends_on": fact.pop("until", None),
        "user": user,
        "noted_by": told.caseworker,
        "version": 1,
    }
    for weekday in fact.pop("days"):
        told.rows.add(WeeklySlot(weekday=weekday, **told_of, **fact))
