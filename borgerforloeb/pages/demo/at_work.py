"""Where somebody is at work, for how many hours a week from when on, and the talks with companies before."""

from typing import Any

from borgerforloeb.pages.demo.told import Told
from plans.models import EmployerContact, Placement, PlacementHours


def tell_work(told: Told, story: dict[str, Any]) -> None:
    for fact in story.get("placements", []):
        _tell_placement(told, dict(fact))
    for fact in story.get("employer_contacts", []):
        _tell_contact(told, dict(fact))


def _tell_placement(told: Told, fact: dict[str, Any]) -> None:
    steps, since = fact.pop("hours", []), fact.pop("since", 1)
    goal = told.goals[fact.pop("goal")] if "goal" in fact else None
    responsible = told.user(fact.pop("by"))
    row = Placement(
        plan=told.plan,
        goal=goal,
        person=told.about(fact.pop("about", None)) or told.main,
        starts_on=fact.pop("from"),
        ends_on=fact.pop("until", None),
        responsible=responsible,
        noted_by=told.caseworker,
        version=1,
        **fact,
    )
    told.rows.add(row)
    told.remember(row, None, since=since, until=0, before={})
    for day, number in steps:
        told.rows.add(PlacementHours(placement=row, from_on=day, hours=number))


def _tell_contact(told: Told, fact: dict[str, Any]) -> None:
    person = told.about(fact.pop("about", None)) or told.main
    told.rows.add(EmployerContact(plan=told.plan, person=person, noted_by=told.user(fact.pop("by")), **fact))
