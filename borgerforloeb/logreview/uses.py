"""One day of the log as the rules ask for it: the uses of each employee, summed.

The log is read on its own connection, and what it says of (employee, course, person) is held beside the
tables of employees and citizens on the ordinary one.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, connections
from django.utils import timezone

from borgerforloeb.audit.routing import CONNECTION

ZONE = "Europe/Copenhagen"
# Fifty rows of the log are named in a case; the rest are counted.
SUMMED = """
    actor_id, min(at), max(at), count(*), (array_agg(id ORDER BY at, id))[1:50]
    FROM audit_auditevent WHERE at >= %(start)s AND at < %(end)s AND actor_id IS NOT NULL
"""
OPENED = "kind IN ('view', 'print', 'reveal') AND course_id IS NOT NULL"


@dataclass(frozen=True)
class Found:
    """One employee's uses that belong together; `about` makes the key unique within the rule and the day."""

    about: str
    user_id: int
    first: datetime
    last: datetime
    times: int
    event_ids: list[int]
    course_id: UUID | None = None
    person_ids: tuple[UUID, ...] = ()


def ask_log(sql: str, day: date, /, **given: Any) -> list[tuple[Any, ...]]:
    start, end = (timezone.make_aware(datetime.combine(day + timedelta(days=n), time.min)) for n in (0, 1))
    with connections[CONNECTION].cursor() as cursor:
        cursor.execute(sql, {"start": start, "end": end, "zone": ZONE, **given})
        return cursor.fetchall()


def such_pairs(condition: str, found: list[Found], **given: Any) -> set[tuple[int, UUID]]:
    """Of which pairs of employee and course that were found, `pair`, is the condition true?"""
    sql = f"""
        SELECT DISTINCT pair.user_id, pair.course_id
        FROM unnest(%(users)s::bigint[], %(courses)s::uuid[]) AS pair (user_id, course_id)
        WHERE {condition}
    """  # noqa: S608 - of constants
    pairs = {"users": [one.user_id for one in found], "courses": [one.course_id for one in found]}
    with connection.cursor() as cursor:
        cursor.execute(sql, given | pairs)
        return set(cursor.fetchall())


def of_courses(day: date, condition: str, **given: Any) -> list[Found]:
    """Uses that satisfy the condition, one for each employee and course."""
    sql = f"SELECT course_id, {SUMMED} AND {condition} GROUP BY course_id, actor_id"  # noqa: S608 - of constants
    return [
        Found(f"{user}:{course}", user, first, last, times, events, course)
        for course, user, first, last, times, events in ask_log(sql, day, **given)
    ]


def of_persons(day: date) -> list[Found]:
    summed = SUMMED.replace("WHERE", ", unnest(person_ids) AS person WHERE")
    sql = f"""
        SELECT course_id, person, {summed} AND {OPENED}
        GROUP BY course_id, person, actor_id
    """  # noqa: S608 - of constants
    return [
        Found(f"{user}:{person}", user, first, last, times, events, course, (person,))
        for course, person, user, first, last, times, events in ask_log(sql, day)
    ]


def of_employees(rows: list[tuple[Any, ...]]) -> list[Found]:
    return [Found(str(user), user, first, last, times, events) for user, first, last, times, events in rows]
