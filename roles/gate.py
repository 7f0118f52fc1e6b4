"""How the gate asks the database: written out, for it stands in nearly every question that a page asks.

The ORM would build and compile it anew each time, which was a third of a page's time. The rule of a row is
that of `Reach.reads` in permissions.py, and tests/roles/test_gate.py holds the two together. The functions
called here, `roles_barred_courses` (own case, family, a citizen's block) and `roles_shares` (law, consent),
stand rule by rule in the migration that makes them.
"""

import logging
import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.db.models import BooleanField, Func, Value
from django.db.models.functions import Now, TruncDate

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.questions import ask

alarm = logging.getLogger("borgerforloeb.alarm")

# The role itself, or that of whom a deputy stands in for.
_ACTS_AS = """CASE WHEN held.deputy_for_id IS NULL THEN held.role ELSE
            (SELECT one.role FROM roles_assignment one WHERE one.id = held.deputy_for_id) END"""
# In force today, of a kind that the holder is (still) employed to do, and not in a course that is barred to
# the holder. COALESCE keeps the planner from guessing that hardly any row is left, on which it would build a
# slow plan; nor does an unknown let anybody through.
_IN_FORCE = f"""held.user_id = {{user}}
        AND held.starts_on <= {{today}} AND (held.ends_on IS NULL OR held.ends_on > {{today}})
        AND (held.expires_at IS NULL OR held.expires_at > statement_timestamp())
        AND COALESCE({_ACTS_AS} = ANY ((SELECT roles_of_work({{user}}))::text[]), false)
        AND COALESCE(held.course_id <> ALL ((SELECT roles_barred_courses({{user}}))::uuid[]), false)"""  # noqa: S608
_HELD = f"""EXISTS (
    SELECT FROM roles_assignment held
    WHERE {_IN_FORCE}
        AND %s
)"""  # noqa: S608 every part of it is written here
IN_THE_COURSE = "held.course_id = {course}"
ABOUT_THE_PERSON = """(held.person_id IS NULL OR held.person_id = {person})
        AND EXISTS (
            SELECT FROM citizens_courseperson member
            WHERE member.course_id = held.course_id
                AND member.citizen_id = {person} AND member.ends_on IS NULL
        )"""
THE_ROW = """(held.person_id IS NULL OR {person} IS NULL OR held.person_id = {person})
        AND (
            {level} = 'common'
            OR ({level} = 'domain' AND (
                {domain} = 'common' OR {domain} = ANY (held.domains)
                OR roles_shares(held.course_id, held.user_id, held.domains, {today}, {person}, {domain})
            ))
            OR ({level} = 'shielded' AND held.sees_shielded)
        )"""
# The two who hold the plan together, and who stands in for one of them.
HOLDS_THE_PLAN = f"{_ACTS_AS} IN ('coordinating_caseworker', 'borgerkonsulent')"
# Who answers for the course, and who stands in for her.
COORDINATES = f"{_ACTS_AS} = 'coordinating_caseworker'"


def acts_as(*roles: str) -> str:
    """One of these, or who stands in for one of them; `roles` are written in the code, never asked for."""
    named = ", ".join(f"'{role}'" for role in roles)
    return f"{_ACTS_AS} IN ({named})"


# A text of several fields at once, as a consent is, by somebody who reads the whole of it.
ALL_THE_FIELDS = """(held.person_id IS NULL OR held.person_id = {person})
        AND NOT EXISTS (
            SELECT FROM unnest({domains}) field
            WHERE field <> 'common' AND field <> ALL (held.domains)
                AND NOT roles_shares(held.course_id, held.user_id, held.domains, {today}, {person}, field)
        )"""

_TODAY = "(statement_timestamp() AT TIME ZONE %(zone)s)::date"
_ALL_HELD = f"""
    SELECT held.id, held.role, {_ACTS_AS}, course.status = 'closed',
        held.person_id, held.domains, held.sees_shielded, ARRAY(
            SELECT concat_ws(' ', basis.id, basis.person_id, basis.domain)
            FROM roles_bases(held.course_id, held.user_id, held.domains, {_TODAY}) basis
        ), EXISTS (
            SELECT FROM citizens_courseperson member
            JOIN roles_staffcitizen staff ON staff.citizen_id = member.citizen_id AND staff.ended_on IS NULL
            WHERE member.course_id = held.course_id
        )
    FROM roles_assignment held
    JOIN citizens_course course ON course.id = held.course_id
    WHERE {_IN_FORCE.format(user="%(user)s", today=_TODAY)} AND held.course_id = %(course)s
    ORDER BY held.id"""  # noqa: S608 every part of it is written here

_BARRED_PERSONS = "ARRAY(SELECT DISTINCT citizen_id FROM roles_barred WHERE user_id = {employee})"
# For rows of no assignment, such as what the log review found. As above, an unknown lets nobody through.
OPEN_TO = f"""COALESCE(({{course}}::uuid IS NULL
        OR {{course}}::uuid <> ALL ((SELECT roles_barred_courses({{employee}}))::uuid[]))
    AND NOT {{persons}}::uuid[] && {_BARRED_PERSONS}, false)"""  # noqa: S608 every part of it is written here
