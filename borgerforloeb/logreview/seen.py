"""Hvem har set min sag? The log told to the citizen: when, which function, what for. Never a name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from borgerforloeb.accounts.models import OrgUnit
from borgerforloeb.audit.actions import write_what_waits
from borgerforloeb.audit.models import AuditEvent, AuditEventQuerySet, Kind
from borgerforloeb.audit.words import action_words
from borgerforloeb.citizens.models import Citizen, Course
from roles.models import Assignment

# Whoever looked without working in this course may work with the citizen elsewhere; where is told there.
ELSEWHERE = "en anden del af kommunen"
NOT_SIGNED_IN = "En, der ikke var logget ind"
SYSTEM = "Systemet selv"
PURPOSES = {
    "coordinating_caseworker": "koordinerer forløbet",
    "borgerkonsulent": "er borgerkonsulent i forløbet",
    "caseworker": "er sagsbehandler i forløbet",
    "team_member": "arbejder med i planen",
    "deputy": "afløser en kollega i forløbet",
    "emergency": "akut vagt, ser det efter",
    "reader": "leder, ser det efter",
    "own_courses": "så listen over egne forløb",
}
# Of who looks through the log and judges.
CONTROL = {
    "review.opened",
    "review.asked",
    "review.judged",
    "log.read",
    "emergency.viewed",
    "emergency.judged",
}
OTHERWISE = {
    Kind.REFUSAL: "fik ikke adgang",
    Kind.SEARCH: "søgte",
    Kind.LIST: "så en liste",
    Kind.SYSTEM: "drift af systemet",
}


@dataclass(frozen=True)
class Look:
    """One row of the log in words that the citizen knows."""

    at: datetime
    function: str
    what: str
    purpose: str
    undone: bool = False

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)


@dataclass(frozen=True)
class Line:
    """On paper: the same done by the same function on one day stands once, with how often."""

    look: Look
    first: datetime
    last: datetime
    times: int


def events_about(course: Course, citizen: Citizen, first: date, last: date) -> AuditEventQuerySet:
    """What the log has on the citizen in this course, on the course as a whole, and in lists and searches.

    Another course of the same citizen has its own page: that it exists is nobody's business here.
    """
    named = Q(person_ids__contains=[citizen.pk])
    here = Q(course_id=course.pk) & (named | Q(person_ids=[]))
    write_what_waits()
    return AuditEvent.objects.between(first, last).filter(here | Q(course_id=None) & named)


def looks(course: Course, events: Iterable[AuditEvent]) -> list[Look]:
    events = list(events)
    units = dict(OrgUnit.objects.values_list("pk", "name"))
    known = _known_in(course.pk)
    undone = AuditEvent.objects.undone_among(events)
    return [
        Look(
            at=event.at,
            function=_function(event, units, known),
            what=action_words(event),
            purpose=_purpose(event),
            undone=event.pk in undone,
        )
        for event in events
    ]


def _known_in(course_id: UUID) -> set[int]:
    return set(Assignment.objects.filter(course=course_id).values_list("user_id", flat=True))


def _function(event: AuditEvent, units: dict[int, str], known: set[int]) -> str:
    if event.actor_id is None:
        return SYSTEM if event.kind == Kind.SYSTEM else NOT_SIGNED_IN
    title = event.title.capitalize() or "Medarbejder"
    if event.course_id is None and event.actor_id not in known:
        return f"Medarbejder, {ELSEWHERE}"
    unit = units.get(event.unit_id or 0, "")
    return f"{title}, {unit}" if unit else title


def _purpose(event: AuditEvent) -> str:
    roles = [part.partition(":")[0].strip() for part in event.basis.split(",") if part.strip()]
    words = [PURPOSES[role] for role in dict.fromkeys(roles) if role in PURPOSES]
    if not words and event.action in CONTROL:
        return "kontrollerer, at ingen kigger uden grund"
    return ", ".join(words) or OTHERWISE.get(Kind(event.kind), "led i arbejdet")


def by_day(found: Iterable[Look]) -> list[tuple[date, list[Look]]]:
    return [(day, list(rows)) for day, rows in groupby(found, key=lambda look: look.day)]


def lines_by_day(found: Iterable[Look]) -> list[tuple[date, list[Line]]]:
    """For paper; the times of all lines together are the rows of the log."""
    return [(day, _lines(rows)) for day, rows in by_day(found)]


def _lines(rows: list[Look]) -> list[Line]:
    same = {look: (look.function, look.what, look.purpose, look.undone) for look in rows}
    times = Counter(same[look] for look in rows)
    lines: dict[tuple[str, str, str, bool], Line] = {}
    # Newest first, so the one that is written last is the earliest of them.
    for look in rows:
        key = same[look]
        last = lines[key].last if key in lines else look.at
        lines[key] = Line(look, look.at, last, times[key])
    return list(lines.values())
