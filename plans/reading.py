"""A frozen version, or the draft as it stands, as one reader may see it, by the assignments of today."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import Any
from uuid import UUID

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Domain, Level
from plans.marks import (
    AGREEMENTS,
    GOALS,
    HELPS,
    ON_A_GOAL,
    PLACEMENTS,
    SAFEGUARDS,
    SECTIONS,
    TRIALS,
    Key,
    Mark,
    frozen,
    gone,
    less,
    living,
)
from plans.models import Plan
from plans.queries import DraftTree, draft_trees, marks_of_plans
from plans.snapshot import Facts
from plans.steps import named
from roles.permissions import Access, Permission

Rows = list[dict[str, Any]]


def day(text: str | None) -> date | None:
    """Dates come out of JSON as text."""
    return date.fromisoformat(text) if text else None


def marks_today(plan: int) -> dict[Key, Mark]:
    """Of every text of the plan, in one question; not for showing, but for asking whom it is for."""
    (row,) = marks_of_plans(None, plan=plan)
    rows = {kind: json.loads(found) for kind, found in row._asdict().items()}
    return gone(rows.pop("gone")) | living(rows)


def readable(facts: Facts, access: Access) -> Facts:
    """Texts that the reader may not read are left out, and whatever stands on them.

    `facts` come from `plans.marks`: a text without marks is an error, not an open text.
    """
    known = partial(_knows, access)
    goals = [
        goal
        | {kind: _let_through(goal[kind], access) for kind in ON_A_GOAL}
        | {"subgoals": named(goal["subgoals"], known, known)}
        for goal in _let_through(facts[GOALS], access)
    ]
    texts = {kind: _let_through(facts[kind], access) for kind in (SECTIONS, AGREEMENTS, SAFEGUARDS)}
    placements = _let_through(facts[PLACEMENTS], access) if tells_where(access) else []
    texts[PLACEMENTS] = on_goals(placements, goals)
    network = [row for row in facts["network"] if _knows(access, row["person"])]
    consents = [row for row in facts["consents"] if _reads_consent(access, row)]
    persons = [person for person in facts["persons"] if _knows(access, person["id"])]
    return less(facts, **texts, goals=goals, network=network, persons=persons, consents=consents)


def tells_where(access: Access) -> bool:
    """A placement is where somebody can be found by day, and a nødadgang is not opened to find out."""
    return access.may(Permission.SEE_WHEREABOUTS)


def on_goals(rows: list[Facts], goals: list[Facts]) -> list[Facts]:
    """What stands on a goal goes with it."""
    return [row for row in rows if row["goal"] is None or any(goal["id"] == row["goal"] for goal in goals)]


def _let_through(rows: list[Facts], access: Access) -> list[Facts]:
    return [row for row in rows if all(reads(access, mark) for mark in row["marks"])]


def reads(access: Access, mark: Mark) -> bool:
    return access.may_read(UUID(mark.person) if mark.person else None, mark.domain, mark.level)


def _knows(access: Access, person: str | None) -> bool:
    return access.may_read(UUID(person) if person else None, Domain.COMMON, Level.COMMON)


def _reads_consent(access: Access, row: Facts) -> bool:
    """A version from before the fields stood in it is read as if it spoke of all of them."""
    return access.may_read_all(UUID(row["person"]), row.get("domains", Domain.values))


def provider_of(help_: dict[str, Any]) -> str:
    """Who gives an intervention: a colleague, or somebody outside the system."""
    return help_["provider__name"] or help_["provider_name"]


def holder_of(agreement: dict[str, Any]) -> str:
    citizen = f"{agreement['citizen__first_names'] or ''} {agreement['citizen__last_name'] or ''}".strip()
    return agreement["user__name"] or citizen or agreement["network_person__name"] or ""


@dataclass(frozen=True)
class Draft:
    """The draft and what stands around it, less what the reader may not read; rows as in `draft_trees`."""

    sections: Rows
    goals: Rows
    agreements: Rows
    placements: Rows
    safeguards: Rows
    staff: Rows
    network: Rows
    followup: dict[str, Any] | None
    versions: Rows
    last_content: Facts | None
    left_out: frozenset[Key]


class RowGate:
    """`Access` for the many rows of one course that came without a gate: each kind is asked about once.

    `members` are those of the course whom the reader may know.
    """

    def __init__(self, access: Access, members: set[str]) -> None:
        self.access, self.members = access, members
        self.reads = cache(self._reads)

    def _reads(self, person: str | None, domain: str, level: str) -> bool:
        return self.access.may_read(UUID(person) if person else None, domain, level)

    def knows(self, person: str | None) -> bool:
        """What is about nobody in particular, or about a member of the course whom the reader may know."""
        return person is None or person in self.members

    def knew(self, person: str | None) -> bool:
        """The same, also of somebody who is not in the course any more."""
        return self.reads(person, Domain.COMMON, Level.COMMON)

    def rows(self, rows: Rows) -> Rows:
        return [row for row in rows if self.reads(row["person_id"], row["domain"], row["level"])]


def draft_as_read(plan: Plan, user: User, access: Access, members: set[str]) -> Draft:
    """`members` are those of the course whom the reader may know. What stands on a goal goes with it."""
    (row,) = draft_trees(user, plan=plan.pk)
    tree = DraftTree(*(json.loads(part, parse_float=Decimal) if part else None for part in row))
    gate = RowGate(access, members)
    followup: Any = next(iter(tree.followups), None)
    today = _living(tree.sections, tree.goals, tree.agreements, tree.placements, tree.safeguards)
    sections, agreements = gate.rows(tree.sections), gate.rows(tree.agreements)
    safeguards = gate.rows(tree.safeguards)
    versions = [_version(version, gate) for version in tree.versions]
    asked = gone(tree.gone) | today
    before = readable(frozen(tree.last_content, asked), access) if tree.last_content else None
    said = _said_last(versions, before)
    open_goals = gate.rows(tree.goals)
    there = {goal["id"] for goal in open_goals} | {None}
    readable_ones = gate.rows(tree.placements) if tells_where(access) else []
    placements = [row for row in readable_ones if row["goal_id"] in there]
    standing = [row for row in placements if not row["taken_back_on"]]
    goals = [
        _goal(goal, gate)
        | {"said": said[goal["id"]], "placements": [row for row in standing if row["goal_id"] == goal["id"]]}
        for goal in open_goals
    ]
    read = _living(sections, goals, agreements, placements, safeguards)
    return Draft(
        sections=sections,
        goals=goals,
        agreements=agreements,
        placements=standing,
        safeguards=[row for row in safeguards if not row["ended_on"]],
        staff=[row for row in tree.staff if gate.knows(row["person_id"])],
        network=[row for row in tree.network if gate.knows(row["citizen_id"])],
        followup=followup,
        versions=versions,
        last_content=before,
        left_out=frozenset(today.keys() - read.keys()),
    )


def _living(
    sections: Rows, goals: Rows, agreements: Rows, placements: Rows, safeguards: Rows
) -> dict[Key, Mark]:
    helps = [row for goal in goals for row in goal["help_rows"]]
    trials = [row for goal in goals for row in goal["trial_rows"]]
    flat = {SECTIONS: sections, AGREEMENTS: agreements, PLACEMENTS: placements, SAFEGUARDS: safeguards}
    return living(flat | {GOALS: goals, HELPS: helps, TRIALS: trials})


def _goal(goal: dict[str, Any], gate: RowGate) -> dict[str, Any]:
    """With the latest of its notes, and how many there are."""
    notes = gate.rows(goal["note_rows"])
    return goal | {
        "step_rows": named(goal["step_rows"], gate.knew, gate.knew),
        "help_rows": gate.rows(goal["help_rows"]),
        "trial_rows": gate.rows(goal["trial_rows"]),
        "note": max(notes, key=lambda note: (note["about_on"], note["id"]), default=None),
        "note_count": sum(row["number"] for row in gate.rows(goal["count_rows"])),
    }


def _version(version: dict[str, Any], gate: RowGate) -> dict[str, Any]:
    """An answer is for those who may know who gave it, whether or not that person is still in the course."""

    def known(rows: Rows) -> Rows:
        return [row for row in rows if gate.knew(row["person_id"])]

    return version | {name: known(version[name]) for name in ("answer_rows", "goal_answer_rows")}


def _said_last(versions: Rows, before: Facts | None) -> dict[int, Rows]:
    """By goal, what was answered to it in the last version; not where its words of then are closed."""
    said: dict[int, Rows] = defaultdict(list)
    if before is None:
        return said
    shown, last = {goal["id"] for goal in before[GOALS]}, versions[0]
    for row in last["goal_answer_rows"]:
        if row["goal_id"] in shown:
            said[row["goal_id"]].append(row | {"version": last["number"]})
    return said