_BARRED = f"SELECT roles_barred_courses({{employee}}), {_BARRED_PERSONS}".format(employee="%(employee)s")
NOBODY = Value("{}")

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Holding(NamedTuple):
    """One assignment in force, as `held_in` finds it."""

    pk: int
    role: str
    acts_as: str
    course_is_closed: bool
    person_id: UUID | None
    domains: list[str]
    sees_shielded: bool
    # Each as "its id, whom it is about, the field".
    bases: list[str]
    is_about_staff: bool


class WrittenOut(Func):
    """SQL as it stands, with what it is about in place of the names: paths in the row, or values."""

    output_field = BooleanField()

    def __init__(self, sql: str, **columns: Any) -> None:
        super().__init__(*columns.values())
        self.sql, self.names = sql, tuple(columns)

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, tuple[str | int, ...]]:
        compiled = dict(zip(self.names, map(compiler.compile, self.source_expressions), strict=True))
        params: list[str | int] = []

        def put(name: re.Match[str]) -> str:
            sql, values = compiled[name[1]]
            params.extend(values)
            return str(sql)

        return re.sub(r"{(\w+)}", put, self.sql), tuple(params)


class Held(WrittenOut):
    """Does the user hold an assignment today that lets the row through? Names in `such` are its columns."""

    def __init__(self, user: User | AnonymousUser, *such: str, **columns: str) -> None:
        super().__init__(_HELD % " AND ".join(such), user=user.pk, today=TruncDate(Now()), **columns)


class OpenTo(WrittenOut):
    """Is neither the row's course, if it has one, nor any of its persons closed to the employee for good?"""

    def __init__(self, employee: Any, *, course: Any, persons: Any = NOBODY) -> None:
        super().__init__(OPEN_TO, employee=employee, course=course, persons=persons)


def held_in(course_id: UUID, user: User) -> list[Holding]:
    """All that the user holds in the course today, with the bases that widen it; one query."""
    given: dict[str, Any] = {"user": user.pk, "course": course_id, "zone": settings.TIME_ZONE}
    return list(map(Holding._make, ask(_ALL_HELD, given)))


def is_barred(user: User, course_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(%s = ANY (roles_barred_courses(%s)), true)", [course_id, user.pk])
        found: tuple[bool] = cursor.fetchone()
        return found[0]


class Outside(NamedTuple):
    """A course that somebody outside it looked for, and its unit; neither is shown."""

    course_id: UUID | None
    unit_id: int | None


def find_outside(by: str, sought: str) -> Outside:
    """By the keyed hash of a CPR number or by the number of a course; a few steps, whatever is found."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM roles_course_outside(%s, %s)", [by, sought])
        return Outside._make(cursor.fetchone())


class HeldUnder(NamedTuple):
    """One of the two of a course in a leader's units, a closed one where she has moved; no person of it."""

    assignment_id: int
    course_id: UUID
    number: str
    unit_id: int
    role: str
    user_id: int
    starts_on: date
    # "barred", "left", "moved", or nothing where all is well.
    cause: str
    is_closed: bool


class HeldBy(NamedTuple):
    """One assignment of an employee, for whoever ends it when she leaves; no person of the course."""

    assignment_id: int
    course_id: UUID
    unit_id: int
    role: str


class Behind(NamedTuple):
    """A relation of an employee's own that bars; `outwards`: the employee is the <kind> of the other."""

    relation_id: int
    kind: str
    outwards: bool


def held_under(leader: User) -> list[HeldUnder]:
    """Both of the two of all courses that the leader answers for, those with a cause first, the open before
    the closed."""
    asked = "SELECT * FROM roles_held_under(%s) ORDER BY cause = '', is_closed, course_number, role"
    with connection.cursor() as cursor:
        cursor.execute(asked, [leader.pk])
        return list(map(HeldUnder._make, cursor.fetchall()))


def held_by(user_id: int) -> list[HeldBy]:
    """All that the employee holds or is to hold, in courses of every unit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM roles_held_by(%s) ORDER BY assignment_id", [user_id])
        return list(map(HeldBy._make, cursor.fetchall()))


def relations_behind(user_id: int, course_id: UUID) -> list[Behind]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM roles_relations_behind(%s, %s)", [user_id, course_id])
        return list(map(Behind._make, cursor.fetchall()))


def denies_on_error(rule: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """A rule that breaks lets nobody through, and somebody is told. The error's own text may quote a row."""

    @wraps(rule)
    def asked(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        try:
            return rule(*args, **kwargs)
        except PermissionDenied:
            raise
        except Exception as error:
            alarm.error("%s in %s", type(error).__name__, rule.__qualname__)
            # The middleware answers 503 to a database that cannot be asked.
            if isinstance(error, DatabaseError):
                raise
            raise PermissionDenied from error

    return asked


class Barred(NamedTuple):
    """What is closed to one employee for good: courses, and persons wherever they are told of."""

    courses: list[UUID]
    persons: list[UUID]


@denies_on_error
def barred_to(user: User) -> Barred:
    """For what is read on another connection, such as the log; an unknown answer is none to go on with."""
    with connection.cursor() as cursor:
        cursor.execute(_BARRED, {"employee": user.pk})
        found = Barred._make(cursor.fetchone())
    if found.courses is None:
        raise TypeError
    return found
