"""What *Mit arbejde* asks of the database, each question compiled once; all of it goes through the gate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.questions import AnyOf, Given, question
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.casework.reminders import (
    ACCESS_ANSWERED,
    ACCESS_ASKED,
    COMES_OF_AGE,
    LIFT_ANSWERED,
    LIFT_ASKED,
)
from borgerforloeb.citizens.models import Consent, Course, CoursePerson
from borgerforloeb.logreview.actions.reconciling import SEEN_DIFFERS
from borgerforloeb.logreview.actions.reviewing import ASKED as LOG_ASKED
from borgerforloeb.logreview.actions.reviewing import BREACH as LOG_BREACH
from borgerforloeb.logreview.reminders import ACCESS_DUE
from borgerforloeb.notices.models import NEW_ADDRESS, NEW_WAY_IN, Notice
from networkmeetings.models import AgendaItem, NetworkMeeting
from outcomes.models import TrinAssessment
from plans.actions.adjustments import ANSWERED
from plans.actions.lessons import ANSWERED as LESSON_ANSWERED
from plans.actions.moving import MOVED
from plans.models import AdjustmentRequest, Agreement, FollowUp, Goal, Note, SubGoal
from plans.queries import newest_note
from plans.reminders import LATER
from roles.actions.emergency import OPENED
from roles.actions.handing_over import HANDED_FROM, HANDED_TO
from roles.actions.reading import READ
from roles.models import Assignment, Role
from roles.permissions import by_emergency, is_told, may_know, may_read_all, visible_courses

# The open courses that the first question found through the gate; the others ask of those alone.
COURSES = ArrayField(UUIDField())
TOLD = (
    COMES_OF_AGE,
    ACCESS_ASKED,
    LIFT_ASKED,
    LIFT_ANSWERED,
    OPENED,
    READ,
    HANDED_TO,
    MOVED,
    ANSWERED,
    LATER,
)
# These name no course.
TOLD_OF_NONE = (
    LOG_ASKED, LOG_BREACH, SEEN_DIFFERS, ACCESS_DUE, ACCESS_ANSWERED, HANDED_FROM, NEW_WAY_IN, NEW_ADDRESS,
    LESSON_ANSWERED,
)  # fmt: skip


class OpenCourse(NamedTuple):
    """An open course of the user's, with what the lists tell of it."""

    pk: UUID
    name: str
    status: str
    opened_on: date
    plan_status: str | None
    plan_number: int | None
    taken_to_talk_on: date | None
    next_meeting: datetime | None
    next_followup: date | None
    konsulent: str | None
    trin: int | None


@question(OpenCourse, now=DateTimeField())
def open_courses(user: User, now: Given) -> QuerySet:
    mine = OuterRef("pk")
    meetings = NetworkMeeting.objects.filter(course=mine, starts_at__gte=now, status__in=NetworkMeeting.OPEN)
    followups = FollowUp.objects.open().filter(plan=OuterRef("plan__pk"))
    konsulent = Assignment.objects.in_force().filter(course=mine, role=Role.BORGERKONSULENT)
    trin = TrinAssessment.objects.visible_to(user).filter(course=mine).order_by("-assessed_on", "-id")
    return (
        visible_courses(user)
        .exclude(status=Course.Status.CLOSED)
        .order_by(danish("name"))
        .values_list(
            "pk",
            "name",
            "status",
            "opened_on",
            "plan__status",
            "plan__number",
            "plan__taken_to_talk_on",
            Subquery(meetings.order_by("starts_at").values("starts_at")[:1]),
            Subquery(followups.values("due_on")[:1]),
            Subquery(konsulent.values("user__name")[:1]),
            Subquery(trin.values("trin")[:1]),
        )
    )


class Member(NamedTuple):
    """A person of an open course whom the user may know of."""

    course_id: UUID
    citizen_id: UUID
    first_names: str
    born_on: date | None

    @property
    def first_name(self) -> str:
        return self.first_names.split(" ", 1)[0]


@question(Member, courses=COURSES)
def members_of(user: User, courses: Given) -> QuerySet:
    return CoursePerson.objects.filter(AnyOf("course_id", courses), may_know(user), ends_on=None).values_list(
        "course_id", "citizen_id", "citizen__first_names", "citizen__born_on"
    )


class Talk(NamedTuple):
    """When a note that the user may read was last about a course; never, where none is."""

    course_id: UUID
    on: date | None


@question(Talk, courses=COURSES)
def last_talks(user: User, courses: Given) -> QuerySet:
    """A question of its own: within another the gate would be asked again for each goal of each course.

    The gate is asked of the newest note of a goal, and of an older one only where that may not be read.
    """
    goals = Goal.objects.visible_to(user).filter(AnyOf("plan__course_id", courses)).order_by()
    last = Subquery(newest_note(user).values("about_on")[:1])
    return goals.annotate(on=last).values("plan__course_id").values_list("plan__course_id", Max("on"))


class Meeting(NamedTuple):
    """A meeting of today, or one of the user's own that is not brought to its end."""

    pk: int
    course_id: UUID
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    status: str
    minutes_status: str
    first_point: str | None


