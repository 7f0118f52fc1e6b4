"""Who has access to what, and why: for the coordinator, the leader and the look through it every half year.

Told from the rows themselves, by other questions than the gate's, so that the one can be held against the
other: tests/roles/test_holders.py compares them answer by answer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from borgerforloeb.accounts.models import Capability, OrgUnit, User
from borgerforloeb.citizens.models import Course, Domain, Level
from roles.models import Assignment, Role, SharingBasis
from roles.permissions import units_under

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
    held = held.exclude(user__capabilities__contains=[Capability.ADMINISTRATOR])
    if course is not None:
        held = held.filter(course=course)
    if user is not None:
        held = held.filter(user=user)
    if unit is not None:
        held = held.filter(course__unit__in=units_under(unit.pk))
    held = held.select_related("course", "user__unit", "person", "deputy_for__user")
    rows = list(held.order_by("course__number", "user__name", "pk"))
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
    return [one for one in bases if one.to_user_id == row.user_id or one.to_domain in row.domains]


def _barred() -> set[tuple[int, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(BARRED)
        return set(cursor.fetchall())
