"""*Mit arbejde*: what one person has today, what waits, and the citizens. Few queries, whatever the size."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localtime

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import shortdate, since
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.citizens.models import Course, CoursePerson
from borgerforloeb.pages.waiting import Task, is_silent, waiting
from networkmeetings.models import AgendaItem, NetworkMeeting
from outcomes.models import TrinAssessment
from plans.models import FollowUp, Note, Plan
from roles.models import Assignment, Role
from roles.permissions import may_know, visible_courses

ORDERS = {"moede": "næste møde", "navn": "navn", "trin": "trin", "kontakt": "sidst talt"}
PLAN_WORDS = {Plan.Status.DRAFT: "Kladde", Plan.Status.IN_TALK: "Til samtale", Plan.Status.AGREED: "Gælder"}


@dataclass
class Row:
    """One course in *Mine borgere*."""

    course: Course
    url: str
    age: int | None
    people: str
    konsulent: str
    trin: int | None
    plan: str
    meeting: str
    meeting_today: bool
    followup: str
    followup_late: bool
    contact: str
    silent: bool


@dataclass
class Day:
    """One meeting of today."""

    meeting: NetworkMeeting
    past: bool
    is_next: bool
    first_point: str = ""


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


def open_courses(user: User, now: datetime) -> QuerySet[Course]:
    """The open courses of one person, each with what the list shows of it, in one query."""
    mine = OuterRef("pk")
    meetings = NetworkMeeting.objects.filter(
        course=mine, starts_at__gte=now, status__in=["preparing", "called"]
    )
    followup = FollowUp.objects.open().filter(plan__course=mine)
    konsulent = Assignment.objects.in_force().filter(course=mine, role=Role.BORGERKONSULENT)
    return (
        visible_courses(user)
        .exclude(status=Course.Status.CLOSED)
        .select_related("plan")
        .annotate(
            next_meeting=Subquery(meetings.order_by("starts_at").values("starts_at")[:1]),
            next_followup=Subquery(followup.values("due_on")[:1]),
            konsulent=Subquery(konsulent.values("user__name")[:1]),
            trin_now=Subquery(
                TrinAssessment.objects.visible_to(user)
                .filter(course=mine)
                .order_by("-assessed_on", "-id")
                .values("trin")[:1]
            ),
            last_note=Subquery(
                Note.objects.visible_to(user)
                .filter(goal__plan__course=mine)
                .order_by()
                .values("goal__plan__course")
                .values_list(Max("about_on"))
            ),
        )
        .order_by(danish("name"))
    )


def worklist(user: User, now: datetime, order: str = "moede") -> Worklist:
    today = localtime(now).date()
    courses = {course.pk: course for course in open_courses(user, now)}
    people, persons = _people(user, courses, today)
    result = Worklist(persons=persons)
    meetings = list(_meetings(user, courses, now))
    result.today = _days(user, [m for m in meetings if localtime(m.starts_at).date() == today], now)
    tasks = waiting(user, courses, meetings, now)
    for task in sorted(tasks, key=lambda task: (task.weight, task.due_on, task.about)):
        group = result.late if task.due_on < today else result.now if task.due_on == today else result.soon
        group.append(task)
    result.rows = _sorted([_row(course, people[course.pk], today) for course in courses.values()], order)
    return result


def _people(user: User, courses: dict[UUID, Course], today: date) -> tuple[dict[UUID, list], set[UUID]]:
    members = (
        CoursePerson.objects.filter(may_know(user), course__in=courses, ends_on=None)
        .select_related("citizen")
        .only("course_id", "citizen__first_names", "citizen__born_on")
    )
    people: dict[UUID, list] = defaultdict(list)
    for member in members:
        people[member.course_id].append((member.citizen.first_name, member.citizen.age(today)))
    return people, {member.citizen_id for member in members}


def _row(course: Course, people: list, today: date) -> Row:
    plan = getattr(course, "plan", None)
    meeting_on = localtime(course.next_meeting).date() if course.next_meeting else None
    ages = [f"{name} {age}" if age is not None else name for name, age in people]
    silent = is_silent(course, today)
    return Row(
        course=course,
        url=reverse("pages:course", args=[course.pk]),
        age=people[0][1] if len(people) == 1 else None,
        people=", ".join(ages) if len(people) > 1 else "",
        konsulent=course.konsulent or "",
        trin=course.trin_now,
        plan=f"{PLAN_WORDS[plan.status]} {plan.number}" if plan else "Ingen plan endnu",
        meeting=_meeting_words(course.next_meeting, meeting_on, today),
        meeting_today=meeting_on == today,
        followup=f"Opfølgning {shortdate(course.next_followup)}"
        if course.next_followup
        else "Ingen opfølgning",
        followup_late=bool(course.next_followup and course.next_followup < today),
        contact=since(course.last_note, today) if course.last_note else "–",
        silent=silent,
    )


def _meeting_words(starts_at: datetime | None, on: date | None, today: date) -> str:
    if starts_at is None:
        return "Intet møde aftalt"
    local = localtime(starts_at)
    return f"Møde i dag {local.hour}.{local.minute:02}" if on == today else f"Møde {shortdate(on)}"


_LAST = date.max


def _sorted(rows: list[Row], order: str) -> list[Row]:
    """The rows come in Danish order by name; a stable sort keeps it within equals."""
    keys = {
        "moede": lambda row: localtime(row.course.next_meeting).date() if row.course.next_meeting else _LAST,
        "trin": lambda row: row.trin or 0,
        "kontakt": lambda row: row.course.last_note or date.min,
    }
    return sorted(rows, key=keys[order]) if order in keys else rows


def _meetings(user: User, courses: dict[UUID, Course], now: datetime) -> QuerySet[NetworkMeeting]:
    """Today's meetings, and my own that nobody has closed or whose minutes nobody has shared yet."""
    start = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Q(starts_at__gte=start, starts_at__lt=start + timedelta(days=1)) & ~Q(status="cancelled")
    unshared = Q(status="held", called_by=user) & ~Q(minutes_status="shared")
    unclosed = Q(status__in=["preparing", "called"], called_by=user, ends_at__lt=now)
    return (
        NetworkMeeting.objects.filter(course__in=courses)
        .filter(today | unshared | unclosed)
        .select_related("course")
        .order_by("starts_at")
    )


def _days(user: User, meetings: list[NetworkMeeting], now: datetime) -> list[Day]:
    points: dict[int, str] = {}
    items = AgendaItem.objects.visible_to(user).filter(meeting__in=meetings, by_citizen=True)
    for item in items.order_by("meeting_id", "position", "id").distinct("meeting_id"):
        points[item.meeting_id] = item.text
    coming = [meeting.pk for meeting in meetings if meeting.ends_at >= now and meeting.status != "held"]
    return [
        Day(m, past=m.pk not in coming, is_next=coming[:1] == [m.pk], first_point=points.get(m.pk, ""))
        for m in meetings
    ]
