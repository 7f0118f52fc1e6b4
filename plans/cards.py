"""The goals, interventions and agreements of a plan page, in finished words: the template arranges them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from borgerforloeb.accounts.drawing import scale, status_mark
from borgerforloeb.accounts.presentation import (
    decimal_comma,
    longdate,
    money,
    near,
    period,
    since,
)
from borgerforloeb.decisions.models import Decision
from plans import rows as drawing
from plans.adjustment_cards import Told, on_the_card, told_on_card
from plans.models import Goal, Intervention
from plans.placements import line_of, placement_facts
from plans.reading import day, provider_of
from plans.sharing import shared_in_words
from plans.trial_cards import CardTrial, circle_of, draw_on_card, trials_on_card

STATUS_STEPS = {"not_begun": "", "started": "quarter", "on_the_way": "half"}
STILL_WANTED = (Intervention.Status.IDEA, Intervention.Status.APPLIED, Intervention.Status.RUNNING)
GOAL_STATUS = dict(Goal.Status.choices)
HELP_STATUS = dict(Intervention.Status.choices)
TO_THE_PLAN = {"yes": "ja", "partly": "delvist ja", "no": "nej", "could_not": "ikke noget endnu"}
TO_A_GOAL = {
    "yes": "ja til målet",
    "partly": "delvist ja til målet",
    "no": "nej til målet",
    "could_not": "kunne ikke svare på målet",
}


@dataclass(frozen=True, slots=True)
class Step:
    pk: int
    text: str
    when: str
    done: bool
    who: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    pk: int
    title: str
    law: str
    missing: str
    who: str
    hours: str
    period: str
    status: str
    cost: str


@dataclass(slots=True)
class GoalCard:
    """One goal in words; `draw` finishes what repeats in it as HTML."""

    pk: str
    number: str
    title: str
    why: str
    about: str
    circle: str
    shared: str
    status: str
    step: str
    review: str
    scale: SafeString
    steps: list[Step]
    note: dict[str, str] | None
    notes: int
    ended: str
    was: str
    remind: str
    said: str
    is_now: bool
    is_ended: bool
    is_new: bool = False
    helps: list[Help] = field(default_factory=list)
    adjustments: list[Told] = field(default_factory=list)
    trials: list[CardTrial] = field(default_factory=list)
    placements: list[str] = field(default_factory=list)
    cost: int = 0
    drawn: dict[str, SafeString] = field(default_factory=dict)

    def draw(self, desk: drawing.Desk) -> None:
        adjustments = on_the_card(self.adjustments, desk)
        if self.is_ended or not self.is_now:
            self.drawn = {"below": drawing.below(self, desk), "adjustments": adjustments}
            self.drawn |= {"said": drawing.said(self), "placements": drawing.placements(self, desk)}
            return
        self.drawn = {
            "adjustments": adjustments,
            "marks": drawing.goal_marks(self),
            "status": status_mark(self.status, self.step),
            "why": drawing.why(self.why),
            "said": drawing.said(self),
            "steps": drawing.steps(self.steps, can_tick=desk.may_edit),
            "trials": draw_on_card(self.trials, desk),
            "helps": drawing.helps(f"mål {self.number}", self.helps, desk),
            "note": drawing.note(self, desk),
            "placements": drawing.placements(self, desk),
            "cost": drawing.cost(money(self.cost) if self.cost else ""),
        }


@dataclass(frozen=True, slots=True)
class Voices:
    """Who says how far it has come, and what the citizen said last time."""

    citizen: str
    worker: str
    previous: int | None


def answered(version: dict[str, Any]) -> str:
    """Freja sagde ja 27. maj 2026"""
    told = [
        f"{row['person__first_names'].split(' ', 1)[0]} sagde {TO_THE_PLAN[row['answer']]}"
        for row in version["answer_rows"]
    ]
    return f"{', '.join(told) or 'besvaret'} {longdate(day(version['answered_on']))}"


def goal_card(
    goal: dict[str, Any], number: int, names: dict[str, str], voices: Voices, today: date
) -> GoalCard:
    status = GOAL_STATUS[goal["status"]]
    is_ended = goal["status"] in Goal.ENDED
    ended = f"{status} {longdate(day(goal['ended_on']))}" if is_ended else ""
    if goal["ended_why"]:
        ended = f"{ended}: {goal['ended_why']}"
    said = (goal["citizen_progress"], goal["worker_progress"], voices.previous)
    return GoalCard(
        pk=str(goal["id"]),
        number=str(number),
        title=goal["title"],
        why=goal["why"],
        about=names.get(goal["person_id"], "Hele familien") if len(names) > 1 else "",
        circle=circle(goal),
        shared=shared_in_words(goal["with_domains"]),
        status=status,
        step=STATUS_STEPS.get(goal["status"], "full"),
        review=f"vi ser på det {longdate(day(goal['review_on']))}" if goal["review_on"] else "",
        scale=scale(*said, (voices.citizen, voices.worker)),
        steps=[_step(row, today) for row in goal["step_rows"]],
        adjustments=told_on_card(goal, today),
        trials=trials_on_card(goal, today),
        placements=[
            line_of(placement_facts(row), today) for row in goal["placements"] if not row["ended_on"]
        ],
        note=_note(goal["note"], today),
        notes=goal["note_count"],
        ended=ended,
        was=_was(goal),
        remind=f"I bliver mindet om det {longdate(day(goal['remind_on']))}" if goal["remind_on"] else "",
        said=_said(goal["said"]),
        is_now=goal["horizon"] == Goal.Horizon.NOW,
        is_ended=is_ended,
    )


def _was(goal: dict[str, Any]) -> str:
    """Of a goal that was taken up again."""
    if not goal["was_status"]:
        return ""
    told = f"Var {GOAL_STATUS[goal['was_status']]} {longdate(day(goal['was_ended_on']))}"
    return ": ".join(filter(None, (told, goal["was_ended_why"])))


def _said(rows: list[dict[str, Any]]) -> str:
    """Freja: ja til målet, version 3"""
    told = [f"{row['person__first_names'].split(' ', 1)[0]}: {TO_A_GOAL[row['answer']]}" for row in rows]
    return f"{', '.join(told)}, version {rows[0]['version']}" if told else ""


def circle(row: dict[str, Any]) -> str:
    return circle_of(row["domain"], row["level"])


def _step(row: dict[str, Any], today: date) -> Step:
    done, due = day(row["done_on"]), day(row["due_on"])
    if done:
        return Step(row["id"], row["text"], f"nået {near(done, today)}", True, row["who"])
    when = f"inden {near(due, today)}" if due else ""
    return Step(row["id"], row["text"], when, False, row["who"])


def _note(row: dict[str, Any] | None, today: date) -> dict[str, str] | None:
    if row is None:
        return None
    told = since(day(row["about_on"]), today)
    when = told if told in ("i dag", "i går") else f"for {told} siden"
    who = f"{row['written_by__name'].split(' ', 1)[0]} {when}{', med tillæg' if row['corrected'] else ''}"
    return {"who": who, "text": row["text"]}


def help_row(row: dict[str, Any], today: date, *, with_cost: bool) -> Help:
    weekly = row["hours_per_week"]
    return Help(
        pk=row["id"],
        title=row["title"],
        law=_law(row),
        missing=_missing(row, today),
        who=provider_of(row) or "ikke aftalt",
        hours=f"{decimal_comma(weekly)} om ugen" if weekly else "efter aftale",
        period=time_of(day(row["starts_on"]), day(row["ends_on"]), today),
        status=HELP_STATUS[row["status"]],
        cost=money(row["yearly_cost"]) if with_cost and row["yearly_cost"] else "",
    )


def _law(row: dict[str, Any]) -> str:
    if row["section_id"] is None:
        return "Uden paragraf"
    act = row["section__act__short_name"]
    return f"{act[:1].upper()}{act[1:]} {row['section__number']}"


def _missing(row: dict[str, Any], today: date) -> str:
    """Nothing of the law stands here: a section is missing, its last day has gone, or nothing grants it.

    What has been granted under a section that has gone runs on under it, as long as its decision holds.
    """
    if row["status"] not in STILL_WANTED and row["status"] != Intervention.Status.GRANTED:
        return ""
    if row["section_id"] is None:
        return "mangler" if row["status"] in STILL_WANTED else ""
    if row["status"] in Intervention.HELPING and row["section__needs_decision"]:
        return _undecided(row, today)
    ended = day(row["section__valid_to"])
    return f"gælder ikke efter {longdate(ended)}" if ended and ended < today else ""


def _undecided(row: dict[str, Any], today: date) -> str:
    if row["decision_id"] is None:
        return "afgørelsen mangler"
    if row["decision__replaced_by__status"] not in (None, Decision.Status.DRAFT):
        begins = day(row["decision__replaced_by__starts_on"])
        if begins is None or begins <= today:
            return "afgørelsen er afløst"
    ended = day(row["decision__ends_on"])
    return "afgørelsen er ophørt" if ended and ended < today else ""


def time_of(start: date | None, end: date | None, today: date) -> str:
    if start and not end and start > today:
        return f"fra {longdate(start)}"
    return period(start, end)
