"""What waits for one person: follow-ups, agreements, answers, minutes and consents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import days, longdate, shortdate
from borgerforloeb.citizens.models import Consent, Course
from networkmeetings.models import NetworkMeeting
from plans.models import Agreement, Plan
from roles.permissions import may_know

SOON = timedelta(days=14)
CONSENT_NOTICE = timedelta(days=30)
# R17: the borgerkonsulent has frequent contact; five weeks without a word on any goal is silence.
SILENCE = timedelta(weeks=5)


@dataclass(frozen=True)
class Task:
    """One thing that waits, with one click to do it. `weight` sorts by consequence within a group."""

    title: str
    about: str
    detail: str
    url: str
    button: str
    due_on: date
    weight: int


def waiting(
    user: User, courses: dict[UUID, Course], meetings: list[NetworkMeeting], now: datetime
) -> list[Task]:
    """`courses` are the open ones, annotated; `meetings` include those held without shared minutes."""
    today = localtime(now).date()
    return [
        *_plan_tasks(courses.values(), today),
        *_agreement_tasks(user, today),
        *_unclosed_tasks(meetings, now),
        *_minutes_tasks(meetings, today),
        *_consent_tasks(user, courses, today),
    ]


def is_silent(course: Course, today: date) -> bool:
    return (course.last_note or course.opened_on) < today - SILENCE and course.status == Course.Status.RUNNING


def _plan_tasks(courses: Iterable[Course], today: date) -> list[Task]:
    tasks = []
    for course in courses:
        if course.next_followup and course.next_followup <= today + SOON:
            tasks.append(
                Task(
                    "Følg op på planen",
                    course.name,
                    _by("Skulle være sket", "Senest", course.next_followup, today),
                    reverse("plans:followup_hold", args=[course.pk]),
                    "Følg op",
                    course.next_followup,
                    1,
                )
            )
        plan = getattr(course, "plan", None)
        if plan and plan.status == Plan.Status.IN_TALK:
            tasks.append(
                Task(
                    "Skriv borgerens svar på planen",
                    course.name,
                    f"Taget med til samtale {shortdate(plan.taken_to_talk_on)}.",
                    reverse("plans:accept", args=[course.pk]),
                    "Skriv svar",
                    today,
                    2,
                )
            )
        if is_silent(course, today):
            weeks = (today - (course.last_note or course.opened_on)).days // 7
            tasks.append(
                Task(
                    f"Ingen noter i {weeks} uger",
                    course.name,
                    "Tag kontakt, og skriv på et mål.",
                    reverse("plans:notes", args=[course.pk]),
                    "Skriv",
                    today + timedelta(days=1),
                    5,
                )
            )
    return tasks


def _by(late: str, coming: str, due_on: date, today: date) -> str:
    return f"{late} {longdate(due_on)}." if due_on < today else f"{coming} {longdate(due_on)}."


def _agreement_tasks(user: User, today: date) -> list[Task]:
    agreements = (
        Agreement.objects.visible_to(user)
        .open()
        .filter(user=user, due_on__lte=today + SOON)
        .exclude(plan__course__status=Course.Status.CLOSED)
        .select_related("plan__course")
    )
    return [
        Task(
            agreement.what,
            agreement.plan.course.name,
            _by("Aftalt til", "Aftalt til", agreement.due_on, today),
            reverse("plans:plan", args=[agreement.plan.course_id]) + "#aftaler",
            "Se aftalen",
            agreement.due_on,
            3,
        )
        for agreement in agreements
    ]


def _unclosed_tasks(meetings: list[NetworkMeeting], now: datetime) -> list[Task]:
    return [
        Task(
            f"Skriv, hvordan mødet {shortdate(meeting.starts_at)} gik",
            meeting.course.name,
            "Mødet er ikke afsluttet.",
            reverse("networkmeetings:meeting", args=[meeting.pk]),
            "Skriv",
            localtime(meeting.starts_at).date(),
            2,
        )
        for meeting in meetings
        if meeting.status in ("preparing", "called") and meeting.ends_at < now
    ]


def _minutes_tasks(meetings: list[NetworkMeeting], today: date) -> list[Task]:
    held = [m for m in meetings if m.status == "held" and m.minutes_status != "shared"]
    return [
        Task(
            f"Del referatet fra {shortdate(meeting.starts_at)}",
            meeting.course.name,
            "De, der var med, har det ikke.",
            reverse("networkmeetings:meeting", args=[meeting.pk]),
            "Del",
            localtime(meeting.starts_at).date() + timedelta(days=1),
            4,
        )
        for meeting in held
    ]


def _consent_tasks(user: User, courses: dict[UUID, Course], today: date) -> list[Task]:
    consents = Consent.objects.in_force(today).filter(
        may_know(user), course__in=courses, expires_on__lte=today + CONSENT_NOTICE
    )
    return [
        Task(
            f"Samtykke udløber om {days((consent.expires_on - today).days)}",
            courses[consent.course_id].name,
            f"Fra {consent.from_whom} til {consent.to_whom}.",
            reverse("casework:consents", args=[consent.course_id]),
            "Spørg igen",
            consent.expires_on,
            6,
        )
        for consent in consents
    ]
