"""What is looked for in one day of the log; each rule is one question, set by set."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection

from borgerforloeb.logreview import borders
from borgerforloeb.logreview.models import ReviewRule
from borgerforloeb.logreview.uses import (
    OPENED,
    SUMMED,
    Found,
    ask_log,
    of_courses,
    of_employees,
    of_persons,
)

Code = ReviewRule.Code
IDLE_AFTER = timedelta(days=7)
OWN_DAYS = timedelta(days=60)


def _alike(day: date, condition: str) -> list[Found]:
    """Those employees and persons of the day of whom the condition is true."""
    found = of_persons(day)
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


def night(day: date, threshold: int) -> list[Found]:
    return of_courses(
        day,
        f"{OPENED} AND (extract(hour FROM at AT TIME ZONE %(zone)s) >= 22"
        " OR extract(hour FROM at AT TIME ZONE %(zone)s) < 6)",
    )


def idle(day: date, threshold: int) -> list[Found]:
    """Openings a week before by somebody who has done nothing since, and does not coordinate the course."""
    return of_courses(
        day - IDLE_AFTER,
        f"""{OPENED} AND basis !~ '(coordinating_caseworker|borgerkonsulent):' AND NOT EXISTS (
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
    return of_employees(ask_log(sql, day, own=OWN_DAYS, day=day, threshold=threshold))


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
    return of_employees(ask_log(sql, day, threshold=threshold))


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


def openings(day: date) -> int:
    """What the sample is drawn from."""
    sql = f"""
        SELECT count(*) FROM audit_auditevent
        WHERE at >= %(start)s AND at < %(end)s AND actor_id IS NOT NULL AND {OPENED}
    """  # noqa: S608 - of constants
    [(number,)] = ask_log(sql, day)
    return int(number)


RULES: dict[str, Callable[[date, int], list[Found]]] = {
    Code.SAME_NAME: same_name,
    Code.SAME_ADDRESS: same_address,
    Code.STAFF_CITIZEN: borders.staff_citizen,
    Code.OUTSIDE: borders.outside,
    Code.FIELDS: borders.fields,
    Code.BARRED: borders.barred,
    Code.MANY: many,
    Code.NIGHT: night,
    Code.IDLE: idle,
    Code.AFTER_END: borders.after_end,
    Code.FLAGGED: borders.flagged,
    Code.REFUSALS: refusals,
    Code.SEARCHES: searches,
    Code.SAMPLE: sample,
}
