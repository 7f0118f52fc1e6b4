"""What is looked for in one day of the log; each rule is one question, set by set.

The log is read on its own connection, and what it says of (employee, course, person) is held beside the
tables of employees and citizens on the ordinary one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, connections
from django.utils import timezone

from borgerforloeb.audit.routing import CONNECTION
from borgerforloeb.logreview.models import ReviewRule

Code = ReviewRule.Code
# So many rows of the log are named in a case; the rest are counted.
NAMED = 50
IDLE_AFTER = timedelta(days=7)
ENDED_WITHIN = timedelta(days=30)
OWN_DAYS = timedelta(days=60)
ZONE = "Europe/Copenhagen"

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


def _of_courses(day: date, condition: str, **given: Any) -> list[Found]:
    """Openings that satisfy the condition, one for each employee and course."""
    sql = f"""
        SELECT course_id, {SUMMED} AND {OPENED} AND {condition} GROUP BY course_id, actor_id
    """  # noqa: S608 - of constants
    return [
        Found(f"{user}:{course}", user, first, last, times, events, course)
        for course, user, first, last, times, events in ask_log(sql, day, **given)
    ]


def _of_persons(day: date) -> list[Found]:
    summed = SUMMED.replace("WHERE", ", unnest(person_ids) AS person WHERE")
    sql = f"""
        SELECT course_id, person, {summed} AND {OPENED}
        GROUP BY course_id, person, actor_id
    """  # noqa: S608 - of constants
    return [
        Found(f"{user}:{person}", user, first, last, times, events, course, (person,))
        for course, person, user, first, last, times, events in ask_log(sql, day)
    ]


def _alike(day: date, condition: str) -> list[Found]:
    """Those employees and persons of the day of whom the condition is true."""
    found = _of_persons(day)
    sql = f"""
        SELECT DISTINCT pair.user_id, pair.person
        FROM unnest(%(users)s::bigint[], %(persons)s::uuid[]) AS pair (user_id, person)
        JOIN accounts_user employee ON employee.id = pair.user_id
        JOIN citizens_citizen citizen ON citizen.id = pair.person
        WHERE {condition}
    """  # noqa: S608 - of constants
    with connection.cursor() as cursor:
        users, persons = [one.user_id for one in found], [one.person_ids[0] for one in found]
        cursor.execute(sql, {"users": users, "persons": persons})
        alike = set(cursor.fetchall())
    return [one for one in found if (one.user_id, one.person_ids[0]) in alike]


def same_name(day: date, threshold: int) -> list[Found]:
    return _alike(
        day,
        "lower(regexp_replace(employee.name, '^.* ', ''))"
        " = lower(regexp_replace(citizen.last_name, '^.* ', ''))",
    )


def same_address(day: date, threshold: int) -> list[Found]:
    """An employee's own address is known only of those who are citizens here as well."""
    street = "lower(regexp_replace({0}.address, ' *[0-9].*$', ''))"
    return _alike(
        day,
        f"""EXISTS (
            SELECT FROM roles_staffcitizen note JOIN citizens_citizen own ON own.id = note.citizen_id
            WHERE note.user_id = employee.id AND note.ended_on IS NULL AND own.id <> citizen.id
                AND own.address <> '' AND own.postcode = citizen.postcode
                AND {street.format("own")} = {street.format("citizen")}
        )""",
    )


def staff_citizen(day: date, threshold: int) -> list[Found]:
    return _of_courses(day, "details @> '{\"staff_citizen\": true}'")


def outside(day: date, threshold: int) -> list[Found]:
    return _of_courses(day, "basis ~ '^((emergency|reader):[0-9]+(, )?)+$'")


def night(day: date, threshold: int) -> list[Found]:
    return _of_courses(
        day,
        "(extract(hour FROM at AT TIME ZONE %(zone)s) >= 22"
        " OR extract(hour FROM at AT TIME ZONE %(zone)s) < 6)",
    )


def flagged(day: date, threshold: int) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT course_id FROM logreview_flag WHERE until >= %s", [day])
        courses = [course for (course,) in cursor.fetchall()]
    return _of_courses(day, "course_id = ANY(%(courses)s)", courses=courses)


def idle(day: date, threshold: int) -> list[Found]:
    """Openings a week before by somebody who has done nothing since, and does not coordinate the course."""
    return _of_courses(
        day - IDLE_AFTER,
        """basis !~ '(coordinating_caseworker|borgerkonsulent):' AND NOT EXISTS (
            SELECT FROM audit_auditevent done WHERE done.course_id = audit_auditevent.course_id
                AND done.actor_id = audit_auditevent.actor_id AND done.kind = 'change'
                AND done.at >= %(start)s AND done.at < %(end)s + interval '7 days'
        )""",
    )


