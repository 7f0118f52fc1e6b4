"""Search among one's own courses: by part of a name, by CPR number, by course number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson
from borgerforloeb.citizens.numbers import lookup_key, read_number
from roles.permissions import may_know, visible_courses

MOST = 50
_COURSE_NUMBER = re.compile(r"\d{4}-\d{1,6}")
_LOOKS_LIKE_CPR = re.compile(r"\d{6}[- ]?\d{4}")


@dataclass(frozen=True)
class Hit:
    course: Course
    people: str


@dataclass(frozen=True)
class Found:
    by: str
    criterion: str
    hits: list[Hit]
    more: bool
    persons: list

    @property
    def count(self) -> int:
        return len(self.hits)


def search(user: User, text: str, today: date) -> Found:
    """What was looked for goes to the log: a name as written, a CPR number only as its keyed hash."""
    by, criterion, citizens, courses = _read(user, text)
    seen = CoursePerson.objects.filter(may_know(user), ends_on=None)
    members = Prefetch("memberships", seen.select_related("citizen"), to_attr="members")
    matching = visible_courses(user).filter(
        courses | Q(memberships__in=seen.filter(citizen__in=Citizen.objects.filter(citizens)))
        if citizens
        else courses
    )
    found = list(
        Course.objects.filter(pk__in=matching.values("pk"))
        .order_by("closed_on", danish("name"))
        .prefetch_related(members)[: MOST + 1]
    )
    hits = [Hit(course, _people(course, today)) for course in found[:MOST]]
    persons = [member.citizen_id for hit in hits for member in hit.course.members]
    return Found(by, criterion, hits, len(found) > MOST, persons)


def _read(user: User, text: str) -> tuple[str, str, Q | None, Q]:
    if _LOOKS_LIKE_CPR.fullmatch(text):
        try:
            key = lookup_key(read_number(text).digits)
        except ValidationError:
            key = "none"
        return "cpr", key, Q(numbers__lookup=key, numbers__valid_to=None), Q(pk=None)
    if _COURSE_NUMBER.fullmatch(text):
        return "number", text, None, Q(number=text)
    words = text.split()
    citizens = Q()
    for word in words:
        citizens &= Q(first_names__icontains=word) | Q(last_name__icontains=word)
    return "name", text, citizens, Q(name__icontains=text)


def _people(course: Course, today: date) -> str:
    words = []
    for member in course.members:
        citizen: Citizen = member.citizen
        age = citizen.age(today)
        words.append(f"{citizen.name}, {age} år" if age is not None else citizen.name)
    return " · ".join(words)
