"""Rules about where somebody was: in a colleague's own case, outside one's own fields, where it is shut."""

from datetime import date, timedelta

from django.db import connection

from borgerforloeb.citizens.models import Domain, Level
from borgerforloeb.logreview.models import Flag
from borgerforloeb.logreview.uses import OPENED, SUMMED, Found, ask_log, of_courses, such_pairs

ENDED_WITHIN = timedelta(days=30)


def staff_citizen(day: date, threshold: int) -> list[Found]:
    """Every opening of a course that a colleague is or was in; also when that was noted afterwards."""
    marked = "details @> '{\"staff_citizen\": true}'"
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT member.course_id FROM citizens_courseperson member
            JOIN roles_staffcitizen staff ON staff.citizen_id = member.citizen_id AND staff.ended_on IS NULL
            """
        )
        courses = [course for (course,) in cursor.fetchall()]
    return of_courses(day, f"{OPENED} AND ({marked} OR course_id = ANY(%(courses)s))", courses=courses)


def outside(day: date, threshold: int) -> list[Found]:
    return of_courses(day, f"{OPENED} AND basis ~ '^((emergency|reader):[0-9]+(, )?)+$'")


def fields(day: date, threshold: int) -> list[Found]:
    """What is for one field alone, read or written by one who held others: by law, by consent, or not."""
    closed = "level = ANY(%(levels)s) AND domain NOT IN ('', %(common)s) AND course_id IS NOT NULL"
    sql = f"""
        SELECT course_id, domain, {SUMMED} AND {closed} AND kind IN ('view', 'print', 'reveal', 'change')
        GROUP BY course_id, domain, actor_id
    """  # noqa: S608 - of constants
    rows = ask_log(sql, day, levels=[Level.DOMAIN, Level.SHIELDED], common=Domain.COMMON)
    found: dict[str, list[Found]] = {}
    for course, domain, user, first, last, times, events in rows:
        one = Found(f"{user}:{course}:{domain}", user, first, last, times, events, course)
        found.setdefault(domain, []).append(one)
    return [one for domain, such in found.items() for one in _without(domain, such, day)]


def _without(domain: str, found: list[Found], day: date) -> list[Found]:
    held = such_pairs(
        """EXISTS (
            SELECT FROM roles_assignment held
            WHERE held.user_id = pair.user_id AND held.course_id = pair.course_id
                AND held.starts_on <= %(day)s AND (held.ends_on IS NULL OR held.ends_on > %(day)s)
                AND %(domain)s = ANY (held.domains)
        )""",
        found,
        day=day,
        domain=domain,
    )
    return [one for one in found if (one.user_id, one.course_id) not in held]


def flagged(day: date, threshold: int) -> list[Found]:
    courses = list(Flag.objects.in_force(day).values_list("course_id", flat=True))
    return of_courses(day, f"{OPENED} AND course_id = ANY(%(courses)s)", courses=courses)


def barred(day: date, threshold: int) -> list[Found]:
    """Tried or looked for, although nothing opens it to that employee: one's own, the family's, or a wish."""
    tried = of_courses(day, "course_id IS NOT NULL AND (kind = 'refusal' OR action = 'outside.searched')")
    shut = such_pairs("pair.course_id = ANY (roles_barred_courses(pair.user_id))", tried)
    return [one for one in tried if (one.user_id, one.course_id) in shut]


def after_end(day: date, threshold: int) -> list[Found]:
    """Refused at a course that one was taken off not long before."""
    refused = of_courses(day, "kind = 'refusal' AND course_id IS NOT NULL")
    ended = such_pairs(
        """EXISTS (
            SELECT FROM roles_assignment held
            WHERE held.user_id = pair.user_id AND held.course_id = pair.course_id
                AND (held.ends_on BETWEEN %(from)s AND %(to)s OR held.expires_at BETWEEN %(from)s AND %(to)s)
        )""",
        refused,
        **{"from": day - ENDED_WITHIN, "to": day + timedelta(days=1)},
    )
    return [one for one in refused if (one.user_id, one.course_id) in ended]
