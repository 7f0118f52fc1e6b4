"""The way into every page of the plan: who may know of the course, what they may do, and the log of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import Citizen, Confidential, Course, NetworkPerson
from plans.actions.versions import begin_plan
from plans.actions.writing import persons_of
from plans.models import Goal, Plan
from plans.queries import goal_in_plan
from plans.surroundings import citizen_of, course_as_known
from roles.permissions import Access, Permission, access_to, may_know

# What is one use of one row or one person is told of by its page, and the plan is not told of as well.
TOLD_BELOW = ""


@dataclass
class Opened:
    """One course's plan as one reader has opened it."""

    course: Any
    access: Access
    plan: Plan
    user: User
    today: date

    @property
    def url(self) -> str:
        return reverse("plans:plan", args=[self.course.pk])

    def persons(self) -> Sequence[Citizen]:
        """Those whom the reader may know of; found when the course was opened."""
        return [citizen_of(member) for member in self.course.members]

    def staff(self) -> QuerySet[User]:
        here = self.course.assignments.in_force().of_the_team().values("user")
        return User.objects.active().filter(pk__in=here).only("name")

    def goal(self, goal_id: int) -> Goal:
        """404 where the reader may not know of it, as where it is another plan's."""
        found = goal_in_plan(self.user, plan=self.plan.pk, goal=goal_id)
        if not found:
            raise Http404
        found[0].plan = self.plan
        return found[0]

    def network(self) -> Sequence[NetworkPerson]:
        return list(NetworkPerson.objects.filter(may_know(self.user), course=self.course, ended_on=None))


def open_course(request: HttpRequest, course_id: UUID, what: str) -> tuple[Course, Access]:
    """404 to strangers; whoever gets in leaves a trace before anything is shown."""
    access = access_to(request.user, course_id)
    course = course_as_known(request.user, access, course_id)
    if course is None:
        raise Http404
    if what != TOLD_BELOW:
        record(
            what,
            kind=Kind.VIEW,
            by=request.user,
            target=getattr(course, "plan", None) or course,
            course_id=course.pk,
            persons=[UUID(member["citizen_id"]) for member in course.members],
            basis=access.basis,
            **access.marks,
        )
    return course, access


def read_one(
    request: HttpRequest,
    row: Confidential,
    course: Course,
    access: Access,
    what: str,
    *,
    beside: Iterable[Citizen] = (),
) -> None:
    """What is about one row stands in the log with its field, which the rest of the page has many of.

    `beside` are those whom its form offers to choose between.
    """
    record(
        what,
        kind=Kind.VIEW,
        by=request.user,
        target=row,
        course_id=course.pk,
        persons={*persons_of(row), *(person.pk for person in beside)},
        basis=access.basis,
        **row.field_and_level,
        **access.marks,
    )


def open_plan(request: HttpRequest, course_id: UUID, what: str = "plan.opened") -> Opened:
    """The plan comes to be when somebody who may write it opens it; others find none yet."""
    course, access = open_course(request, course_id, what)
    plan: Any = getattr(course, "plan", None)
    if plan is None:
        if Permission.EDIT_PLAN not in access:
            raise Http404
        plan = begin_plan(course, by=request.user)
    plan.course = course
    return Opened(course, access, plan, request.user, timezone.localdate())