@question(Meeting, courses=COURSES, now=DateTimeField(), begin=DateTimeField(), end=DateTimeField())
def meetings_at_hand(user: User, courses: Given, now: Given, begin: Given, end: Given) -> QuerySet:
    """Today's meetings, and my own that nobody has closed or whose minutes nobody has shared yet."""
    today = Q(starts_at__gte=begin, starts_at__lt=end) & ~Q(status=NetworkMeeting.Status.CANCELLED)
    held = Q(status=NetworkMeeting.Status.HELD) & ~Q(minutes_status=NetworkMeeting.MinutesStatus.SHARED)
    passed = Q(status__in=NetworkMeeting.OPEN, ends_at__lt=now)
    points = AgendaItem.objects.visible_to(user).filter(meeting=OuterRef("pk"), by_citizen=True)
    return (
        NetworkMeeting.objects.filter(AnyOf("course_id", courses))
        .filter(today | Q(called_by=user.pk) & (held | passed))
        .order_by("starts_at", "pk")
        .values_list(
            "pk",
            "course_id",
            "title",
            Case(When(by_emergency(user), then=Value("")), default="place"),
            "starts_at",
            "ends_at",
            "status",
            "minutes_status",
            Subquery(points.order_by("position", "id").values("text")[:1]),
        )
    )


class OwnTask(NamedTuple):
    """Something that the user has promised to do, or a step of a goal that the user has taken."""

    course_id: UUID
    what: str
    due_on: date
    goal_id: int | None


@question(OwnTask, courses=COURSES, until=DateField())
def own_tasks(user: User, courses: Given, until: Given) -> QuerySet:
    """Both in one question; steps of the goals that are worked on now."""
    mine: dict[str, Any] = {"user": user.pk, "due_on__lte": until}
    promised = Agreement.objects.visible_to(user).open().filter(AnyOf("plan__course_id", courses), **mine)
    taken = SubGoal.objects.visible_to(user).filter(AnyOf("goal__plan__course_id", courses), **mine)
    now = taken.filter(done_on=None, goal__horizon=Goal.Horizon.NOW).exclude(goal__status__in=Goal.ENDED)
    agreements = promised.order_by().values_list(
        "plan__course_id", "what", "due_on", Value(None, output_field=BigIntegerField())
    )
    steps = now.order_by().values_list("goal__plan__course_id", "text", "due_on", "goal_id")
    return agreements.union(steps, all=True)


class WaitingAdjustment(NamedTuple):
    """An adjustment that the user is to answer."""

    pk: int
    course_id: UUID
    by: str
    at: datetime


@question(WaitingAdjustment, courses=COURSES)
def adjustments_to_answer(user: User, courses: Given) -> QuerySet:
    waiting = AdjustmentRequest.objects.waiting_for(user).filter(AnyOf("plan__course_id", courses))
    return waiting.values_list("pk", "plan__course_id", "proposed_by__name", "proposed_at")


class UnsignedNote(NamedTuple):
    """A note that the user has begun and not signed, so that nobody else can read it."""

    pk: int
    course_id: UUID
    about_on: date


@question(UnsignedNote, courses=COURSES)
def unsigned_notes(user: User, courses: Given) -> QuerySet:
    drafts = Note.objects.visible_to(user).drafts().filter(AnyOf("goal__plan__course_id", courses))
    return drafts.order_by("about_on").values_list("pk", "goal__plan__course_id", "about_on")


class EndingConsent(NamedTuple):
    """A consent that has to be asked for again, and has not been yet."""

    pk: int
    course_id: UUID
    from_whom: str
    to_whom: str
    expires_on: date
    may_read: bool
    is_told: bool


def ending_consents(user: User, *, courses: Sequence[UUID], today: date, until: date) -> list[EndingConsent]:
    """Those that she reads or is told of; as filters too, both would be asked of each row twice."""
    found = _ending_consents(user, courses=courses, today=today, until=until)
    return [consent for consent in found if consent.may_read or consent.is_told]


@question(EndingConsent, courses=COURSES, today=DateField(), until=DateField())
def _ending_consents(user: User, courses: Given, today: Given, until: Given) -> QuerySet:
    of_my_fields = Q(may_read_all(user, person="citizen_id", domains="domains")) | Q(explained_by=user.pk)
    return (
        Consent.objects.in_force(today)
        .filter(AnyOf("course_id", courses), may_know(user), expires_on__lte=until, renewed_by=None)
        .annotate(may_read=ExpressionWrapper(of_my_fields, BooleanField()), is_told=is_told(user))
        .values_list("pk", "course_id", "from_whom", "to_whom", "expires_on", "may_read", "is_told")
    )


class Told(NamedTuple):
    """A notice that no other question here finds the cause of."""

    kind: str
    course_id: UUID
    due_on: date
    path: str


@question(Told, courses=COURSES)
def told_of(user: User, courses: Given) -> QuerySet:
    """In an open course of the user's, or what names no course: an answer to a request, a course lost."""
    mine = Q(AnyOf("course_id", courses), kind__in=TOLD) | Q(kind__in=TOLD_OF_NONE)
    told = Notice.objects.filter(mine, recipient=user.pk, settled_at=None)
    return told.values_list("kind", "course_id", "due_on", "path")
