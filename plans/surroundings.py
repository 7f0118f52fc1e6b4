"""The course with its persons, as the reader may know of them, in one query."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson
from plans.queries import Rows
from roles.permissions import may_know, visible_courses


def courses_with_members(user: User) -> QuerySet[Course]:
    """The courses that the user may know of, each with those of its persons whom the user may know of."""
    members = CoursePerson.objects.filter(may_know(user), course=OuterRef("pk"), ends_on=None)
    return visible_courses(user).annotate(
        members=Rows(
            members.order_by("id").values("citizen_id", "citizen__first_names", "citizen__last_name")
        )
    )


def citizen_of(member: dict[str, Any]) -> Citizen:
    """Enough of a citizen to be named and pointed at; whatever else is asked of it is fetched then."""
    given = [UUID(member["citizen_id"]), member["citizen__first_names"], member["citizen__last_name"]]
    return Citizen.from_db(None, ["id", "first_names", "last_name"], given)
