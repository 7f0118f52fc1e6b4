"""What the pages of this app show: never more persons than the reader's assignments in that course reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject, Now

from borgerforloeb.accounts.models import OrgUnit, User
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.citizens.models import (
    Citizen,
    CitizenNumber,
    Course,
    CoursePerson,
    Domain,
    FamilyRelation,
    Level,
    NetworkPerson,
    ProtectionLift,
)
from roles.actions import Absence
from roles.gate import HeldUnder
from roles.models import TEAM_ROLES, Assignment, Block, Role
from roles.permissions import Access, visible_courses


@dataclass(frozen=True)
class Member:
    """A person of the course that the reader may know of."""

    membership: CoursePerson
    citizen: Citizen
    age: int | None
    number: str
    # Somebody has asked to lift the protection: the row's key, the day of the answer, who asked.
    lift: dict[str, Any] | None = None

    @property
    def lift_due_on(self) -> date | None:
        return date.fromisoformat(self.lift["due_on"]) if self.lift else None


@dataclass(frozen=True)
class CourseRow:
    course: Course
    persons: list[Citizen]
    about: str
    roles: list[str]
    konsulent: str


@dataclass(frozen=True)
class HandOver:
    """One of the two of a course as a leader may know of it: a number, a role, an employee."""

    held: HeldUnder
    holder: User
    unit: OrgUnit
    role: str

    @property
    def why(self) -> str:
        return str(Absence(self.held.cause).label) if self.held.cause else ""


@dataclass
class Team:
    """Who works with the citizen now and who did, and how many different people that is."""

    now: list[Assignment] = field(default_factory=list)
    # Nobody to call: who has opened the course for some hours, and until when.
    for_a_while: list[Assignment] = field(default_factory=list)
    later: list[Assignment] = field(default_factory=list)
    former: list[Assignment] = field(default_factory=list)
    # Whose hours are over: why they looked stays to be read.
    looked: list[Assignment] = field(default_factory=list)

    @property
    def contacts(self) -> int:
        return len({assignment.user_id for assignment in self.now})


def members_of(course: Course, access: Access, today: date) -> list[Member]:
    number = CitizenNumber.objects.in_force().filter(citizen=OuterRef("citizen"))
    lift = ProtectionLift.objects.waiting(today).filter(course=course, citizen=OuterRef("citizen"))
    asked = JSONObject(pk="pk", due_on="due_on", by="asked_by__name")
    memberships = (
        CoursePerson.objects.filter(course=course, ends_on=None)
        .select_related("citizen")
        .annotate(
            date_part=Subquery(number.values("date_part")[:1]), lift=Subquery(lift.values(one=asked)[:1])
        )
        .order_by("id")
    )
    return [
        Member(
            membership,
            membership.citizen,
            membership.citizen.age(today),
            f"{membership.date_part}-••••" if membership.date_part else "",
            membership.lift,
        )
        for membership in memberships
        if access.may_read(membership.citizen_id, Domain.COMMON, Level.COMMON)
    ]


def relations_among(citizen_ids: Sequence[UUID]) -> QuerySet[FamilyRelation]:
    """Both must be known to the reader: a relation tells about two."""
    current = FamilyRelation.objects.noted().filter(ends_on=None)
    return current.filter(citizen__in=citizen_ids, relative__in=citizen_ids).order_by("kind", "id")


def network_of(course: Course, citizen_ids: Sequence[UUID]) -> QuerySet[NetworkPerson]:
    return NetworkPerson.objects.filter(course=course, citizen__in=citizen_ids, ended_on=None)


def colleagues_of(course: Course) -> list[User]:
    """Everybody who works in the course now, each once, by name."""
    held = Assignment.objects.in_force().of_the_team().filter(course=course)
    return list(User.objects.active().filter(pk__in=held.values("user")).order_by(danish("name")))


def blocks_of(citizen_ids: Sequence[UUID]) -> QuerySet[Block]:
    """Whom the citizens do not want near their case; for those alone who may set and lift it."""
    blocks = Block.objects.in_force().filter(citizen__in=citizen_ids)
    return blocks.select_related("user", "citizen", "set_by")


def team_of(course: Course, citizen_ids: Sequence[UUID], today: date) -> Team:
    held = (
        Assignment.objects.filter(course=course)
        .filter(Q(person=None) | Q(person__in=citizen_ids))
        .select_related("user", "user__unit", "appointed_by", "ended_by", "person", "deputy_for__user")
        .annotate(is_open=Q(expires_at__gt=Now()))
        .order_by("starts_on", "id")
    )
    team = Team()
    for assignment in held:
        if assignment.role not in TEAM_ROLES:
            (team.for_a_while if assignment.is_open else team.looked).append(assignment)
        elif assignment.ends_on is not None and assignment.ends_on <= today:
            team.former.append(assignment)
        else:
            (team.later if assignment.starts_on > today else team.now).append(assignment)
    order = list(Role)
    team.now.sort(key=lambda assignment: order.index(Role(assignment.role)))
    return team


def hand_overs(held: Sequence[HeldUnder]) -> list[HandOver]:
    """Two queries, however many."""
    users = User.objects.in_bulk({row.user_id for row in held})
    units = OrgUnit.objects.in_bulk({row.unit_id for row in held})
    return [HandOver(row, users[row.user_id], units[row.unit_id], str(Role(row.role).label)) for row in held]


def courses_of(
    user: User,
    *,
    status: str = "open",
    kind: str = "",
    unit: int | None = None,
    role: str = "",
    text: str = "",
) -> QuerySet[Course]:
    courses = visible_courses(user).select_related("unit").order_by(danish("name"), "opened_on", "pk")
    if status == "open":
        courses = courses.exclude(status=Course.Status.CLOSED)
    elif status:
        courses = courses.filter(status=status)
    if kind:
        courses = courses.filter(kind=kind)
    if unit:
        courses = courses.filter(unit=unit)
    if role:
        mine = Assignment.objects.in_force().filter(course=OuterRef("pk"), user=user, role=role)
        courses = courses.filter(Exists(mine))
    if text:
        courses = courses.filter(Q(name__icontains=text) | Q(number__icontains=text))
    return courses


def course_rows(user: User, courses: Iterable[Course], today: date) -> list[CourseRow]:
    """Two queries, however many courses."""
    courses = list(courses)
    held = defaultdict(list)
    assignments = Assignment.objects.in_force().filter(course__in=courses)
    for assignment in assignments.filter(Q(user=user) | Q(role=Role.BORGERKONSULENT)).select_related("user"):
        held[assignment.course_id].append(assignment)
    persons = defaultdict(list)
    memberships = CoursePerson.objects.filter(course__in=courses, ends_on=None).select_related("citizen")
    for membership in memberships.order_by("id"):
        mine = [assignment for assignment in held[membership.course_id] if assignment.user_id == user.pk]
        if any(assignment.person_id in (None, membership.citizen_id) for assignment in mine):
            persons[membership.course_id].append(membership.citizen)
    return [_row(user, course, persons[course.pk], held[course.pk], today) for course in courses]


def _row(
    user: User, course: Course, persons: list[Citizen], held: list[Assignment], today: date
) -> CourseRow:
    roles = [assignment.get_role_display() for assignment in held if assignment.user_id == user.pk]
    konsulent = next((item.user.name for item in held if item.role == Role.BORGERKONSULENT), "")
    return CourseRow(course, persons, _about(course, persons, today), list(dict.fromkeys(roles)), konsulent)


def _about(course: Course, persons: list[Citizen], today: date) -> str:
    ages = [(person.first_name, person.age(today)) for person in persons]
    if course.kind != Course.Kind.FAMILY:
        return f"{ages[0][1]} år" if ages and ages[0][1] is not None else ""
    return ", ".join(f"{name} {age} år" if age is not None else name for name, age in ages)
