"""Who has access to what, and why: for the coordinator, the leader and the look through it every half year.

Told from the rows themselves, by other questions than the gate's, so that the one can be held against the
other: tests/roles/test_holders.py compares them answer by answer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.timezone import localdate

from borgerforloeb.accounts.models import Capability, OrgUnit, User
from borgerforloeb.citizens.models import Course, Domain, Level
from roles.models import Assignment, Role, SharingBasis, does_the_work

# Access that nobody has looked at for so long is looked at again.
LOOKED_AT_EVERY = timedelta(days=183)
BARRED = """
    SELECT barred.user_id, member.course_id FROM roles_barred barred
    JOIN citizens_courseperson member ON member.citizen_id = barred.citizen_id
"""


@dataclass(frozen=True)
class Holder:
    """One assignment in force, and what it opens by itself and by bases for sharing."""

    assignment: Assignment
    bases: tuple[SharingBasis, ...]
    # A barrier closes the course whatever the assignment says. Which, is nobody's business here.
    is_barred: bool

    def is_due(self, today: date) -> bool:
        return self.assignment.starts_on <= today - LOOKED_AT_EVERY

    @property
    def fields(self) -> list[str]:
        return [str(Domain(name).label) for name in self.assignment.domains]

    @property
    def role(self) -> str:
        held = self.assignment
        instead = f" for {held.deputy_for.user.name}" if held.deputy_for else ""
        return f"{Role(held.role).label}{instead}"

    def reads(self, person: UUID | None, domain: str, level: str) -> bool:
        held = self.assignment
        if self.is_barred or (person and held.person_id and person != held.person_id):
            return False
        if level == Level.DOMAIN:
            mine = {Domain.COMMON.value, *held.domains}
            return domain in mine or any(
                (one.person_id, one.domain) == (person, domain) for one in self.bases
            )
        return level == Level.COMMON or held.sees_shielded


def holders(
    *, today: date, course: Course | None = None, user: User | None = None, unit: OrgUnit | None = None
) -> list[Holder]:
    """Of a course, of an employee, or of all courses of a unit and those below it; without any, of all."""
    held = Assignment.objects.in_force().filter(user__is_active=True)
    if course is not None:
        held = held.filter(course=course)
    if user is not None:
        held = held.filter(user=user)
    if unit is not None:
        held = held.filter(course__unit__in=OrgUnit.objects.under(unit.pk))
    held = held.select_related("course", "user__unit", "person", "deputy_for__user")
    # Whoever is no longer employed to do what the role takes holds it in name only.
    found = held.order_by("course__number", "user__name", "pk")
    rows = [row for row in found if does_the_work(row.user, row.acts_as)]
    shared, barred = _shared(rows, today), _barred()
    return [
        Holder(row, tuple(_reaching(row, shared[row.course_id])), (row.user_id, row.course_id) in barred)
        for row in rows
    ]


def _shared(rows: Iterable[Assignment], today: date) -> dict[UUID, list[SharingBasis]]:
    found: dict[UUID, list[SharingBasis]] = defaultdict(list)
    bases = SharingBasis.objects.in_force(today).filter(course__in={row.course_id for row in rows})
    for basis in bases.select_related("person", "section__act"):
        found[basis.course_id].append(basis)
    return found


def _reaching(row: Assignment, bases: Iterable[SharingBasis]) -> list[SharingBasis]:
    return [one for one in bases if _is_to(one, row)]


def _is_to(basis: SharingBasis, row: Assignment) -> bool:
    """Nobody opens anything to oneself by one's own reading of the law."""
    if basis.kind == SharingBasis.Kind.LAW and basis.made_by_id == row.user_id:
        return False
    return basis.to_user_id == row.user_id or basis.to_domain in row.domains


def _barred() -> set[tuple[int, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(BARRED)
        return set(cursor.fetchall())


# Who may look through it: neither opens a course by it, or learns of a person.
LOOK_THROUGH = (Capability.ADMINISTRATOR, Capability.LOG_REVIEWER)
# What these open has no assignment, and so no day of its own; the others open nothing by themselves.
WIDE = {Capability.LEADER, Capability.LOG_REVIEWER, Capability.ADMINISTRATOR, Capability.DUTY}
EMPLOYEES = """
    WITH held AS (
        SELECT user_id, count(*) AS accesses, min(starts_on) AS since
        FROM roles_accesses(%(viewer)s, %(today)s) GROUP BY user_id
    ), looked AS (
        SELECT DISTINCT ON (user_id) user_id, looked_on, looked_by_id
        FROM roles_accessreview ORDER BY user_id, looked_on DESC, id DESC
    )
    SELECT employee.id, employee.name, employee.title, coalesce(unit.name, ''), employee.capabilities,
        coalesce(held.accesses, 0), held.since, looked.looked_on, coalesce(looker.name, '')
    FROM accounts_user employee
    LEFT JOIN accounts_orgunit unit ON unit.id = employee.unit_id
    LEFT JOIN held ON held.user_id = employee.id
    LEFT JOIN looked ON looked.user_id = employee.id
    LEFT JOIN accounts_user looker ON looker.id = looked.looked_by_id
    WHERE employee.is_active AND (held.accesses > 0 OR employee.capabilities && %(wide)s::varchar[])
    ORDER BY danish_key(employee.name) COLLATE da, employee.id
"""
ACCESSES = """
    SELECT course_number, role, domains, sees_shielded, starts_on, ends_on, expires_at
    FROM roles_accesses(%(viewer)s, %(today)s) WHERE user_id = %(employee)s ORDER BY starts_on, course_number
"""


def _is_old(since: date | None, today: date) -> bool:
    return since is None or since <= today - LOOKED_AT_EVERY


class Employee(NamedTuple):
    """What one employee can open, in numbers and days; of no course or citizen."""

    pk: int
    name: str
    title: str
    unit: str
    given: list[str]
    accesses: int
    since: date | None
    looked_on: date | None
    looked_by: str

    def is_due(self, today: date) -> bool:
        """What has no day of its own is as old as can be."""
        since = self.since if WIDE.isdisjoint(self.given) else None
        return _is_old(since, today) and _is_old(self.looked_on, today)

    @property
    def capabilities(self) -> list[str]:
        return [str(Capability(one).label) for one in self.given]


class Opened(NamedTuple):
    """One course that an employee can open, by its number."""

    number: str
    role: str
    domains: list[str]
    sees_shielded: bool
    starts_on: date
    ends_on: date | None
    expires_at: datetime | None

    @property
    def role_words(self) -> str:
        return str(Role(self.role).label)

    @property
    def fields(self) -> list[str]:
        return [str(Domain(name).label) for name in self.domains]

    @property
    def last_day(self) -> date | None:
        if self.expires_at:
            return localdate(self.expires_at)
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    def is_due(self, today: date) -> bool:
        return _is_old(self.starts_on, today)


def employees(viewer: User, *, today: date) -> list[Employee]:
    """All who can open something; a course that is closed to the viewer is not counted."""
    return list(map(Employee._make, _asked(EMPLOYEES, viewer=viewer.pk, today=today, wide=sorted(WIDE))))


def accesses_of(employee: User, *, viewer: User, today: date) -> list[Opened]:
    found = _asked(ACCESSES, viewer=viewer.pk, today=today, employee=employee.pk)
    return list(map(Opened._make, found))


def _asked(sql: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()
