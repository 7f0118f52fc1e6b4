"""Trials in finished words: the short line on the goal's card, and each of them on its own page.

Everything that comes from the database goes through `html`, which escapes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from borgerforloeb.accounts.drawing import NO_TEXT, icon, status_mark
from borgerforloeb.accounts.markup import html, joined
from borgerforloeb.accounts.presentation import longdate, money, period
from borgerforloeb.citizens.models import Domain, Level
from plans.lessons import Share, share_of
from plans.models import Trial
from roles.permissions import Access, Permission

if TYPE_CHECKING:
    from plans.rows import Desk

State, Outcome = Trial.State, Trial.Outcome
STEPS = {State.PLANNED: "", State.RUNNING: "half", State.OVER: "late", State.CLOSED: "full"}
ON_THE_CARD = """<p class="bf-gap"><strong>Vi prøver:</strong> <span class="bf-private">{question}</span>\
 {mark} <span class="bf-meta">{when}</span>{circle}\
 <a href="{url}trials/#p{pk}">Se<span class="sr-only"> prøvehandlingen: {question}</span></a></p>"""
CIRCLE = ' <span class="bf-law">{icon}{circle}</span>'


@dataclass(frozen=True, slots=True)
class CardTrial:
    """One that nobody has said the end of yet, on the card of its goal."""

    pk: int
    question: str
    what: str
    when: str
    circle: str
    state: Trial.State


def trials_on_card(goal: Mapping[str, Any], today: date) -> list[CardTrial]:
    """Of a goal of the draft, whose rows are JSON."""
    return [_on_card(row, today) for row in goal["trial_rows"] if not row["outcome"]]


def _on_card(row: Mapping[str, Any], today: date) -> CardTrial:
    starts_on, stops_on = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["stops_on"])
    state = Trial.open_state(starts_on, stops_on, today)
    circle = circle_of(row["domain"], row["level"])
    return CardTrial(
        row["id"], row["question"], row["what"], _when(starts_on, stops_on, state), circle, state
    )


def _when(starts_on: date, stops_on: date, state: Trial.State) -> str:
    if state == State.PLANNED:
        return period(starts_on, stops_on)
    return f"{'stoppede' if state == State.OVER else 'til'} {longdate(stops_on)}"


def circle_of(domain: str, level: str) -> str:
    """Who may read it, said only where it is not everybody around the citizen."""
    if level == Level.SHIELDED:
        return "skærmet"
    return f"kun {Domain(domain).label}" if level == Level.DOMAIN and domain != Domain.COMMON else ""


def draw_on_card(rows: Sequence[CardTrial], desk: Desk) -> SafeString:
    return joined(
        html(
            ON_THE_CARD,
            question=row.question,
            when=row.when,
            circle=html(CIRCLE, icon=icon("lock"), circle=row.circle) if row.circle else NO_TEXT,
            mark=status_mark(row.state.label, STEPS[row.state]),
            url=desk.url,
            pk=str(row.pk),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One on the page of trials, and what this reader may do with it."""

    trial: Trial
    state: Trial.State
    mark: SafeString
    period: str
    circle: str
    cost: str
    ended: str
    may_change: bool
    may_close: bool
    may_continue: bool
    may_reopen: bool
    share: Share


def trial_row(trial: Trial, access: Access, today: date, *, is_continued: bool) -> TrialRow:
    state = trial.state(today)
    may_edit = access.may(Permission.EDIT_PLAN)
    word = Outcome(trial.outcome).label if trial.is_closed else state.label
    with_cost = access.may(Permission.SEE_COSTS) and trial.cost_cap is not None
    return TrialRow(
        trial=trial,
        state=state,
        mark=status_mark(word, STEPS[state]),
        period=period(trial.starts_on, trial.stops_on),
        circle=circle_of(trial.domain, trial.level),
        cost=money(trial.cost_cap) if with_cost else "",
        ended=f"{longdate(trial.closed_on)} af {trial.closed_by.name}" if trial.closed_by else "",
        may_change=may_edit and trial.plan.can_be_written,
        may_close=may_edit and not trial.is_closed,
        may_continue=may_edit and trial.outcome == Outcome.WIDENED and not is_continued,
        may_reopen=may_edit and trial.outcome in (Outcome.STOPPED, Outcome.WIDENED) and not is_continued,
        share=share_of(trial, access),
    )
