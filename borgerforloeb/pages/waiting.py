"""What waits for one person: follow-ups, agreements, answers, minutes and consents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from borgerforloeb.accounts.addresses import path_to
from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import days, longdate, shortdate
from borgerforloeb.casework.reminders import (
    ACCESS_ANSWERED,
    ACCESS_ASKED,
    COMES_OF_AGE,
    LIFT_ANSWERED,
    LIFT_ASKED,
)
from borgerforloeb.citizens.models import Course
from borgerforloeb.logreview.actions.reconciling import SEEN_DIFFERS
from borgerforloeb.logreview.actions.reviewing import ASKED as LOG_ASKED
from borgerforloeb.logreview.actions.reviewing import BREACH as LOG_BREACH
from borgerforloeb.logreview.reminders import ACCESS_DUE
from borgerforloeb.notices.models import NEW_ADDRESS, NEW_WAY_IN
from borgerforloeb.pages.queries import (
    Meeting,
    OpenCourse,
    adjustments_to_answer,
    ending_consents,
    own_tasks,
    told_of,
    unsigned_notes,
)
from networkmeetings.models import NetworkMeeting
from plans.actions.adjustments import ANSWERED
from plans.actions.lessons import ANSWERED as LESSON_ANSWERED
from plans.actions.moving import MOVED
from plans.models import Plan
from plans.reminders import LATER
from roles.actions.emergency import OPENED
from roles.actions.handing_over import HANDED_FROM, HANDED_TO
from roles.actions.reading import READ

SOON = timedelta(days=14)
CLOSED = "Hvad der er sagt ja til, er lukket for dig."
CONSENT_NOTICE = timedelta(days=30)
# R17: the borgerkonsulent has frequent contact; five weeks without a word on any goal is silence.
SILENCE = timedelta(weeks=5)

# What a notice is called, what stands below it, its button and its weight.
TELLINGS = {
    COMES_OF_AGE: ("Spørg den unge selv om samtykke", "{has} 15 eller 18 år {on}.", "Spørg", 6),
    ACCESS_ASKED: ("En kollega beder om adgang", "Svar senest {on}.", "Svar", 2),
    ACCESS_ANSWERED: ("Svar på din anmodning om adgang", "", "Se svaret", 3),
    LIFT_ASKED: ("En kollega vil ophæve en beskyttelse", "Svar senest {on}.", "Svar", 2),
    LIFT_ANSWERED: ("Svar om at ophæve en beskyttelse", "Givet {on}.", "Se hvem", 3),
    LOG_ASKED: ("Logkontrollen spørger dig", "Svar senest {on}.", "Svar", 2),
    LOG_BREACH: ("Et opslag er vurderet som et brud", "Skal det anmeldes, er det senest {on}.", "Se brud", 0),
    SEEN_DIFFERS: ("Borgerne ser ikke hele loggen", "Dagen {on}. Sig det til driften straks.", "Se", 0),
    ACCESS_DUE: ("Hvem har adgang skal gennemgås", "Et halvt år er gået, siden det blev gjort.", "Se", 4),
    HANDED_TO: ("Du har fået et forløb", "Overdraget fra {on}.", "Se forløbet", 0),
    HANDED_FROM: (
        "Du er afløst i et forløb", "En leder har givet det til en anden fra {on}.", "Se dine forløb", 3
    ),
    NEW_WAY_IN: (
        "Du har fået en ny adgangskode", "Givet {on}. Bad du ikke om den, så sig det til din leder.",
        "Se din side", 0,
    ),
    NEW_ADDRESS: (
        "Din e-mailadresse er ændret", "Ændret {on}. Bad du ikke om det, så sig det til din leder.",
        "Se din side", 0,
    ),
    LATER: ("Et mål til senere skal ses på", "I bad om at blive mindet om det {on}.", "Se målet", 4),
    ANSWERED: ("Svar på dit forslag til planen", "Givet {on}.", "Se svaret", 3),
    LESSON_ANSWERED: ("Svar på en erfaring, du har skrevet", "Givet {on}.", "Se svaret", 4),
    OPENED: ("Nødadgang til forløbet", "Åbnet {on}.", "Se hvorfor", 0),
    MOVED: ("En tekst stod forkert og er flyttet", "Se, om det er et brud.", "Se", 1),
    READ: ("En leder har læst forløbet", "Åbnet {on}.", "Se hvorfor", 0),
}  # fmt: skip
WITH_A_DAY = {COMES_OF_AGE, ACCESS_ASKED, LIFT_ASKED, LOG_ASKED, LOG_BREACH}


class Task(NamedTuple):
    """One thing that waits, with one click to do it. `weight` sorts by consequence within a group."""

    title: str
    about: str
    detail: str
    url: str
    button: str
    due_on: date
    weight: int

    def order(self) -> tuple[int, date, str]:
        return self.weight, self.due_on, self.about


def waiting(
    user: User,
    courses: list[OpenCourse],
    talks: dict[UUID, date],
    meetings: list[Meeting],
    here: datetime,
) -> Iterator[Task]:
    """`meetings` include those held without shared minutes; `here` is now, by the clock on the wall."""
    today = here.date()
    for course in courses:
        yield from _plan_tasks(course, talks.get(course.pk, course.opened_on), today)
    names = {course.pk: course.name for course in courses}
    yield from _own_tasks(user, names, today)
    yield from _adjustment_tasks(user, names, today)
    yield from _note_tasks(user, names, today)
    for meeting in meetings:
        yield from _meeting_tasks(meeting, names[meeting.course_id], here)
    yield from _consent_tasks(user, names, today)
    yield from _told_tasks(user, names, today)


def is_silent(course: OpenCourse, talked_on: date, today: date) -> bool:
    return talked_on < today - SILENCE and course.status == Course.Status.RUNNING


def _plan_tasks(course: OpenCourse, talked_on: date, today: date) -> Iterator[Task]:
    due_on = course.next_followup
    if due_on and due_on <= today + SOON:
        yield Task(
            "Følg op på planen",
            course.name,
            f"{'Skulle være sket' if due_on < today else 'Senest'} {longdate(due_on)}.",
            path_to("plans:followup_hold", course.pk),
            "Følg op",
            due_on,
            1,
        )
    if course.plan_status == Plan.Status.IN_TALK:
        yield Task(
            "Skriv borgerens svar på planen",
            course.name,
            f"Taget med til samtale {shortdate(course.taken_to_talk_on)}.",
            path_to("plans:accept", course.pk),
            "Skriv svar",
            today,
            2,
        )
    if is_silent(course, talked_on, today):
        yield Task(
            f"Ingen noter i {(today - talked_on).days // 7} uger",
            course.name,
            "Tag kontakt, og skriv på et mål.",
            path_to("plans:notes", course.pk),
            "Skriv",
            today + timedelta(days=1),
            5,
        )


def _own_tasks(user: User, names: dict[UUID, str], today: date) -> Iterator[Task]:
    """Agreements, and the steps of goals that are one's own."""
    for own in own_tasks(user, courses=list(names), until=today + SOON):
        plan, on = path_to("plans:plan", own.course_id), longdate(own.due_on)
        told = (f"Aftalt til {on}.", f"{plan}#aftaler", "Se aftalen")
        if own.goal_id is not None:
            told = (f"Delmål, som du har taget, inden {on}.", f"{plan}#maal-{own.goal_id}", "Se målet")
        yield Task(own.what, names[own.course_id], *told, own.due_on, 3)


