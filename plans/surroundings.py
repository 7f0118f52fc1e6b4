"""The course with all that stands around its plan (persons, staff, network, next follow-up), in one query."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, JSONObject

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson, NetworkPerson
from plans.models import FollowUp, Intervention
from roles.models import Assignment
from roles.permissions import may_know, visible_courses


def courses_with_members(user: User) -> QuerySet[Course]:
    """The courses that the user may know of, each with those of its persons whom the user may know of."""
    members = CoursePerson.objects.filter(may_know(user), course=OuterRef("pk"), ends_on=None)
    return visible_courses(user).annotate(
        members=_rows(
            members.order_by("id"),
            id="citizen_id",
            first_names="citizen__first_names",
            last_name="citizen__last_name",
            part="part",
        )
    )


def courses_with_surroundings(user: User) -> QuerySet[Course]:
    mine = OuterRef("pk")
    staff = Assignment.objects.in_force().filter(
        Q(person=None) | may_know(user, person="person_id"), course=mine, user__is_active=True
    )
    network = NetworkPerson.objects.filter(may_know(user), course=mine, ended_on=None)
    return courses_with_members(user).annotate(
        staff=_rows(staff.order_by("id"), id="user_id", name="user__name", role="role"),
        around=_rows(network, name="name", relation="relation", contribution="contribution"),
        followup=_next_followup(user),
    )


def citizen_of(member: dict[str, Any]) -> Citizen:
    """Enough of a citizen to be named and pointed at; whatever else is asked of it is fetched then."""
    given = [UUID(member["id"]), member["first_names"], member["last_name"]]
    return Citizen.from_db(None, ["id", "first_names", "last_name"], given)


def _next_followup(user: User) -> Subquery:
    # A section tells of the help that rests on it, so it is named to those alone who may read of that help.
    resting = Intervention.objects.visible_to(user).filter(
        goal__plan=OuterRef("followup__plan"), section=OuterRef("section")
    )
    covers = FollowUp.sections.through.objects.filter(Exists(resting), followup=OuterRef("pk"))
    law = Concat("section__act__short_name", Value(" "), "section__number")
    told = JSONObject(
        due_on="due_on", reason="reason", covers=ArraySubquery(covers.values(law=law).order_by("law"))
    )
    return Subquery(FollowUp.objects.open().filter(plan__course=OuterRef("pk")).values(row=told)[:1])


def _rows(queryset: QuerySet[Any], **names: str) -> ArraySubquery:
    return ArraySubquery(queryset.values(row=JSONObject(**names)))


class Person:
    """A member of the course whom the reader may know of."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.pk = UUID(row["id"])
        self.first_name = row["first_names"].split(" ", 1)[0]
        self.name = f"{row['first_names']} {row['last_name']}"
        self.part = row["part"]


def day(text: str | None) -> date | None:
    """Dates come out of JSON as text."""
    return date.fromisoformat(text) if text else None
