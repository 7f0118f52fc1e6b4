"""The course with its persons, as the reader may know of them, in one query."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, UUIDField

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.questions import Given, search
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson
from plans.queries import Rows
from roles.permissions import may_know, visible_courses


@search(course=UUIDField())
def course_with_members(user: User, course: Given) -> QuerySet[Course]:
    """With its plan and those of its persons whom the user may know of; every page of a plan begins so."""
    members = CoursePerson.objects.filter(may_know(user), course=OuterRef("pk"), ends_on=None)
    found = visible_courses(user).filter(pk=course).select_related("plan")
    return found.annotate(
        members=Rows(
            members.order_by("id").values("citizen_id", "citizen__first_names", "citizen__last_name")
        )
    )


def citizen_of(member: dict[str, Any]) -> Citizen:
    """Enough of a citizen to be named and pointed at; whatever else is asked of it is fetched then."""
    given = [UUID(member["citizen_id"]), member["citizen__first_names"], member["citizen__last_name"]]
    return Citizen.from_db(None, ["id", "first_names", "last_name"], given)
