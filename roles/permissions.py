"""Who may know of what, and who may do what: the only place that answers.

*May I know of it?* is `visible_courses`, `visible_citizens` and `may_read`, used in the fetch: a stranger
finds nothing (404).
*May I do it?* is `require`, used first in each action: a colleague who may see but not do is refused (403).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Func, Q, QuerySet
from django.db.models.functions import Now, TruncDate

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.citizens.models import Citizen, Course, Domain, Level
from roles.models import Assignment, Role


class Permission(StrEnum):
    VIEW = "view"
    PRINT = "print"
    MANAGE_COURSE = "manage_course"
    MANAGE_ROLES = "manage_roles"
    EDIT_FAMILY = "edit_family"
    RECORD_CONSENT = "record_consent"
    REVEAL_NUMBER = "reveal_number"
    EDIT_PLAN = "edit_plan"
    DECIDE = "decide"
    RECORD_ANSWER = "record_answer"
    WRITE_NOTE = "write_note"
    CALL_MEETING = "call_meeting"
    ASSESS_TRIN = "assess_trin"
    SEE_COSTS = "see_costs"


_READ = frozenset({Permission.VIEW, Permission.PRINT})
_CLOSE_TO_THE_CITIZEN = _READ | {
    Permission.EDIT_FAMILY,
    Permission.RECORD_CONSENT,
    Permission.EDIT_PLAN,
    Permission.RECORD_ANSWER,
    Permission.WRITE_NOTE,
    Permission.CALL_MEETING,
    Permission.ASSESS_TRIN,
}

GRANTS: dict[str, frozenset[Permission]] = {
    Role.COORDINATING_CASEWORKER: frozenset(Permission),
    # No purchaser-provider split (R19): both edit the same plan, only decisions are reserved.
    Role.BORGERKONSULENT: _CLOSE_TO_THE_CITIZEN,
    Role.CASEWORKER: _READ | {Permission.WRITE_NOTE, Permission.DECIDE, Permission.SEE_COSTS},
    Role.TEAM_MEMBER: _READ | {Permission.WRITE_NOTE},
    # Reads on a screen for a while, with a reason; nothing leaves the house by it.
    Role.EMERGENCY: frozenset({Permission.VIEW}),
    Role.READER: frozenset({Permission.VIEW}),
}


@dataclass(frozen=True)
class Reach:
    """How far one assignment lets its holder read: about whom and in which fields."""

    person_id: UUID | None
    domains: frozenset[str]
    sees_shielded: bool

    def reads(self, person_id: UUID | None, domain: str, level: str) -> bool:
        if None not in (self.person_id, person_id) and self.person_id != person_id:
            return False
        if level == Level.DOMAIN:
            return domain == Domain.COMMON or domain in self.domains
        return level == Level.COMMON or (level == Level.SHIELDED and self.sees_shielded)

    def rows(self) -> Q:
        domains = [Domain.COMMON.value, *sorted(self.domains)]
        level = Q(level=Level.COMMON) | Q(level=Level.DOMAIN, domain__in=domains)
        if self.sees_shielded:
            level |= Q(level=Level.SHIELDED)
        person = Q() if self.person_id is None else Q(person=None) | Q(person=self.person_id)
        return person & level


@dataclass(frozen=True)
class Access:
    """What one person may do in one course, and by which assignments (the basis that the log shows)."""

    permissions: frozenset[Permission]
    basis: str
    reach: tuple[Reach, ...] = ()

    def may(self, permission: Permission | str) -> bool:
        return permission in self.permissions

    def may_read(self, person_id: UUID | None, domain: str, level: str) -> bool:
        """The same rule as the filter `may_read` below, for rows that stand in a frozen version."""
        return any(reach.reads(person_id, domain, level) for reach in self.reach)

    def knows(self, person_id: UUID) -> bool:
        return self.may_read(person_id, Domain.COMMON, Level.COMMON)

    def rows(self) -> Q:
        """The filter `may_read` with the assignments already in hand, for a page of many kinds of rows."""
        found = Q(pk__in=[])
        for reach in self.reach:
            found |= reach.rows()
        return found

    def persons(self) -> Q:
        """The filter for rows that belong to one person, such as an answer: those within reach alone."""
        within = {reach.person_id for reach in self.reach}
        return Q() if None in within else Q(person__in=within)

    # Templates ask {% if "edit_plan" in may %}.
    def __contains__(self, permission: str) -> bool:
        return permission in self.permissions


_IN_A_CLOSED_COURSE = _READ | {Permission.MANAGE_COURSE, Permission.REVEAL_NUMBER, Permission.SEE_COSTS}


def access_by(held: Iterable[tuple[int, str]], *, closed: bool) -> Access:
    """What these (id, role) of one person add up to. A closed course is read, printed or opened again."""
    held = list(held)
    granted = frozenset[Permission]().union(*(GRANTS[role] for _, role in held))
    if closed:
        granted &= _IN_A_CLOSED_COURSE
    return Access(granted, ", ".join(f"{role}:{pk}" for pk, role in held))


def access_to(user: User, course_id: UUID) -> Access:
    """One query; no access at all where nothing is in force."""
    held = list(
        Assignment.objects.in_force()
        .filter(user_id=user.pk, course_id=course_id, user__is_active=True)
        .values_list("pk", "role", "course__status", "person_id", "domains", "sees_shielded")
    )
    closed = bool(held) and held[0][2] == Course.Status.CLOSED
    access = access_by(((pk, role) for pk, role, *_ in held), closed=closed)
    reach = tuple(Reach(person, frozenset(domains), shielded) for _, _, _, person, domains, shielded in held)
    return replace(access, reach=reach)


def require(user: User, permission: Permission, course_id: UUID) -> Access:
    access = access_to(user, course_id)
    if not access.may(permission):
        raise PermissionDenied
    return access


def require_capability(user: User, *capabilities: Capability) -> None:
    """For what belongs to no course yet: opening one, the leaders' page, the log."""
    if not any(user.has_capability(capability) for capability in capabilities):
        raise PermissionDenied


