"""What was tried on a goal, for how long, and what came of it."""

from typing import Any

from borgerforloeb.pages.demo.learning import tell_lesson
from borgerforloeb.pages.demo.told import Told
from plans.models import Goal, Intervention, Trial


def tell_trials(told: Told, goal: Goal, facts: list[dict[str, Any]], helps: dict[str, Intervention]) -> None:
    """In the order that they were tried: each may go on from an earlier one, by its key."""
    earlier: dict[str, Trial] = {}
    for given in facts:
        fact = dict(given)
        key, by, became = fact.pop("key", ""), told.user(fact.pop("by")), fact.pop("became", None)
        lesson = fact.pop("lesson", None)
        if "closed_on" in fact:
            fact["closed_by"] = told.user(fact.pop("closed_by", given["by"]))
        row = Trial(
            plan=told.plan,
            goal=goal,
            person=goal.person,
            responsible=by,
            continues=earlier.get(fact.pop("continues", "")),
            intervention=helps[became] if became else None,
            version=1,
            **{"domain": goal.domain, "level": goal.level} | fact,
        )
        told.rows.add(row)
        told.remember(row, None, since=1, until=0, before={})
        if lesson:
            tell_lesson(told, row, lesson)
        if key:
            earlier[key] = row
