"""A plan's facts (a version, or the draft as it would be) in finished words, to be read and not written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from borgerforloeb.accounts.presentation import decimal_comma, longdate, near, period
from plans.cards import TO_A_GOAL, time_of
from plans.models import Acceptance, Agreement, Goal, Intervention, PlanSection
from plans.placements import going_on, hours_in_words, name_of, period_of, steps_of
from plans.reading import day
from plans.rewards import with_terms
from plans.safeguards import agreed_on_paper
from plans.sharing import shared_in_words
from plans.snapshot import Facts

Kind = PlanSection.Kind
WAYS = dict(Acceptance.Way.choices)
ANSWERS = {"yes": "ja", "partly": "delvist", "no": "nej", "could_not": "kunne ikke svare"}
OVER = (Intervention.Status.STOPPED, Intervention.Status.ENDED, Intervention.Status.REFUSED)


@dataclass(frozen=True)
class ReadGoal:
    title: str
    about: str
    why: str
    review: str
    shared: str
    steps: list[tuple[str, bool, str]]
    helps: list[tuple[str, str, str]]
    trials: list[dict[str, str]]
    said: list[dict[str, str]]


class VersionPage:
    def __init__(self, facts: Facts, today: date, said: Iterable[Facts] = ()) -> None:
        """`said` is what was answered to single goals, as it comes from `with_goal_answers`."""
        self.facts, self.today = facts, today
        self.number = facts["number"]
        self.name = facts["course"]
        self.names = {row["id"]: row["first_name"] for row in facts["persons"]}
        self.is_family = len(self.names) > 1
        self.said: dict[int, list[dict[str, str]]] = defaultdict(list)
        for row in said:
            self.said[row["goal"]].append(_line(row, TO_A_GOAL))

    @property
    def sections(self) -> list[dict[str, Any]]:
        order = list(Kind.values)
        rows = sorted(self.facts["sections"], key=lambda row: order.index(row["kind"]))
        return [
            {
                "kind": row["kind"],
                "heading": Kind(row["kind"]).label,
                "about": self._about(row),
                "own": row["kind"] in PlanSection.OWN_WORDS,
                "heart": row["kind"] == Kind.DREAMS,
                "text": row["text"],
                "lines": [line.strip() for line in row["text"].splitlines() if line.strip()],
                "is_list": row["kind"] in PlanSection.LISTS,
            }
            for row in rows
            if row["text"] and row["kind"] != Kind.NETWORK
        ]

    @property
    def goals_now(self) -> list[ReadGoal]:
        return self._goals(Goal.Horizon.NOW)

    @property
    def goals_later(self) -> list[ReadGoal]:
        return self._goals(Goal.Horizon.LATER)

    @property
    def agreements(self) -> list[tuple[str, str, str]]:
        rows = [row for row in self.facts["agreements"] if row["status"] == Agreement.Status.OPEN]
        return [(row["who"], with_terms(row), self._when(row)) for row in rows]

    @property
    def safeguards(self) -> list[tuple[str, str, str]]:
        """What is to be left in peace, why and how it was agreed, and in a family about whom."""
        return [
            (row["what"], agreed_on_paper(row, self.today), self._about(row))
            for row in self.facts["safeguards"]
        ]

    @property
    def placements(self) -> list[tuple[str, str, str]]:
        """What it is and where, when and for how many hours, and who supports."""
        return [(name_of(row), self._time_and_hours(row), row["support"]) for row in going_on(self.facts)]

    def _time_and_hours(self, row: Facts) -> str:
        weekly = hours_in_words(steps_of(row["steps"]), self.today)
        return ", ".join(filter(None, (period_of(row, self.today), weekly)))

    @property
    def network(self) -> list[tuple[str, str]]:
        return [(row["name"], row["contribution"] or row["relation"]) for row in self.facts["network"]]

    @property
    def network_words(self) -> list[str]:
        return [row["text"] for row in self.facts["sections"] if row["kind"] == Kind.NETWORK and row["text"]]

    @property
    def contacts(self) -> list[tuple[str, str]]:
        return [(row["name"], row["phone"]) for row in self.facts["contacts"]]

    def _goals(self, horizon: str) -> list[ReadGoal]:
        rows = [row for row in self.facts["goals"] if row["horizon"] == horizon]
        return [self._goal(row) for row in rows if row["status"] not in Goal.ENDED]

    def _goal(self, row: Facts) -> ReadGoal:
        review = day(row["review_on"])
        return ReadGoal(
            title=row["title"],
            about=self._about(row),
            why=row["why"],
            review=f"Vi ser på det {longdate(review)}." if review else "",
            shared=shared_in_words(row.get("with_domains", ())),
            steps=[self._step(step) for step in row["subgoals"]],
            helps=[self._help(item) for item in row["interventions"] if item["status"] not in OVER],
            trials=[self._trial(item) for item in row["trials"]],
            said=self.said[row["id"]],
        )

    def _step(self, row: Facts) -> tuple[str, bool, str]:
        """What, whether it is done, and who does it by when."""
        due = f"inden {self._near(row['due_on'])}" if row["due_on"] and not row["done_on"] else ""
        return row["text"], row["done_on"] is not None, ", ".join(filter(None, (row.get("who"), due)))

    def _help(self, row: Facts) -> tuple[str, str, str]:
        hours = (
            f"{decimal_comma(float(row['hours_per_week']))} timer om ugen" if row["hours_per_week"] else ""
        )
        when = time_of(day(row["starts_on"]), day(row["ends_on"]), self.today)
        return row["title"], ", ".join(filter(None, (row["who"], hours, when))), row["section"]

    def _trial(self, row: Facts) -> dict[str, str]:
        when = period(day(row["starts_on"]), day(row["stops_on"]))
        return {"question": row["question"], "what": row["what"], "looks_at": row["looks_at"], "when": when}

    def _about(self, row: Facts) -> str:
        return self.names.get(row["person"], "Hele familien") if self.is_family else ""

    def _when(self, row: Facts) -> str:
        return ", ".join(filter(None, (row["due_words"], self._near(row["due_on"]))))

    def _near(self, text: str | None) -> str:
        due = day(text)
        return near(due, self.today) if due else ""


def answer_lines(version: Any) -> list[dict[str, str]]:
    """Who answered what, in which words and how it was given."""
    return [_line(row, ANSWERS) | {"way": WAYS[row["way"]]} for row in version.answers]


def with_answers(facts: Facts, said: Iterable[Facts]) -> Facts:
    """A version whose goals tell what was answered to each, to be compared with another one."""
    lines: dict[int, list[str]] = defaultdict(list)
    for row in said:
        told = _line(row, TO_A_GOAL)
        words = f": {told['words']}" if told["words"] else ""
        lines[row["goal"]].append(f"{told['name']} {told['answer']}{words}")
    goals = [goal | {"answers": "\n".join(lines[goal["id"]])} for goal in facts["goals"]]
    return facts | {"goals": goals}


def _line(row: Facts, words: dict[str, str]) -> dict[str, str]:
    return {
        "name": row["name"].split(" ", 1)[0],
        "answer": words[row["answer"]],
        "words": row["words"],
    }
