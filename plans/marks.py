"""Whom each text of a plan is for: as it was frozen, and as its living row says today.

A frozen text lets a reader through only where both do, so that what is shielded after the talk is shielded in
what was agreed as well. Where the living row is gone, the last marks that it had say so with the frozen ones.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from plans.snapshot import Facts


class Mark(NamedTuple):
    person: str | None
    domain: str
    level: str


# The kind of row, and which of them.
Key = tuple[str, str]
Today = Mapping[Key, Mark]
SECTIONS, GOALS, HELPS, TRIALS, AGREEMENTS, PLACEMENTS, SAFEGUARDS = KINDS = (
    "sections",
    "goals",
    "interventions",
    "trials",
    "agreements",
    "placements",
    "safeguards",
)
# What stands on a goal, and is never read without it.
ON_A_GOAL = (HELPS, TRIALS)
# The news of a paper tells by name that one of these is there no more.
TOLD_AS_GONE = (AGREEMENTS, PLACEMENTS, TRIALS, SAFEGUARDS)
# Versions from before there were any tell of none.
LATER_KINDS = (PLACEMENTS, SAFEGUARDS)
# A placement may come to another goal: whom that one is for today.
AT_GOAL = "placement's goal"


def drafted(facts: Facts) -> Facts:
    """A plan as it stands now: its own marks are those of today."""
    return frozen(facts, {})


def frozen(content: Facts, today: Today) -> Facts:
    """Each text with its key and its marks, without which no reader is shown it."""

    def laid(kind: str, rows: Iterable[Facts]) -> list[Facts]:
        return [row | _laid(key_of(kind, row), row, today) for row in rows]

    # A version from before there were trials has none.
    goals = [
        goal | {kind: laid(kind, goal.get(kind, ())) for kind in ON_A_GOAL}
        for goal in laid(GOALS, content[GOALS])
    ]
    texts = {kind: laid(kind, content[kind]) for kind in (SECTIONS, AGREEMENTS)}
    texts |= {kind: laid(kind, content.get(kind, ())) for kind in LATER_KINDS}
    return content | texts | {GOALS: goals}


def _laid(key: Key, row: Facts, today: Today) -> Facts:
    then = Mark(row["person"], row["domain"], row["level"])
    goal = today.get((AT_GOAL, key[1]), then) if key[0] == PLACEMENTS else then
    return {"key": key, "marks": {then, today.get(key, then), goal}}


def key_of(kind: str, row: Mapping[str, Any]) -> Key:
    """A section has its heading and its person; a version keeps no number of it."""
    if kind == SECTIONS:
        person = row["person"] if "person" in row else row["person_id"]
        return kind, f"{row['kind']} {person or ''}"
    return kind, str(row["id"])


def living(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[Key, Mark]:
    """The rows of each kind, as they come from the tables."""
    marks = {
        key_of(kind, row): Mark(row["person_id"], row["domain"], row["level"])
        for kind, found in rows.items()
        for row in found
    }
    for row in rows.get(PLACEMENTS, ()):
        if (GOALS, str(row["goal_id"])) in marks:
            marks[AT_GOAL, str(row["id"])] = marks[GOALS, str(row["goal_id"])]
    return marks


def gone(rows: Iterable[Mapping[str, Any]]) -> dict[Key, Mark]:
    """The last marks of what was taken away: interventions alone are, the other kinds are ended and stay."""
    return living({HELPS: rows})


def all_texts(facts: Facts) -> list[Facts]:
    on_goals = [row for goal in facts[GOALS] for kind in ON_A_GOAL for row in goal[kind]]
    flat = (row for kind in (SECTIONS, GOALS, AGREEMENTS, *LATER_KINDS) for row in facts[kind])
    return [*flat, *on_goals]


def less(facts: Facts, **shown: Any) -> Facts:
    """With these rows instead; what is left out of it is known by its key, and told of by nobody."""
    after = facts | shown
    gone = {row["key"] for row in all_texts(facts)} - {row["key"] for row in all_texts(after)}
    return after | {"left_out": left_out(facts) | gone}


def left_out(facts: Facts) -> frozenset[Key]:
    found: frozenset[Key] = frozenset(facts.get("left_out", ()))
    return found


def without(facts: Facts, keys: frozenset[Key]) -> Facts:
    """For comparing: what is closed to the reader in one of two plans is in neither."""
    if not keys:
        return facts

    def kept(kind: str, rows: Iterable[Facts]) -> list[Facts]:
        return [row for row in rows if key_of(kind, row) not in keys]

    goals = [
        goal | {kind: kept(kind, goal[kind]) for kind in ON_A_GOAL} for goal in kept(GOALS, facts[GOALS])
    ]
    flat = (SECTIONS, AGREEMENTS, *LATER_KINDS)
    return facts | {GOALS: goals} | {kind: kept(kind, facts[kind]) for kind in flat}
