"""The plan as facts about one person, and the questions that a law can ask of it.

Facts are those of `plans.snapshot`, so that a draft and a version that was agreed are asked in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.citizens.models import Domain
from borgerforloeb.law.models import Check
from plans.models import Agreement, Goal, Intervention, PlanSection
from plans.reading import day

Rows = list[dict[str, Any]]
NO_LONGER = (Intervention.Status.STOPPED, Intervention.Status.ENDED, Intervention.Status.REFUSED)
SECTION_NAMES = dict(PlanSection.Kind.choices)


@dataclass(frozen=True)
class Place:
    """Where in the plan: the words of a link, and the id on the page that it leads to."""

    words: str
    anchor: str
    is_goal: bool = False


@dataclass(frozen=True)
class Ground:
    sections: Rows
    goals: Rows
    helps: Rows
    agreements: Rows
    person: str
    has_contact: bool
    followup: str

    @classmethod
    def of(cls, facts: Mapping[str, Any], person: str) -> Ground:
        """What is about that person, or about the whole course."""

        def about(rows: Rows) -> Rows:
            return [row for row in rows if row["person"] in (None, person)]

        goals = [goal for goal in about(facts["goals"]) if goal["status"] not in Goal.ENDED]
        helps = [
            row | {"goal": goal["id"]}
            for goal in goals
            for row in about(goal["interventions"])
            if row["status"] not in NO_LONGER
        ]
        return cls(
            sections=about(facts["sections"]),
            goals=goals,
            helps=helps,
            agreements=about(facts["agreements"]),
            person=person,
            has_contact=bool(facts["contacts"]),
            # Older versions do not tell of it.
            followup=longdate(day(facts.get("followup"))),
        )


def _section(ground: Ground, kind: str) -> list[Place]:
    written = any(row["kind"] == kind and row["text"].strip() for row in ground.sections)
    return [Place(SECTION_NAMES[kind], kind)] if written else []


def _goal(ground: Ground, domain: str) -> list[Place]:
    return [_to(goal) for goal in ground.goals if not domain or goal["domain"] == domain]


def _in_own_words(ground: Ground, _: str) -> list[Place]:
    if all(goal["why"].strip() for goal in ground.goals):
        return [_to(goal) for goal in ground.goals]
    return []


def _help(ground: Ground, act: str) -> list[Place]:
    """`act` as staff name it, which is how the section of an intervention begins."""
    return [_to_help(row) for row in ground.helps if not act or _is_after(row, act)]


def _is_after(row: dict[str, Any], act: str) -> bool:
    return bool((row["section"] or "").startswith(f"{act} "))


def _period(ground: Ground, _: str) -> list[Place]:
    if all(row["starts_on"] and row["ends_on"] for row in ground.helps):
        return [_to_help(row) for row in ground.helps]
    return []


def _fields(ground: Ground, number: str) -> list[Place]:
    by_field = {goal["domain"]: goal for goal in ground.goals if goal["domain"] != Domain.COMMON}
    enough = len(by_field) >= int(number or 2)
    return [_to(goal) for goal in by_field.values()] if enough else []


def _follow_up(ground: Ground, _: str) -> list[Place]:
    return [Place(f"Næste opfølgning {ground.followup}", "opf")] if ground.followup else []


def _contact(ground: Ground, _: str) -> list[Place]:
    return [Place("Kontaktpersoner", "kontakt")] if ground.has_contact else []


def _agreement(ground: Ground, _: str) -> list[Place]:
    own = (
        row
        for row in ground.agreements
        if row["citizen"] == ground.person and row["status"] == Agreement.Status.OPEN
    )
    return [Place(row["what"], "aftaler") for row in own]


def _to(goal: dict[str, Any]) -> Place:
    return Place(goal["title"], f"maal-{goal['id']}", is_goal=True)


def _to_help(row: dict[str, Any]) -> Place:
    return Place(row["title"], f"maal-{row['goal']}")


# Check.CONFIRMED is not here: that one is for people.
CHECKS: dict[str, Callable[[Ground, str], list[Place]]] = {
    Check.SECTION: _section,
    Check.GOAL: _goal,
    Check.GOAL_IN_OWN_WORDS: _in_own_words,
    Check.HELP: _help,
    Check.HELP_PERIOD: _period,
    Check.FIELDS: _fields,
    Check.FOLLOW_UP: _follow_up,
    Check.CONTACT: _contact,
    Check.AGREEMENT: _agreement,
}
