"""What is to be left in peace, in finished words: at the top of the page, on its own page and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from borgerforloeb.accounts.drawing import status_mark
from borgerforloeb.accounts.presentation import longdate, near
from plans.models import Safeguard
from plans.snapshot import Facts
from plans.trial_cards import circle_of
from roles.permissions import Access, Permission

State = Safeguard.State
STEPS = {State.HOLDS: "full", State.REVIEW: "half", State.OVER: "late", State.ENDED: ""}


@dataclass(frozen=True, slots=True)
class Kept:
    """One at the top of the plan or of the overview; `mark` where somebody is to look at it."""

    pk: int
    what: str
    agreed: str
    about: str
    circle: str
    mark: SafeString | None


def safeguard_facts(row: dict[str, Any]) -> Facts:
    """A row of the draft in the shape of a version."""
    return row | {"responsible": row["responsible__name"], "network_person": row["network_person_id"]}


def is_kept(row: Mapping[str, Any], today: date) -> bool:
    """The same as `not_over`, of a row in JSON."""
    return not row["ended_on"] and _state(row, today) != State.OVER


def _state(row: Mapping[str, Any], today: date) -> Safeguard.State:
    return Safeguard.open_state(date.fromisoformat(row["review_on"]), _day(row["until_on"]), today)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def kept(rows: Iterable[Facts], names: Mapping[str, str], today: date) -> list[Kept]:
    """In the order that they are to be looked at. One that has run out stands until somebody says a word."""
    return [_kept(row, names, today) for row in rows]


def _kept(row: Facts, names: Mapping[str, str], today: date) -> Kept:
    state = _state(row, today)
    about = about_whom(row["person_id"], names)
    mark = None if state == State.HOLDS else status_mark(state.label, STEPS[state])
    circle = circle_of(row["domain"], row["level"])
    return Kept(row["id"], row["what"], agreed_in_words(safeguard_facts(row), today), about, circle, mark)


def about_whom(person: str | None, names: Mapping[str, str]) -> str:
    """Whoever has left the course is not the family."""
    if person is not None and person not in names:
        return "En, der ikke er med mere"
    return names.get(person or "", "Hele familien") if len(names) > 1 else ""


def agreed_in_words(row: Facts, today: date) -> str:
    """Aftalt med Amina, Jonas Winther ansvarlig, ses efter 1. november"""
    until = _day(row["until_on"])
    told = [
        f"Aftalt med {row['agreed_with']}",
        f"{row['responsible']} ansvarlig",
        f"ses efter {near(date.fromisoformat(row['review_on']), today)}",
        f"gælder til {near(until, today)}" if until else "",
    ]
    return ", ".join(filter(None, told))


def agreed_on_paper(row: Facts, today: date) -> str:
    return f"{sentence(row['why'])} {sentence(agreed_in_words(row, today))}"


def sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def safeguard_text(row: Facts) -> str:
    """For comparing: each day with its year."""
    return "\n".join([row["what"], row["why"], agreed_in_words(row, date.min)])


def on_paper(facts: Facts, recipient: str) -> tuple[str, ...]:
    """In a family, what is about another begins with the name."""
    on = date.fromisoformat(facts["on"])
    names = {person["id"]: person["first_name"] for person in facts["persons"] if person["id"] != recipient}
    return tuple(
        ": ".join(filter(None, [names.get(row["person"], ""), sentence(row["what"])]))
        + f" {agreed_on_paper(row, on)}"
        for row in facts["safeguards"]
    )


@dataclass(frozen=True, slots=True)
class SafeguardRow:
    """One on its own page, and what this reader may do with it."""

    safeguard: Safeguard
    mark: SafeString
    agreed: str
    about: str
    circle: str
    ended: str
    may_change: bool
    may_keep: bool
    may_resume: bool


def safeguard_row(row: Safeguard, access: Access, today: date, names: Mapping[str, str]) -> SafeguardRow:
    state, may_edit = row.state(today), access.may(Permission.EDIT_PLAN)
    days = {"review_on": row.review_on.isoformat(), "until_on": row.until_on and row.until_on.isoformat()}
    facts = {"agreed_with": row.agreed_with, "responsible": row.responsible.name} | days
    ended = f"{longdate(row.ended_on)} af {row.ended_by.name}: {row.ended_why}" if row.ended_by else ""
    return SafeguardRow(
        safeguard=row,
        mark=status_mark(state.label, STEPS[state]),
        agreed=agreed_in_words(facts, today),
        about=about_whom(str(row.person_id) if row.person_id else None, names),
        circle=circle_of(row.domain, row.level),
        ended=ended,
        may_change=may_edit and row.plan.can_be_written and not row.has_ended,
        may_keep=may_edit and not row.has_ended,
        may_resume=may_edit and row.has_ended,
    )