def _note_tasks(user: User, names: dict[UUID, str], today: date) -> Iterator[Task]:
    for note in unsigned_notes(user, courses=list(names)):
        yield Task(
            "Du har en note, der ikke er underskrevet",
            names[note.course_id],
            f"Den handler om den {longdate(note.about_on)}. Kun du kan læse den.",
            f"{path_to('plans:notes', note.course_id)}drafts/{note.pk}/",
            "Skriv færdig",
            today,
            4,
        )


def _adjustment_tasks(user: User, names: dict[UUID, str], today: date) -> Iterator[Task]:
    for adjustment in adjustments_to_answer(user, courses=list(names)):
        yield Task(
            f"{adjustment.by} foreslår en ændring i planen",
            names[adjustment.course_id],
            f"Sendt {longdate(adjustment.at)}.",
            f"{path_to('plans:plan', adjustment.course_id)}adjustments/{adjustment.pk}/",
            "Svar",
            today,
            2,
        )


def _meeting_tasks(meeting: Meeting, course_name: str, here: datetime) -> Iterator[Task]:
    held_on = meeting.starts_at.astimezone(here.tzinfo).date()
    if meeting.status in NetworkMeeting.OPEN and meeting.ends_at < here:
        yield Task(
            f"Skriv, hvordan mødet {shortdate(held_on)} gik",
            course_name,
            "Mødet er ikke afsluttet.",
            path_to("networkmeetings:meeting", meeting.pk),
            "Skriv",
            held_on,
            2,
        )
    unshared = meeting.minutes_status != NetworkMeeting.MinutesStatus.SHARED
    if meeting.status == NetworkMeeting.Status.HELD and unshared:
        yield Task(
            f"Del referatet fra {shortdate(held_on)}",
            course_name,
            "De, der var med, har det ikke.",
            path_to("networkmeetings:meeting", meeting.pk),
            "Del",
            held_on + timedelta(days=1),
            4,
        )


def _consent_tasks(user: User, names: dict[UUID, str], today: date) -> Iterator[Task]:
    for consent in ending_consents(user, courses=list(names), today=today, until=today + CONSENT_NOTICE):
        yield Task(
            f"Samtykke udløber om {days((consent.expires_on - today).days)}",
            names[consent.course_id],
            f"Fra {consent.from_whom} til {consent.to_whom}." if consent.may_read else CLOSED,
            f"{path_to('casework:consents', consent.course_id)}#samtykke-{consent.pk}",
            "Forny",
            consent.expires_on,
            6,
        )


def _told_tasks(user: User, names: dict[UUID, str], today: date) -> Iterator[Task]:
    for told in told_of(user, courses=list(names)):
        title, detail, button, weight = TELLINGS[told.kind]
        about, on = names.get(told.course_id, ""), longdate(told.due_on)
        has = "Fyldte" if told.due_on < today else "Fylder"
        due_on = told.due_on if told.kind in WITH_A_DAY else today
        yield Task(title, about, detail.format(on=on, has=has), told.path, button, due_on, weight)
