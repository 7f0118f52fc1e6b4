"""*Mit arbejde*: what one person has today, what waits, and the citizens. Few queries, whatever the size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime

from borgerforloeb.accounts.addresses import path_to
from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import clock, shortdate, since
from borgerforloeb.citizens.models.citizen import years_old
from borgerforloeb.pages.queries import (
    Meeting,
    OpenCourse,
    last_talks,
    meetings_at_hand,
    members_of,
    open_courses,
)
from borgerforloeb.pages.waiting import Task, is_silent, waiting
from networkmeetings.models import NetworkMeeting
from plans.models import Plan

ORDERS = {"moede": "næste møde", "navn": "navn", "trin": "trin", "kontakt": "sidst talt"}
PLAN_WORDS = {Plan.Status.DRAFT: "Kladde", Plan.Status.IN_TALK: "Til samtale", Plan.Status.AGREED: "Gælder"}
NO_PLAN = "Ingen plan endnu"


@dataclass(slots=True)
class Row:
    """One course in *Mine borgere*."""

    course: OpenCourse
    age: int | None
    people: str
    plan: str
    meeting_on: date | None
    meeting: str
    meeting_today: bool
    followup: str
    followup_late: bool
    talked_on: date | None
    contact: str
    silent: bool


@dataclass(slots=True)
class Day:
    """One meeting of today."""

    meeting: Meeting
    course_name: str
    url: str
    past: bool
    is_next: bool


@dataclass
class Worklist:
    today: list[Day] = field(default_factory=list)
    late: list[Task] = field(default_factory=list)
    now: list[Task] = field(default_factory=list)
    soon: list[Task] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    persons: set[UUID] = field(default_factory=set)

    @property
    def count(self) -> int:
        return len(self.late) + len(self.now) + len(self.soon)


def worklist(user: User, now: datetime, order: str = "moede") -> Worklist:
    here = localtime(now)
    today, midnight = here.date(), here.replace(hour=0, minute=0, second=0, microsecond=0)
    courses = open_courses(user, now=now)
    keys = [course.pk for course in courses]
    talks = {talk.course_id: talk.on for talk in last_talks(user, courses=keys) if talk.on}
    members = members_of(user, courses=keys)
    meetings = meetings_at_hand(user, courses=keys, now=now, begin=midnight, end=midnight + timedelta(days=1))
    result = Worklist(persons={member.citizen_id for member in members})
    result.today = _days(meetings, {course.pk: course.name for course in courses}, here)
    for task in sorted(waiting(user, courses, talks, meetings, here), key=Task.order):
        group = result.late if task.due_on < today else result.now if task.due_on == today else result.soon
        group.append(task)
    people: dict[UUID, list[tuple[str, int | None]]] = defaultdict(list)
    for member in members:
        people[member.course_id].append((member.first_name, years_old(member.born_on, today)))
    result.rows = _sorted(
        [_row(course, talks.get(course.pk), people[course.pk], here) for course in courses], order
    )
    return result


def _row(
    course: OpenCourse, talked_on: date | None, people: list[tuple[str, int | None]], here: datetime
) -> Row:
    today = here.date()
    meeting = course.next_meeting and course.next_meeting.astimezone(here.tzinfo)
    followup = course.next_followup
    ages = [f"{name} {age}" if age is not None else name for name, age in people]
    return Row(
        course=course,
        age=people[0][1] if len(people) == 1 else None,
        people=", ".join(ages) if len(people) > 1 else "",
        plan=f"{PLAN_WORDS[course.plan_status]} {course.plan_number}" if course.plan_status else NO_PLAN,
        meeting_on=meeting.date() if meeting else None,
        meeting=_meeting_words(meeting, today),
        meeting_today=bool(meeting and meeting.date() == today),
        followup=f"Opfølgning {shortdate(followup)}" if followup else "Ingen opfølgning",
        followup_late=bool(followup and followup < today),
        talked_on=talked_on,
        contact=since(talked_on, today) or "–",
        silent=is_silent(course, talked_on or course.opened_on, today),
    )


def _meeting_words(starts_at: datetime | None, today: date) -> str:
    if starts_at is None:
        return "Intet møde aftalt"
    on = starts_at.date()
    return f"Møde i dag {clock(starts_at)}" if on == today else f"Møde {shortdate(on)}"


def _sorted(rows: list[Row], order: str) -> list[Row]:
    """The rows come in Danish order by name; a stable sort keeps it within equals."""
    keys: dict[str, Callable[[Row], Any]] = {
        "moede": lambda row: row.meeting_on or date.max,
        "trin": lambda row: row.course.trin or 0,
        "kontakt": lambda row: row.talked_on or date.min,
    }
    return sorted(rows, key=keys[order]) if order in keys else rows


def _days(meetings: list[Meeting], names: dict[UUID, str], here: datetime) -> list[Day]:
    days: list[Day] = []
    for meeting in meetings:
        starts_at = meeting.starts_at.astimezone(here.tzinfo)
        if starts_at.date() == here.date():
            past = meeting.ends_at < here or meeting.status == NetworkMeeting.Status.HELD
            is_next = not past and not any(day.is_next for day in days)
            url = path_to("networkmeetings:meeting", meeting.pk)
            days.append(Day(meeting, names[meeting.course_id], url, past, is_next))
    return days
