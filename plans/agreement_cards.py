"""An agreement in finished words: who has promised what, by when, on which condition, and how it goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from borgerforloeb.accounts.presentation import near, until
from plans.models import Agreement
from plans.reading import day, holder_of
from plans.rewards import kept_in_words, terms_of
from plans.trial_cards import circle_of

STATUS = dict(Agreement.Status.choices)


@dataclass(frozen=True, slots=True)
class AgreementRow:
    pk: int
    what: str
    who: str
    when: str
    late: str
    terms: str
    kept: str
    circle: str
    outcome: str
    open: bool


def agreement_rows(rows: Iterable[dict[str, Any]], today: date) -> list[AgreementRow]:
    return [_agreement_row(row, today) for row in rows]


def _agreement_row(row: dict[str, Any], today: date) -> AgreementRow:
    due_on, done_on = day(row["due_on"]), day(row["done_on"])
    due = near(due_on, today) if due_on else ""
    is_open = row["status"] == Agreement.Status.OPEN
    told = f"{STATUS[row['status']]} {near(done_on, today)}" if done_on else ""
    return AgreementRow(
        pk=row["id"],
        what=row["what"],
        who=holder_of(row),
        when=told or ", ".join(filter(None, (row["due_words"], due))),
        late=f"{due}, {until(due_on, today)}" if is_open and due_on and due_on < today else "",
        terms=terms_of(row),
        kept=kept_in_words(row["look_rows"]),
        circle=circle_of(row["domain"], row["level"]),
        outcome=row["outcome"],
        open=is_open,
    )