# The gate stands in nearly every question that a page asks, often inside another one. The ORM would build and
# compile it anew each time, which was a third of a page's time, so it is written out. The rule is the one of
# `Reach.reads`, and tests/roles/test_gate.py holds the two together.
_HELD = """EXISTS (
    SELECT FROM roles_assignment held
    JOIN accounts_user holder ON holder.id = held.user_id AND holder.is_active
    WHERE held.user_id = {user}
        AND held.starts_on <= {today} AND (held.ends_on IS NULL OR held.ends_on > {today})
        AND (held.expires_at IS NULL OR held.expires_at > now())
        AND %s
)"""
_IN_THE_COURSE = "held.course_id = {course}"
_ABOUT_THE_PERSON = """(held.person_id IS NULL OR held.person_id = {person})
        AND EXISTS (
            SELECT FROM citizens_courseperson member
            WHERE member.course_id = held.course_id
                AND member.citizen_id = {person} AND member.ends_on IS NULL
        )"""
_THE_ROW = """(held.person_id IS NULL OR {person} IS NULL OR held.person_id = {person})
        AND (
            {level} = 'common'
            OR ({level} = 'domain' AND ({domain} = 'common' OR {domain} = ANY (held.domains)))
            OR ({level} = 'shielded' AND held.sees_shielded)
        )"""


class _Held(Func):
    """Does the user hold an assignment today that lets the row through? Names in `such` are its columns."""

    output_field = BooleanField()

    def __init__(self, user: User | AnonymousUser, *such: str, **columns: str) -> None:
        super().__init__(user.pk, TruncDate(Now()), *columns.values())
        self.sql, self.names = _HELD % " AND ".join(such), ("user", "today", *columns)

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, tuple[str | int, ...]]:
        compiled = dict(zip(self.names, map(compiler.compile, self.source_expressions), strict=True))
        params: list[str | int] = []

        def put(name: re.Match[str]) -> str:
            sql, values = compiled[name[1]]
            params.extend(values)
            return str(sql)

        return re.sub(r"{(\w+)}", put, self.sql), tuple(params)


def visible_courses(user: User) -> QuerySet[Course]:
    return Course.objects.filter(_Held(user, _IN_THE_COURSE, course="pk"))


def visible_citizens(user: User) -> QuerySet[Citizen]:
    """The persons of one's courses; an assignment about one member of a family shows that member alone."""
    return Citizen.objects.filter(_Held(user, _ABOUT_THE_PERSON, person="pk"))


def may_know(user: User, *, person: str = "citizen_id", course: str = "course_id") -> Func:
    """The filter for rows of a course that name one of its persons; both arguments are paths in the row.

    To know somebody from another course is no ground for telling that the person is in this one.
    """
    return _Held(user, _IN_THE_COURSE, _ABOUT_THE_PERSON, course=course, person=person)


def may_read(user: User, *, course: str = "course_id") -> Func:
    """The filter for rows that carry (person, domain, level); `course` is the path to the row's course.

    The unit of confidentiality is (course, person, domain), never "the case" (decisions, rule 1).
    """
    columns = {"course": course, "person": "person_id", "domain": "domain", "level": "level"}
    return _Held(user, _IN_THE_COURSE, _THE_ROW, **columns)
