"""Is what the citizen is shown of the log all of it, and nothing else? Asked of the rows each night.

In the incident that it comes from look-ups were not shown, and nobody held the page against the log. The rows
are asked in words of their own here, so that a mistake in the page's question does not stand in both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connections
from django.db.models import Q
from django.utils import timezone

from borgerforloeb.audit.routing import CONNECTION
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson
from borgerforloeb.logreview.seen import events_about

AT_ONCE = 500
NAMED = 20
NONE = UUID(int=0)
# Each course and person of the day. What names no course is told in each of the person's courses, and what
# names no person to each of the course's: `none` stands there, and is unfolded below. The order is another
# each day, so that a night that cannot take all of them does not always take the same.
PAIRS = """
    SELECT course, person, place FROM (
        SELECT DISTINCT course, person, md5(concat(%(day)s::date, course, person)) AS place
        FROM audit_auditevent
        CROSS JOIN LATERAL (SELECT coalesce(course_id, %(none)s) AS course) AS one
        CROSS JOIN LATERAL unnest(
            CASE WHEN cardinality(person_ids) = 0 THEN ARRAY[%(none)s] ELSE person_ids END
        ) AS person
        WHERE (course_id IS NOT NULL OR cardinality(person_ids) > 0) AND at >= %(start)s AND at < %(end)s
    ) AS drawn
    WHERE place > %(place)s ORDER BY place LIMIT %(at_once)s
"""
ROWS = """
    SELECT id FROM audit_auditevent
    WHERE at >= %(start)s AND at < %(end)s AND (
        course_id = %(course)s AND (%(person)s = ANY (person_ids) OR cardinality(person_ids) = 0)
        OR course_id IS NULL AND %(person)s = ANY (person_ids)
    )
"""


class Pair(NamedTuple):
    course_id: UUID
    person_id: UUID


@dataclass
class Compared:
    """How much was compared, and which rows are not where they should be; numbers alone."""

    pairs: int = 0
    rows: int = 0
    missing: set[int] = field(default_factory=set)
    extra: set[int] = field(default_factory=set)

    @property
    def differs(self) -> bool:
        return bool(self.missing or self.extra)

    @property
    def faults(self) -> list[str]:
        found = [f"{len(self.missing)} rækker vises ikke: {_named(self.missing)}."] if self.missing else []
        more = [f"{len(self.extra)} rækker vises for meget: {_named(self.extra)}."] if self.extra else []
        return found + more


def compare(day: date, *, most: int | None = None) -> Compared:
    """The pages of all who are told of in the log of that day, or of so many of them."""
    found = Compared()
    for pair in pairs_of(day):
        if most is not None and found.pairs >= most:
            break
        stands, shown = _rows_of(pair, day), _shown_to(pair, day)
        found.pairs, found.rows = found.pairs + 1, found.rows + len(stands)
        found.missing |= stands - shown
        found.extra |= shown - stands
    return found


def pairs_of(day: date) -> Iterator[Pair]:
    """Some at a time, so that a day with many rows takes no more memory than another."""
    place = ""
    while rows := _asked(PAIRS, day, none=NONE, place=place, at_once=AT_ONCE):
        yield from dict.fromkeys(_told_in(rows))
        place = rows[-1][2]


def _told_in(rows: list[tuple[Any, ...]]) -> Iterator[Pair]:
    yield from (Pair(course, person) for course, person, _ in rows if NONE not in (course, person))
    persons = {person for course, person, _ in rows if course == NONE}
    courses = {course for course, person, _ in rows if person == NONE}
    members = CoursePerson.objects.filter(Q(citizen__in=persons) | Q(course__in=courses))
    ordered = members.order_by("course_id", "citizen_id").values_list("course_id", "citizen_id")
    yield from (Pair(*row) for row in ordered.distinct())


def _rows_of(pair: Pair, day: date) -> set[int]:
    return {number for (number,) in _asked(ROWS, day, course=pair.course_id, person=pair.person_id)}


def _shown_to(pair: Pair, day: date) -> set[int]:
    events = events_about(Course(pk=pair.course_id), Citizen(pk=pair.person_id), day, day)
    return set(events.values_list("pk", flat=True))


def _asked(sql: str, day: date, **given: Any) -> list[tuple[Any, ...]]:
    start, end = (
        timezone.make_aware(datetime.combine(one, time.min)) for one in (day, day + timedelta(days=1))
    )
    with connections[CONNECTION].cursor() as cursor:
        cursor.execute(sql, given | {"day": day, "start": start, "end": end})
        return list(cursor.fetchall())


def _named(numbers: set[int]) -> str:
    more = f" og {len(numbers) - NAMED} til" if len(numbers) > NAMED else ""
    return f"{', '.join(map(str, sorted(numbers)[:NAMED]))}{more}"
