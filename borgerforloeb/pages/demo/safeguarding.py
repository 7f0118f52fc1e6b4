"""What was agreed to be left in peace, and what has been told once and approved."""

from typing import Any

from borgerforloeb.pages.demo.told import Told
from plans.models import Safeguard, StoryAsked, StoryPart


def tell_safeguard(told: Told, fact: dict[str, Any]) -> None:
    by = told.user(fact.pop("by"))
    row = Safeguard(
        plan=told.plan,
        person=told.about(fact.pop("about", None)),
        responsible=by,
        noted_by=by,
        version=1,
        **fact,
    )
    told.rows.add(row)
    told.remember(row, None, since=1, until=0, before={})


def tell_story(told: Told, story: dict[str, Any]) -> None:
    parts: dict[str, StoryPart] = {}
    for given in story.get("story", []):
        fact = dict(given)
        by, person = told.user(fact.pop("by")), told.about(fact.pop("about", None)) or told.main
        if "approved_on" in fact:
            fact["approval_noted_by"] = by
        part = StoryPart(plan=told.plan, person=person, noted_by=by, version=1, **fact)
        parts[part.heading] = told.rows.add(part)
    for given in story.get("asked_again", []):
        fact = dict(given)
        part = parts[fact.pop("part")]
        # Not by `marks`: the person is not kept yet, and has no row to be found by.
        marks = {"person": part.person, "domain": part.domain, "level": part.level}
        by = told.user(fact.pop("by"))
        told.rows.add(StoryAsked(plan=told.plan, part=part, noted_by=by, **marks, **fact))
