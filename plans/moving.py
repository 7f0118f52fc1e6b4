"""Where a text can be moved to, and what left the house while it stood in the wrong place."""

from typing import NamedTuple
from uuid import UUID

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Course, CoursePerson
from borgerforloeb.disclosures.models import Disclosure
from plans.models import MovedText
from roles.permissions import may_know


class Place(NamedTuple):
    """A course of one's own, and those of its persons whom one may know of: its name is theirs."""

    course_id: UUID
    name: str
    persons: list[UUID]


def places(user: User) -> list[Place]:
    """Open courses that the user may know of; whether one may be written in is asked when it is chosen."""
    members = CoursePerson.objects.filter(may_know(user), ends_on=None)
    members = members.exclude(course__status=Course.Status.CLOSED)
    found: dict[UUID, Place] = {}
    columns = ("course_id", "course__name", "course__number", "citizen_id")
    for course, name, number, person in members.order_by("course__name", "course__number").values_list(
        *columns
    ):
        found.setdefault(course, Place(course, f"{name}, {number}", [])).persons.append(person)
    return list(found.values())


def papers_since(moved: MovedText, user: User) -> list[Disclosure]:
    """What was handed out of the wrong course while the text stood there, as the ledger tells it."""
    given = Disclosure.objects.visible_to(user).filter(
        course=moved.course_id, status=Disclosure.Status.RELEASED, released_at__lte=moved.moved_at
    )
    if moved.since:
        given = given.filter(released_at__gte=moved.since)
    return list(given.order_by("-released_at"))