def many(day: date, threshold: int) -> list[Found]:
    """More citizens than the limit, or than the employee's own habit allows for."""
    sql = f"""
        WITH days AS (
            SELECT actor_id, (at AT TIME ZONE %(zone)s)::date AS day, count(DISTINCT person) AS persons
            FROM audit_auditevent, unnest(person_ids) AS person
            WHERE at >= %(start)s - %(own)s AND at < %(end)s AND {OPENED} AND actor_id IS NOT NULL
            GROUP BY 1, 2
        ), habit AS (
            SELECT actor_id, avg(persons) AS mean, stddev_samp(persons) AS spread, count(*) AS days
            FROM days WHERE day < %(day)s GROUP BY 1
        ), too_many AS (
            SELECT days.actor_id FROM days LEFT JOIN habit USING (actor_id) WHERE days.day = %(day)s AND (
                days.persons > %(threshold)s
                OR habit.days >= 10 AND days.persons > mean + 3 * greatest(spread, 1)
            )
        )
        SELECT {SUMMED} AND {OPENED} AND actor_id IN (SELECT actor_id FROM too_many) GROUP BY actor_id
    """  # noqa: S608 - of constants
    return _of_employees(ask_log(sql, day, own=OWN_DAYS, day=day, threshold=threshold))


def refusals(day: date, threshold: int) -> list[Found]:
    return _within_an_hour(day, threshold, "kind = 'refusal' AND details @> '{\"status\": 404}'")


def searches(day: date, threshold: int) -> list[Found]:
    return _within_an_hour(
        day,
        threshold,
        'kind = \'search\' AND (details @> \'{"criterion_kind": "cpr", "hits": 0}\''
        " OR details @> '{\"by_number\": true}'"
        # Outside one's own courses the course stands in the row when there is one.
        " OR action = 'outside.searched' AND course_id IS NULL"
        ' AND details @> \'{"criterion_kind": "cpr"}\')',
    )


def _within_an_hour(day: date, threshold: int, condition: str) -> list[Found]:
    """Any sixty minutes of the day, not only those that begin with the hour."""
    sql = f"""
        WITH such AS (
            SELECT actor_id, count(*) OVER (
                PARTITION BY actor_id ORDER BY at RANGE BETWEEN interval '1 hour' PRECEDING AND CURRENT ROW
            ) AS within
            FROM audit_auditevent WHERE at >= %(start)s AND at < %(end)s AND actor_id IS NOT NULL
                AND {condition}
        )
        SELECT {SUMMED} AND {condition}
            AND actor_id IN (SELECT actor_id FROM such WHERE within >= %(threshold)s)
        GROUP BY actor_id
    """  # noqa: S608 - of constants
    return _of_employees(ask_log(sql, day, threshold=threshold))


def _of_employees(rows: list[tuple[Any, ...]]) -> list[Found]:
    return [Found(str(user), user, first, last, times, events) for user, first, last, times, events in rows]


def after_end(day: date, threshold: int) -> list[Found]:
    """Refused at a course that one was taken off not long before."""
    sql = f"""
        SELECT course_id, {SUMMED} AND kind = 'refusal' AND course_id IS NOT NULL GROUP BY course_id, actor_id
    """  # noqa: S608 - of constants
    refused = ask_log(sql, day)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT course_id, user_id FROM roles_assignment WHERE course_id = ANY(%s) AND ("
            "ends_on BETWEEN %s AND %s OR expires_at BETWEEN %s AND %s)",
            [[row[0] for row in refused], *[day - ENDED_WITHIN, day + timedelta(days=1)] * 2],
        )
        ended = set(cursor.fetchall())
    return [
        Found(f"{user}:{course}", user, first, last, times, events, course)
        for course, user, first, last, times, events in refused
        if (course, user) in ended
    ]


def sample(day: date, threshold: int) -> list[Found]:
    """So many in a hundred, the same ones each time: drawn by the day and the number of the row."""
    sql = f"""
        SELECT id, course_id, person_ids, actor_id, at FROM audit_auditevent
        WHERE at >= %(start)s AND at < %(end)s AND actor_id IS NOT NULL AND {OPENED}
            AND abs(hashtextextended(%(day)s || ':' || id, 0) %% 10000) < %(threshold)s * 100
    """  # noqa: S608 - of constants
    return [
        Found(str(number), user, at, at, 1, [number], course, tuple(persons))
        for number, course, persons, user, at in ask_log(sql, day, day=day.isoformat(), threshold=threshold)
    ]


RULES: dict[str, Callable[[date, int], list[Found]]] = {
    Code.SAME_NAME: same_name,
    Code.SAME_ADDRESS: same_address,
    Code.STAFF_CITIZEN: staff_citizen,
    Code.OUTSIDE: outside,
    Code.MANY: many,
    Code.NIGHT: night,
    Code.IDLE: idle,
    Code.AFTER_END: after_end,
    Code.FLAGGED: flagged,
    Code.REFUSALS: refusals,
    Code.SEARCHES: searches,
    Code.SAMPLE: sample,
}
