"""The letter of a decision: what, why, by which law, and how and until when one complains (FVL §§ 22-25)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from borgerforloeb.accounts.presentation import hours, longdate
from borgerforloeb.citizens.models import Course, Level
from borgerforloeb.decisions.actions.deciding import COMPLAINT_WITHIN
from borgerforloeb.decisions.models import Decision
from borgerforloeb.disclosures.package import Package, Paper, page_of
from borgerforloeb.disclosures.recipients import Recipient, answering_for, nearest
from roles.permissions import Access

LABELS = {
    "name": "Hvem det handler om",
    "what": "Afgørelsen",
    "period": "Afgørelsen",
    "reasons": "Begrundelse",
    "heard": "Det har vi spurgt om",
    "childs_view": "Barnets syn",
    "law": "Reglerne",
    "complaint": "Hvis du er uenig",
    "signed": "Underskrift",
}
OUTCOMES = {
    Decision.Outcome.GRANTED: "Vi bevilger",
    Decision.Outcome.PARTLY: "Vi bevilger en del af",
    Decision.Outcome.REFUSED: "Vi giver afslag på",
}


@dataclass(frozen=True)
class DecisionLetter:
    name: str
    on: str
    what: str
    period: str
    reasons: tuple[str, ...]
    heard: tuple[str, ...]
    childs_view: tuple[str, ...]
    law: str
    complaint: tuple[str, ...]
    signed: str


def decision_paper(row: Decision, course: Course, access: Access, today: date) -> Paper:
    people = nearest(course, access, today)
    return Paper(
        course=course,
        title="Udlever afgørelsen",
        ask="Hvem skal have brevet?",
        back=reverse("decisions:decision", args=[course.pk, row.pk]),
        people=people,
        found=[one for one in answering_for(people, _about(row)) if _is_for(one, row)],
        package_for=lambda to: _package(row, to),
        about=_about(row),
    )


def _about(row: Decision):
    if row.person_id is None:
        raise ValidationError("Afgørelsen handler ikke om nogen.")
    return row.person_id


def _is_for(one: Recipient, row: Decision) -> bool:
    """As the plan's editions have it: what is shielded is given to nobody but the one it is about."""
    return one.is_the_person or row.level != Level.SHIELDED


def _package(row: Decision, to: Recipient) -> Package:
    return page_of(
        letter_of(row, to_oneself=to.is_the_person),
        what="Afgørelse",
        source=f"decision:{row.pk}",
        labels=LABELS,
        marks=Counter([(str(row.person_id), row.domain, row.level)]),
        template="decisions/print/letter.html",
    )


def letter_of(row: Decision, *, to_oneself: bool) -> DecisionLetter:
    """What a child has said in confidence is the child's: a parent gets the letter without it."""
    person, decider = row.person, row.decided_by
    if person is None or decider is None or row.decided_on is None:
        raise ValidationError("Afgørelsen er ikke truffet endnu.")
    return DecisionLetter(
        name=person.name,
        on=longdate(row.decided_on),
        what=f"{OUTCOMES[Decision.Outcome(row.outcome)]}: {row.what}.",
        period=_period(row),
        reasons=_lines(row.reasons),
        heard=_heard(row),
        childs_view=_lines(row.childs_view) if to_oneself else (),
        law=f"Afgørelsen er truffet efter {row.section}: {row.section.title}.",
        complaint=_complaint(row),
        signed=", ".join(filter(None, [decider.name, decider.title, settings.MUNICIPALITY])),
    )


def _period(row: Decision) -> str:
    weekly = f"{hours(row.hours_per_week)} om ugen" if row.hours_per_week else ""
    begins = f"fra {longdate(row.starts_on)}" if row.starts_on else ""
    ends = f"til og med {longdate(row.ends_on)}" if row.ends_on else ""
    words = " ".join(filter(None, [weekly, begins, ends]))
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _heard(row: Decision) -> tuple[str, ...]:
    if row.heard_on is None:
        return ()
    asked = f"Vi spurgte {longdate(row.heard_on)}, før vi afgjorde sagen."
    words = _lines(row.heard_words)
    return (asked, f"Svaret var: {words[0]}", *words[1:]) if words else (asked,)


def _complaint(row: Decision) -> tuple[str, ...]:
    """Also for who got all that was asked for: whoever is not satisfied may complain, and is told how."""
    until = f"senest {longdate(row.complaint_until)}" if row.complaint_until else _within()
    return (
        f"Du kan klage til Ankestyrelsen. Send eller sig din klage til kommunen {until}.",
        "Vi ser først på sagen igen. Giver vi dig ikke ret, sender vi klagen videre.",
        "Du må tage en med til at hjælpe dig, og du kan spørge kommunens borgerrådgiver. Det er gratis.",
    )


def _within() -> str:
    return f"senest {COMPLAINT_WITHIN.days // 7} uger efter, at du har fået brevet"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
