"""The course with its persons, as the reader may know of them, in one query."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, UUIDField

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.questions import Given, search
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson
from plans.queries import Rows
from roles.permissions import Access


def course_as_known(user: User, access: Access, course_id: UUID) -> Any | None:
    """With its plan and those of its persons whom the user may know of; every page of a plan begins so.

    Who holds what in the course has been asked for `access`; to ask the gate for each row again cost every
    page more than the rows.
    """
    found = _with_members(user, course=course_id) if access.lets_in else []
    if not found:
        return None
    course: Any = found[0]
    course.members = [member for member in course.members if access.knows(UUID(member["citizen_id"]))]
    return course


@search(course=UUIDField())
def _with_members(_user: User, course: Given) -> QuerySet[Course]:
    members = CoursePerson.objects.filter(course=OuterRef("pk"), ends_on=None).order_by("id")
    named = members.values("citizen_id", "citizen__first_names", "citizen__last_name")
    return Course.objects.filter(pk=course).select_related("plan").annotate(members=Rows(named))


def citizen_of(member: dict[str, Any]) -> Citizen:
    """Enough of a citizen to be named and pointed at; whatever else is asked of it is fetched then."""
    given = [UUID(member["citizen_id"]), member["citizen__first_names"], member["citizen__last_name"]]
    return Citizen.from_db(None, ["id", "first_names", "last_name"], given)
