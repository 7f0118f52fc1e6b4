"""Who can be asked to come and can take on an agreement: the team, the course's persons, their network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson, NetworkPerson
from networkmeetings.models import Participant
from roles.models import Assignment
from roles.permissions import may_know

# The citizens whose meeting it is. Children of a family come when somebody asks them, not by themselves.
INVITED_FROM_THE_START = (CoursePerson.Part.MAIN, CoursePerson.Part.PARENT)


@dataclass(frozen=True)
class Invitee:
    """One who belongs to the course: the row, the field that it goes into, and how it is shown."""

    field: str
    who: User | Citizen | NetworkPerson
    name: str
    about: str
    group: str

    @property
    def key(self) -> str:
        return f"{self.field}:{self.who.pk}"

    @property
    def row(self) -> dict[str, User | Citizen | NetworkPerson]:
        return {self.field: self.who}


def people_of(
    course: Course, *, user: User, on: date, members: Sequence[CoursePerson] | None = None
) -> list[Invitee]:
    """All of them that the user may know of. Three queries; one less for a page that has the members."""
    known = _members(course, user) if members is None else members
    return [*map(_citizen, known), *_team(course, user, on), *_network(course, user, on)]


def find(people: Iterable[Invitee], key: str) -> Invitee:
    for person in people:
        if person.key == key:
            return person
    raise ValidationError("Vælg en, der hører til forløbet.")


def not_yet(people: Iterable[Invitee], participants: Iterable[Participant]) -> list[Invitee]:
    there = {key_of(participant) for participant in participants}
    return [person for person in people if person.key not in there]


def choices(people: Iterable[Invitee]) -> list[tuple[str, list[tuple[str, str]]]]:
    """For a select, under one heading per group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for person in people:
        words = f"{person.name}, {person.about}" if person.about else person.name
        groups.setdefault(person.group, []).append((person.key, words))
    return list(groups.items())


def key_of(participant: Participant) -> str:
    if participant.user_id:
        return f"user:{participant.user_id}"
    if participant.citizen_id:
        return f"citizen:{participant.citizen_id}"
    return f"network_person:{participant.network_person_id}"


def _members(course: Course, user: User) -> Iterable[CoursePerson]:
    return CoursePerson.objects.filter(may_know(user), course=course, ends_on=None).select_related("citizen")


def _citizen(row: CoursePerson) -> Invitee:
    return Invitee("citizen", row.citizen, row.citizen.name, row.get_part_display(), "Borgeren og familien")


def _team(course: Course, user: User, on: date) -> list[Invitee]:
    known = Q(person=None) | may_know(user, person="person_id")
    held = Assignment.objects.in_force(on).of_the_team().filter(known, course=course, user__is_active=True)
    people: dict[int, Invitee] = {}
    for row in held.select_related("user").order_by("id"):
        about = row.function or row.get_role_display()
        people.setdefault(row.user_id, Invitee("user", row.user, row.user.name, about, "Teamet"))
    return list(people.values())


def _network(course: Course, user: User, on: date) -> list[Invitee]:
    rows = NetworkPerson.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), may_know(user), course=course)
    return [
        Invitee("network_person", row, row.name, row.relation, row.get_side_display().capitalize())
        for row in rows
    ]
