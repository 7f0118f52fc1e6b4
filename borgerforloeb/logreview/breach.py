"""What a breach reached: whose data, of which kind, for whom, on what basis and when. For the first 72 hours.

The log is read once and summed up in the database, person by person; case text is never read.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Q
from django.utils import timezone

from borgerforloeb.accounts.models import OrgUnit, User
from borgerforloeb.audit.dictionary import ROLES
from borgerforloeb.audit.models import Kind
from borgerforloeb.audit.routing import CONNECTION
from borgerforloeb.audit.words import words_of
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson, Domain, Level
from borgerforloeb.disclosures.models import Disclosure

# What was refused, failed or done by the system itself showed nothing of anybody to anybody.
SHOWS_NOTHING = (Kind.REFUSAL, Kind.SIGN_IN, Kind.SYSTEM)
# An event that names a course and none of its persons is about the course, told in rows of its own.
SUMMED_UP = """
    WITH found AS (
        SELECT unnest(CASE WHEN person_ids = '{{}}' THEN ARRAY[NULL::uuid] ELSE person_ids END) AS person,
            course_id, kind, action, domain, level, actor_id, title, unit_id,
            regexp_replace(basis, ':[0-9]+', '', 'g') AS basis, count(*) AS times, min(at) AS first,
            max(at) AS last
        FROM audit_auditevent
        WHERE at >= %(start)s AND at < %(end)s AND kind <> ALL(%(nothing)s) {narrowed}
        GROUP BY person_ids, course_id, kind, action, domain, level, actor_id, title, unit_id, basis
    )
    SELECT person, CASE WHEN person IS NULL THEN course_id END AS course, sum(times)::bigint,
        min(first), max(last), array_agg(DISTINCT kind), array_agg(DISTINCT action),
        array_agg(DISTINCT domain || ':' || level), array_agg(DISTINCT basis),
        array_agg(DISTINCT actor_id), array_agg(DISTINCT title || '|' || coalesce(unit_id::text, '')),
        (sum(times) FILTER (WHERE kind = 'print'))::bigint
    FROM found WHERE person IS NOT NULL OR course_id IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC
