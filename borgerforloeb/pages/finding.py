"""Search among one's own courses: by part of a name, by CPR number, by course number."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, UUIDField

from borgerforloeb.accounts.addresses import path_to
from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.questions import AnyOf, Given, Question, question
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.citizens.models import Course, CoursePerson
from borgerforloeb.citizens.models.citizen import years_old
from borgerforloeb.citizens.numbers import lookup_key, read_number
from roles.permissions import may_know, visible_courses

MOST = 50
_COURSE_NUMBER = re.compile(r"\d{4}-\d{1,6}")
_LOOKS_LIKE_CPR = re.compile(r"\d{6}[- ]?\d{4}")
# A number among other words, or half of one: the log keeps its hash there too.
_SOME_NUMBER = re.compile(r"\d(?:[- ]?\d){5,}")


class FoundCourse(NamedTuple):
    pk: UUID
    number: str
    name: str
    status: str


class Member(NamedTuple):
    """A person of a found course whom the user may know of."""

    course_id: UUID
    citizen_id: UUID
    first_names: str
    last_name: str
    born_on: date | None


@dataclass(frozen=True)
class Hit:
    course: FoundCourse
    url: str
    status: str
    people: str


@dataclass(frozen=True)
class Found:
    by: str
    criterion: str
    hits: list[Hit]
    more: bool
    persons: list[UUID]

    @property
    def count(self) -> int:
        return len(self.hits)


def search(user: User, text: str, today: date) -> Found:
    """What was looked for goes to the log: a name as written, a CPR number only as its keyed hash."""
    by, criterion, courses = _look_for(user, text)
    shown = courses[:MOST]
    members = _members(user, courses=[course.pk for course in shown])
    people: dict[UUID, list[str]] = defaultdict(list)
    for member in members:
        people[member.course_id].append(_presented(member, today))
    hits = [
        Hit(
            course,
            path_to("pages:course", course.pk),
            str(Course.Status(course.status).label),
            " · ".join(people[course.pk]),
        )
        for course in shown
    ]
    return Found(by, criterion, hits, len(courses) > MOST, [member.citizen_id for member in members])


def _look_for(user: User, text: str) -> tuple[str, str, list[FoundCourse]]:
    if _LOOKS_LIKE_CPR.fullmatch(text):
        try:
            key = lookup_key(read_number(text).digits)
        except ValidationError:
            key = "none"
        return "cpr", key, _by_cpr(user, key=key)
    if _COURSE_NUMBER.fullmatch(text):
        return "number", text, _by_number(user, number=text)
    words = {f"word{position}": word for position, word in enumerate(text.split())}
    return "name", _SOME_NUMBER.sub(_hashed, text), _by_name(len(words))(user, text=text, **words)


def _hashed(number: re.Match[str]) -> str:
    return lookup_key(re.sub(r"\D", "", number[0]))


def _found(courses: QuerySet[Course]) -> QuerySet:
    ordered = courses.order_by("closed_on", danish("name"))
    return ordered.values_list("pk", "number", "name", "status")[: MOST + 1]


def _with_member(user: User, such: Q) -> Exists:
    """A member who answers to it, and whom the user may know of."""
    members = CoursePerson.objects.filter(may_know(user), such, course=OuterRef("pk"), ends_on=None)
    return Exists(members)


@question(FoundCourse, number=CharField())
def _by_number(user: User, number: Given) -> QuerySet:
    return _found(visible_courses(user).filter(number=number))


@question(FoundCourse, key=CharField())
def _by_cpr(user: User, key: Given) -> QuerySet:
    such = Q(citizen__numbers__lookup=key, citizen__numbers__valid_to=None)
    return _found(visible_courses(user).filter(_with_member(user, such)))


@cache
def _by_name(count: int) -> Question[FoundCourse]:
    """The course is called that, or a member's names hold each of that many words."""

    def build(user: User, text: Given, **words: Given) -> QuerySet:
        such = Q()
        for word in words.values():
            such &= Q(citizen__first_names__icontains=word) | Q(citizen__last_name__icontains=word)
        return _found(visible_courses(user).filter(Q(name__icontains=text) | _with_member(user, such)))

    given = {f"word{position}": CharField() for position in range(count)}
    return question(FoundCourse, text=CharField(), **given)(build)


@question(Member, courses=ArrayField(UUIDField()))
def _members(user: User, courses: Given) -> QuerySet:
    found = CoursePerson.objects.filter(may_know(user), AnyOf("course_id", courses), ends_on=None)
    return found.values_list(
        "course_id", "citizen_id", "citizen__first_names", "citizen__last_name", "citizen__born_on"
    )


def _presented(member: Member, today: date) -> str:
    name, age = f"{member.first_names} {member.last_name}", years_old(member.born_on, today)
    return f"{name}, {age} år" if age is not None else name
