"""*Ufærdige tekster*: what somebody has half written and not saved, wherever its form has gone meanwhile.

A draft is its writer's own. Still it is opened through the gate of its course, as the form was: not where
the course, or the row that it was written about, has been closed to the writer since.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.timezone import localdate

from borgerforloeb.accounts.addresses import path_to
from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Course, CoursePerson, Domain, Level
from borgerforloeb.drafts.actions import Fields, open_draft
from borgerforloeb.drafts.models import Draft
from borgerforloeb.drafts.queries import when
from networkmeetings.models import AgendaItem, NetworkMeeting
from plans.models import (
    AdjustmentRequest,
    Agreement,
    Goal,
    Intervention,
    Lesson,
    Note,
    PlanSection,
    Safeguard,
    StoryPart,
    SubGoal,
    Trial,
)
from roles.permissions import Access, may_know, visible_courses

PLACES = {
    "plans:section_edit": "Tekst i planen",
    "plans:goal_add": "Nyt mål",
    "plans:goal_edit": "Rettelse af et mål",
    "plans:goal_end": "Afslutning af et mål",
    "plans:subgoal_edit": "Rettelse af et delmål",
    "plans:note_add": "Note til et mål",
    "plans:note_edit": "Kladde til en note",
    "plans:addendum_add": "Tillæg til en note",
    "plans:adjustment_add": "Forslag om et mål",
    "plans:adjustment": "Svar på et forslag",
    "plans:trial_add": "Ny prøvehandling",
    "plans:trial_edit": "Rettelse af en prøvehandling",
    "plans:trial_close": "Afslutning af en prøvehandling",
    "plans:lesson_share": "Hvad en prøvehandling lærte jer",
    "lessons:judge": "Svar på en erfaring",
    "plans:safeguard_add": "Nyt hensyn",
    "plans:safeguard_edit": "Rettelse af et hensyn",
    "plans:safeguard_end": "Afslutning af et hensyn",
    "plans:story_add": "Ny del af Min historie",
    "plans:story_edit": "Rettelse af en del af Min historie",
    "plans:accept": "Borgerens svar på planen",
    "plans:followup_hold": "Opfølgning på planen",
    "networkmeetings:agenda_notes": "Noter fra et møde",
    "networkmeetings:hold": "Afslutning af et møde",
    "networkmeetings:minutes": "Referat af et møde",
    "networkmeetings:cancel": "Aflysning af et møde",
    "outcomes:assess": "Vurdering af trin",
    "casework:open": "Nyt forløb",
    "casework:close": "Afslutning af forløbet",
    "casework:consent_add": "Nyt samtykke",
    "casework:role_appoint": "Udpegning af en medarbejder",
}
ELSEWHERE = {
    "plans": "Planen",
    "lessons": "Hvad vi har lært",
    "networkmeetings": "Et møde",
    "casework": "Forløbet",
    "disclosures": "Udlevering",
    "pages": "Udlevering",
    "outcomes": "Resultater",
    "logreview": "Logkontrol",
}
PAGES = {
    "networkmeetings:agenda_notes": ("networkmeetings:live", "meeting_id"),
    "networkmeetings:agenda_add": ("networkmeetings:meeting", "meeting_id"),
    "networkmeetings:participant_add": ("networkmeetings:meeting", "meeting_id"),
    "plans:subgoals": ("plans:plan", "course_id"),
}
LABELS = {
    "after": "Det, du foreslår",
    "agreed_with": "Aftalt med",
    "asked_by": "Hvem spurgte?",
    "heading": "Overskrift",
    "absence_reason": "Hvorfor blev mødet holdt uden borgeren?",
    "childs_view": "Barnets eget syn",
    "citizen_wish": "Hvad ønsker borgeren selv?",
    "disagreements": "Det er vi uenige om",
    "does_it_work": "Virker indsatsen?",
    "done_right": "Gør vi det rigtigt?",
    "information": "Hvilke oplysninger?",
    "answer": "Hvad skal skrives om?",
    "tried": "Hvad prøvede I?",
    "learned": "Hvordan gik det?",
    "looks_at": "Vi lærer ved at se på",
    "minutes": "Referat",
    "notes": "Hvad blev sagt?",
    "oral_note": "Notat om det mundtlige ja",
    "question": "Spørgsmål",
    "reason": "Hvorfor?",
    "result": "Sådan skal der stå",
    "right_things": "Gør vi det rigtige?",
    "shared_understanding": "Det er vi enige om",
    "title": "Mål",
    "why": "Hvorfor?",
}
# A choice, a key, a number, a date: what nobody wrote.
CHOSEN = re.compile(r"[a-z0-9_:.,/-]*", re.ASCII)
# What stands in the address of a form, and where it may be read.
ROWS: dict[str, Any] = {
    "goal_id": Goal,
    "intervention_id": Intervention,
    "agreement_id": Agreement,
    "unsigned_id": Note,
    "written_id": Note,
    "adjustment_id": AdjustmentRequest,
    "later_id": Goal,
    "subgoal_id": SubGoal,
    "trial_id": Trial,
    "tried_id": Trial,
    "lesson_id": Lesson,
    "safeguard_id": Safeguard,
    "story_id": StoryPart,
    "meeting_id": NetworkMeeting,
    "item_id": AgendaItem,
}


@dataclass(frozen=True)
class Unfinished:
    """One draft on the list, which tells where it was written and nothing of what it says."""

    draft: Draft
    place: str
    url: str
    course: Course | None
    is_closed: bool
    when: str
    kept_until: date


def half_written(user: User, at: datetime) -> QuerySet[Draft]:
    return Draft.objects.half_written(user, at - settings.DRAFTS_KEPT)


def unfinished(user: User, at: datetime) -> list[Unfinished]:
    drafts = list(half_written(user, at).defer("sealed"))
    keys = {draft.course_id for draft in drafts if draft.course_id}
    courses = {course.pk: course for course in _courses(user).filter(pk__in=keys)}
    return [_listed(draft, courses.get(draft.course_id), at) for draft in drafts]


def unfinished_row(draft: Draft, user: User, at: datetime) -> Unfinished:
    course = _courses(user).filter(pk=draft.course_id).first() if draft.course_id else None
    return _listed(draft, course, at)


def _courses(user: User) -> QuerySet[Course]:
    """Each with those of its persons whom the user may know of: its name is theirs."""
    members = CoursePerson.objects.filter(may_know(user), course=OuterRef("pk"), ends_on=None)
    return visible_courses(user).annotate(known=ArraySubquery(members.values("citizen_id")))


def _listed(draft: Draft, course: Course | None, at: datetime) -> Unfinished:
    saved_at = draft.saved_at or at
    return Unfinished(
        draft,
        _place(draft),
        _url(draft),
        course,
        is_closed=draft.course_id is not None and course is None,
        when=when(saved_at, at),
        kept_until=localdate(saved_at + settings.DRAFTS_KEPT),
    )


def texts_of(row: Unfinished, user: User, access: Access | None) -> list[tuple[str, str]] | None:
    """(label, text) of what was written; nothing where the gate says no."""
    fields = open_draft(row.draft)
    return list(_written(fields)) if _may_read(row.draft, dict(fields), user, access) else None


def _written(fields: Fields) -> Iterator[tuple[str, str]]:
    for name, text in fields:
        if text.strip() and (name in LABELS or not CHOSEN.fullmatch(text)):
            yield LABELS.get(name, "Det, du skrev"), text


def _may_read(draft: Draft, fields: dict[str, str], user: User, access: Access | None) -> bool:
    """As the form asks: the course, whom and which field it names, and the row that it stands on.

    A form that stands on a row of another kind is asked for itself: its text opens there alone.
    """
    match = _match(draft)
    if match is None or (draft.course_id and not (access and _names_what_is_known(fields, access))):
        return False
    rows = {name: key for name, key in match.kwargs.items() if name != "course_id"}
    kind = rows.pop("kind", None)
    if kind is not None and not _section_is_readable(draft, fields, kind, user):
        return False
    return all(
        name in ROWS and ROWS[name].objects.visible_to(user).filter(pk=key).exists()
        for name, key in rows.items()
    )


def _names_what_is_known(fields: dict[str, str], access: Access) -> bool:
    """What the form does not name, it has from the row that it stands on."""
    level = fields.get("level", Level.COMMON)
    known = {None, *(reach.person_id for reach in access.reach)}
    own = {Domain.COMMON.value, *(domain for reach in access.reach for domain in reach.domains)}
    persons = {_uuid(fields["person"])} if "person" in fields else known
    domains = {fields["domain"]} if "domain" in fields else own
    return any(access.may_read(person, domain, level) for person in persons for domain in domains)


def _section_is_readable(draft: Draft, fields: dict[str, str], kind: str, user: User) -> bool:
    """A new one holds its writer's words alone; any other began with what stood there."""
    stored = PlanSection.objects.visible_to(user).filter(plan__course=draft.course_id, kind=kind)
    return fields.get("version", "0") in ("", "0") or stored.exists()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _url(draft: Draft) -> str:
    """Where it was written. A form that stands in another page has no page of its own."""
    match = _match(draft)
    within = PAGES.get(match.view_name) if match else None
    if match is None or within is None:
        return draft.address if match else ""
    name, key = within
    item = match.kwargs.get("item_id")
    return path_to(name, match.kwargs[key]) + (f"?punkt={item}" if item else "")


def _place(draft: Draft) -> str:
    match = _match(draft)
    if match is None:
        return "En side, der ikke findes mere"
    return PLACES.get(match.view_name) or ELSEWHERE.get(match.namespace, "En formular")


def _match(draft: Draft) -> ResolverMatch | None:
    try:
        return resolve(urlsplit(draft.address).path)
    except Resolver404:
        return None
