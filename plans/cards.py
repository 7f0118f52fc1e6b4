"""The goals, interventions and agreements of a plan page, in finished words: the template arranges them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from borgerforloeb.accounts.drawing import scale
from borgerforloeb.accounts.presentation import (
    decimal_comma,
    longdate,
    money,
    period,
    shortdate,
    since,
    until,
)
from borgerforloeb.citizens.models import Confidential, Domain, Level
from plans.models import Agreement, Intervention
from plans.surroundings import day

STATUS_STEPS = {"not_begun": "", "started": "quarter", "on_the_way": "half"}
STILL_WANTED = (Intervention.Status.IDEA, Intervention.Status.APPLIED, Intervention.Status.RUNNING)


@dataclass(frozen=True, slots=True)
class Step:
    pk: int
    text: str
    when: str
    done: bool


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
    pk: int
    number: int
    title: str
    why: str
    about: str
    circle: str
    status: str
    step: str
    review: str
    scale: SafeString
    steps: list[Step]
    note: dict[str, str] | None
    notes: int
    ended: str
    is_new: bool = False
    helps: list[Help] = field(default_factory=list)
    cost: int = 0

    @property
    def address(self) -> str:
        return f"{self.pk}/"

    @property
    def cost_words(self) -> str:
        return money(self.cost) if self.cost else ""

    @property
    def missing(self) -> int:
        return sum(1 for row in self.helps if row.missing)


@dataclass(frozen=True, slots=True)
class AgreementRow:
    pk: int
    what: str
    who: str
    when: str
    late: str
    condition: str
    circle: str
    outcome: str
    open: bool


@dataclass(frozen=True, slots=True)
class Voices:
    """Who says how far it has come, and what the citizen said last time."""

    citizen: str
    worker: str
    previous: int | None


def goal_card(goal: Any, number: int, names: dict[Any, str], voices: Voices, today: date) -> GoalCard:
    ended = f"{goal.get_status_display()} {longdate(goal.ended_on)}" if goal.is_ended else ""
    if goal.ended_why:
        ended = f"{ended}: {goal.ended_why}"
    said = (goal.citizen_progress, goal.worker_progress, voices.previous)
    return GoalCard(
        pk=goal.pk,
        number=number,
        title=goal.title,
        why=goal.why,
        about=names.get(goal.person_id, "Hele familien") if len(names) > 1 else "",
        circle=circle(goal),
        status=goal.get_status_display(),
        step=STATUS_STEPS.get(goal.status, "full"),
        review=f"vi ser på det {longdate(goal.review_on)}" if goal.review_on else "",
        scale=scale(*said, (voices.citizen, voices.worker)),
        steps=[_step(row, today) for row in goal.step_rows],
        note=_note(goal.latest_note, today),
        notes=goal.note_count,
        ended=ended,
    )


def circle(row: Confidential) -> str:
    """Who may read it, said only where it is not everybody around the citizen."""
    if row.level == Level.SHIELDED:
        return "skærmet"
    if row.level == Level.DOMAIN and row.domain != Domain.COMMON:
        return f"kun {row.get_domain_display()}"
    return ""


def _step(row: dict[str, Any], today: date) -> Step:
    done, due = day(row["done_on"]), day(row["due_on"])
    if done:
        return Step(row["id"], row["text"], f"nået {_near(done, today)}", True)
    when = f"inden {_near(due, today)}" if due else ""
    return Step(row["id"], row["text"], when, False)


def _near(value: date, today: date) -> str:
    return shortdate(value) if value.year == today.year else longdate(value)


def _note(row: dict[str, Any] | None, today: date) -> dict[str, str] | None:
    if row is None:
        return None
    told = since(day(row["about_on"]), today)
    when = told if told in ("i dag", "i går") else f"for {told} siden"
    return {"who": f"{row['by'].split(' ', 1)[0]} {when}", "text": row["text"]}


def help_row(item: Intervention, today: date, *, with_cost: bool) -> Help:
    hours = f"{decimal_comma(item.hours_per_week)} om ugen" if item.hours_per_week else "efter aftale"
    return Help(
        pk=item.pk,
        title=item.title,
        law=_law(item),
        missing=_missing(item, today),
        who=item.who or "ikke aftalt",
        hours=hours,
        period=time_of(item.starts_on, item.ends_on, today),
        status=item.get_status_display(),
        cost=money(item.yearly_cost) if with_cost and item.yearly_cost else "",
    )


def _law(item: Intervention) -> str:
    if item.section is None:
        return "Uden paragraf"
    act = item.section.act.short_name
    return f"{act[:1].upper()}{act[1:]} {item.section.number}"


def _missing(item: Intervention, today: date) -> str:
    """Nothing of the law stands here: a section is missing, or its own last day has gone."""
    if item.status not in STILL_WANTED and item.status != Intervention.Status.GRANTED:
        return ""
    if item.section is None:
        return "mangler" if item.status in STILL_WANTED else ""
    ended = item.section.valid_to
    return f"gælder ikke efter {longdate(ended)}" if ended and ended < today else ""


def time_of(start: date | None, end: date | None, today: date) -> str:
    if start and not end and start > today:
        return f"fra {longdate(start)}"
    return period(start, end)


def agreement_rows(agreements: Iterable[Agreement], today: date) -> list[AgreementRow]:
    return [_agreement_row(agreement, today) for agreement in agreements]


def _agreement_row(agreement: Agreement, today: date) -> AgreementRow:
    due = _near(agreement.due_on, today) if agreement.due_on else ""
    is_open = agreement.status == Agreement.Status.OPEN
    late = is_open and agreement.due_on is not None and agreement.due_on < today
    told = f"{agreement.get_status_display()} {_near(agreement.done_on, today)}" if agreement.done_on else ""
    return AgreementRow(
        pk=agreement.pk,
        what=agreement.what,
        who=agreement.who,
        when=told or ", ".join(filter(None, (agreement.due_words, due))),
        late=f"{due}, {until(agreement.due_on, today)}" if late else "",
        condition=agreement.condition,
        circle=circle(agreement),
        outcome=agreement.outcome,
        open=is_open,
    )
