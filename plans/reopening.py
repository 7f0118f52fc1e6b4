"""What of a version can be taken back into the plan: the words of its sections and of its goals.

Help, trials, agreements and placements are not: each rests on a decision, a promise or a date of its own,
and is made anew where it is wanted. What came after the version stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from plans.comparing import Pair, differences
from plans.marks import GOALS, SECTIONS, key_of
from plans.models import Goal
from plans.reading import day
from plans.snapshot import Facts

NOBODY = {"done_on": None, "who": "", "who_citizen": None, "who_network_of": None}
ENDED_SINCE = "afsluttet siden: tages op igen"


@dataclass(frozen=True)
class Part:
    """One text that has changed since; `row` is all of it as it would stand again."""

    kind: str
    key: str
    row: Facts
    name: str
    what: str
    pairs: Sequence[Pair]


def to_take_back(then: Facts, now: Facts, today: date) -> list[Part]:
    """In the order of the plan; both as one reader may see them. A text that the version did not have
    stays. What is closed today is closed in the version as well (`marks.frozen`).
    """
    return [*_sections(then, now), *_goals(then, now, today)]


def _sections(then: Facts, now: Facts) -> Iterable[Part]:
    here = {person["id"] for person in now["persons"]} | {None}
    standing = {key_of(SECTIONS, row): row for row in now[SECTIONS]}
    for row in then[SECTIONS]:
        stands = standing.get(key_of(SECTIONS, row), row | {"text": ""})
        if row["text"] and row["person"] in here:
            yield from _part(SECTIONS, row, _alone(now, SECTIONS, stands), _alone(now, SECTIONS, row))


def _goals(then: Facts, now: Facts, today: date) -> Iterable[Part]:
    standing = {row["id"]: row for row in now[GOALS]}
    for row in then[GOALS]:
        stands = standing.get(row["id"])
        if stands is None or row["status"] in Goal.ENDED:
            continue
        again = _again(row, stands, today)
        yield from _part(GOALS, again, _alone(now, GOALS, stands), _alone(now, GOALS, again))


def _again(row: Facts, stands: Facts, today: date) -> Facts:
    """The goal as it stands now, with the words of then. A day that is over is not one to look at it on."""
    review_on = day(row["review_on"])
    known = {step["text"] for step in stands["subgoals"]}
    # Who was to take it is agreed anew.
    gone = [step | NOBODY for step in row["subgoals"] if step["text"] not in known]
    return stands | {
        "title": row["title"],
        "why": row["why"],
        "horizon": row["horizon"],
        "status": row["status"] if stands["status"] in Goal.ENDED else stands["status"],
        "review_on": row["review_on"] if review_on and review_on >= today else stands["review_on"],
        "subgoals": [*stands["subgoals"], *gone],
        "gone": gone,
    }


def _alone(facts: Facts, kind: str, row: Facts) -> Facts:
    """The plan of today, with this one text of its kind."""
    return facts | {kind: [row]}


def _part(kind: str, row: Facts, now: Facts, again: Facts) -> Iterable[Part]:
    found = differences(now, again)
    name = row["title"] if kind == GOALS else "".join(one.change.name for one in found)
    what = [one.change.what for one in found] if kind == GOALS else []
    if kind == GOALS and now[GOALS][0]["status"] in Goal.ENDED:
        what.append(ENDED_SINCE)
    if found or what:
        pairs = [pair for one in found for pair in one.pairs]
        yield Part(kind, " ".join(key_of(kind, row)), row, name, ", ".join(what), pairs)