"""


@dataclass(frozen=True)
class Scope:
    """Whose looks, at which course, at whom, on which days (both included)."""

    first: date
    last: date
    user: User | None = None
    course: Course | None = None
    citizen: Citizen | None = None

    @property
    def start(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def end(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))


@dataclass(frozen=True)
class Reached:
    """One person, or one course as a whole, that was seen."""

    person_id: str
    name: str
    protected_address: bool
    course: str
    times: int
    first: datetime
    last: datetime
    kinds: list[str]
    data: list[str]
    fields: list[str]
    basis: list[str]
    seen_by: list[str]
    functions: list[str]
    prints: int


@dataclass
class Report:
    scope: Scope
    reached: list[Reached] = field(default_factory=list)
    recipients: list[dict[str, Any]] = field(default_factory=list)

    @property
    def persons(self) -> int:
        return sum(bool(one.person_id) for one in self.reached)

    @property
    def times(self) -> int:
        return sum(one.times for one in self.reached)

    def data(self) -> Counter[str]:
        """How many persons each kind of data was seen of."""
        return Counter(kind for one in self.reached for kind in one.data)

    def as_dict(self) -> dict[str, Any]:
        return {
            "from": self.scope.first.isoformat(),
            "to": self.scope.last.isoformat(),
            "persons": self.persons,
            "times": self.times,
            "reached": [asdict(one) for one in self.reached],
            "recipients": self.recipients,
        }


def breach_report(scope: Scope) -> Report:
    rows = _summed_up(scope)
    persons = Citizen.objects.in_bulk([row[0] for row in rows if row[0]])
    courses = dict(Course.objects.values_list("pk", "number"))
    staff = dict(User.objects.values_list("pk", "name"))
    units = {str(pk): name for pk, name in OrgUnit.objects.values_list("pk", "name")}
    reached = [_reached(row, persons, courses, staff, units) for row in rows]
    return Report(scope, reached, _recipients(scope))


def _summed_up(scope: Scope) -> list[tuple[Any, ...]]:
    given: dict[str, Any] = {"start": scope.start, "end": scope.end, "nothing": list(SHOWS_NOTHING)}
    narrowed = []
    if scope.user:
        narrowed.append("AND actor_id = %(user)s")
        given["user"] = scope.user.pk
    if scope.course:
        narrowed.append("AND course_id = %(course)s")
        given["course"] = scope.course.pk
    if scope.citizen:
        # Also what was seen of the person's courses as a whole.
        courses = CoursePerson.objects.filter(citizen=scope.citizen).values_list("course_id", flat=True)
        narrowed.append(
            "AND (person_ids @> ARRAY[%(citizen)s] OR person_ids = '{}' AND course_id = ANY(%(courses)s))"
        )
        given |= {"citizen": scope.citizen.pk, "courses": list(courses)}
    with connections[CONNECTION].cursor() as cursor:
        cursor.execute(SUMMED_UP.format(narrowed=" ".join(narrowed)), given)
        rows = cursor.fetchall()
    if scope.citizen:
        # Those who were shown on the same page are in a breach of their own.
        rows = [row for row in rows if row[0] in (None, scope.citizen.pk)]
    return rows


def _reached(
    row: tuple[Any, ...],
    persons: dict[UUID, Citizen],
    courses: dict[UUID, str],
    staff: dict[int, str],
    units: dict[str, str],
) -> Reached:
    person, course, times, first, last, kinds, actions, fields, bases, actors, functions, prints = row
    known = persons.get(person)
    return Reached(
        person_id=str(person or ""),
        name=known.name if known else "",
        protected_address=bool(known and known.protected_address),
        course=courses.get(course, str(course or "")),
        times=times,
        first=first,
        last=last,
        kinds=_sorted(Kind(kind).label for kind in kinds),
        data=_sorted(words_of(action) or action for action in actions),
        fields=_sorted(map(_field, fields)),
        basis=_sorted(ROLES.get(part, part) for basis in bases for part in basis.split(", ")),
        seen_by=_sorted(staff.get(actor, f"medarbejder {actor}") for actor in actors if actor),
        functions=_sorted(_function(one, units) for one in functions),
        prints=prints or 0,
    )


def _sorted(words: Iterable[str]) -> list[str]:
    return sorted(filter(None, set(words)))


def _field(told: str) -> str:
    domain, _, level = told.partition(":")
    words = [Domain(domain).label] if domain in Domain.values else []
    return ", ".join(words + ([Level(level).label] if level in Level.values else []))


def _function(told: str, units: dict[str, str]) -> str:
    title, _, unit = told.partition("|")
    return ", ".join(filter(None, [title, units.get(unit, "")]))


def _recipients(scope: Scope) -> list[dict[str, Any]]:
    """Who was given something on paper or file, by the ledger of disclosures."""
    found = Disclosure.objects.filter(
        status=Disclosure.Status.RELEASED, released_at__gte=scope.start, released_at__lt=scope.end
    )
    if scope.user:
        found = found.filter(released_by=scope.user)
    if scope.course:
        found = found.filter(course=scope.course)
    if scope.citizen:
        # Also of somebody of whom a row stands in a paper about another.
        row = [{"person": str(scope.citizen.pk)}]
        found = found.filter(Q(about=scope.citizen) | Q(citizen=scope.citizen) | Q(items__contains=row))
    return [_given(row) for row in found.order_by("released_at")]


def _given(row: Disclosure) -> dict[str, Any]:
    told = ("recipient", "what", "edition", "basis", "about_id", "released_at", "released_by_id")
    persons = sorted(map(str, row.persons))
    return {name: str(getattr(row, name)) for name in told} | {"persons": persons}
