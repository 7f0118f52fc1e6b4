"""Hvem har set min sag? as paper, given to whoever it is about."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from borgerforloeb.accounts.presentation import clock, longdate, weekday_date
from borgerforloeb.citizens.models import Citizen, Course
from borgerforloeb.disclosures.package import Package, Paper, common, page_of
from borgerforloeb.disclosures.recipients import answering_for, nearest
from borgerforloeb.logreview.seen import Look, events_about, lines_by_day, looks
from roles.permissions import Access

TITLE = "Hvem har set min sag?"
# What was done and why are words of the house; a function may name the place where somebody works.
LABELS = {"name": "Hvem det handler om", "functions": "Funktion"}


@dataclass(frozen=True)
class SeenLine:
    when: str
    function: int
    what: str
    purpose: str
    undone: bool


@dataclass(frozen=True)
class SeenDay:
    day: str
    lines: tuple[SeenLine, ...]


@dataclass(frozen=True)
class SeenPaper:
    name: str
    course: str
    first: str
    last: str
    total: int
    # Each function once, so that it is looked at once.
    functions: tuple[tuple[str, ...], ...]
    days: tuple[SeenDay, ...]

    @property
    def told(self) -> list[tuple[str, list[tuple[SeenLine, str]]]]:
        return [
            (day.day, [(line, self.functions[line.function][0]) for line in day.lines]) for day in self.days
        ]


def seen_paper(
    course: Course, citizen: Citizen, first: date, last: date, access: Access, *, until: datetime, today: date
) -> Paper:
    """Until a moment, for each look at the paper writes another row of the log."""
    people = nearest(course, access, today)
    return Paper(
        course=course,
        title="Print, hvem der har set sagen",
        ask="Hvem skal have det?",
        back=reverse("seen:seen", args=[course.pk, citizen.pk]),
        people=people,
        found=answering_for(people, citizen.pk),
        package_for=lambda _: _package(course, citizen, first, last, until),
        about=citizen.pk,
    )


def seen_again(course: Course, key: str, access: Access, *, until: datetime, today: date) -> Paper:
    """The same paper by the key of its source."""
    about, first, last = key.split(":")
    citizen = course.persons.get(pk=UUID(about))
    period = date.fromisoformat(first), date.fromisoformat(last)
    return seen_paper(course, citizen, *period, access, until=until, today=today)


def _package(course: Course, citizen: Citizen, first: date, last: date, until: datetime) -> Package:
    found = looks(course, events_about(course, citizen, first, last).filter(at__lte=until))
    functions = list(dict.fromkeys(look.function for look in found))
    places = {function: place for place, function in enumerate(functions)}
    content = SeenPaper(
        name=citizen.name,
        course=course.number,
        first=longdate(first),
        last=longdate(last),
        total=len(found),
        functions=tuple((function,) for function in functions),
        days=tuple(_days(found, places)),
    )
    return page_of(
        content,
        what=TITLE,
        source=f"seen:{citizen.pk}:{first}:{last}",
        labels=LABELS,
        marks=common(citizen.pk, len(found)),
        template="logreview/print/seen.html",
    )


def _days(found: list[Look], places: dict[str, int]) -> list[SeenDay]:
    return [
        SeenDay(
            weekday_date(day).capitalize(),
            tuple(
                SeenLine(
                    _when(line.first, line.last, line.times),
                    places[line.look.function],
                    line.look.what,
                    line.look.purpose,
                    line.look.undone,
                )
                for line in lines
            ),
        )
        for day, lines in lines_by_day(found)
    ]


def _when(first: datetime, last: datetime, times: int) -> str:
    if times == 1:
        return clock(first)
    begun, ended = clock(first), clock(last)
    return f"{begun if begun == ended else f'{begun}-{ended}'}, {times} gange"
