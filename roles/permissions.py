"""Who may know of what, and who may do what: the only place that answers.

*May I know of it?* is `visible_courses`, `visible_citizens` and `may_read`, used in the fetch: a stranger
finds nothing (404).
*May I do it?* is `require`, used first in each action: a colleague who may see but not do is refused (403).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Func, OuterRef, Q, QuerySet

from borgerforloeb.accounts.models import CASE_WORK, Capability, OrgUnit, User
from borgerforloeb.audit.actions import current_request
from borgerforloeb.citizens.models import Citizen, Course, Domain, Level
from roles.gate import (
    ABOUT_THE_PERSON,
    ALL_THE_FIELDS,
    COORDINATES,
    HOLDS_THE_PLAN,
    IN_THE_COURSE,
    THE_ROW,
    Held,
    HeldUnder,
    Holding,
    OpenTo,
    acts_as,
    denies_on_error,
    held_in,
    held_under,
    is_barred,
)
from roles.grants import GRANTS, IN_A_CLOSED_COURSE, Permission
from roles.models import Assignment, EmergencyAccess, Role

PRINTS = acts_as(*(role for role, may in GRANTS.items() if Permission.PRINT in may))


@dataclass(frozen=True)
class Basis:
    """A sharing basis in force: what is known of one person in one field is read outside that field too."""

    pk: int
    person_id: UUID
    domain: str


@dataclass(frozen=True)
class Reach:
    """How far one assignment lets its holder read: about whom and in which fields."""

    person_id: UUID | None
    domains: frozenset[str]
    sees_shielded: bool
    shared: tuple[Basis, ...] = ()
    role: str = ""

    def reads(self, person_id: UUID | None, domain: str, level: str) -> bool:
        if not self.is_about(person_id):
            return False
        if level == Level.DOMAIN:
            own = domain == Domain.COMMON or domain in self.domains
            return own or (person_id, domain) in {(basis.person_id, basis.domain) for basis in self.shared}
        return level == Level.COMMON or (level == Level.SHIELDED and self.sees_shielded)

    def reads_all(self, person_id: UUID, domains: Iterable[str]) -> bool:
        return all(self.reads(person_id, domain, Level.DOMAIN) for domain in domains)

    def is_about(self, person_id: UUID | None) -> bool:
        return None in (self.person_id, person_id) or self.person_id == person_id

    def rows(self) -> Q:
        domains = [Domain.COMMON.value, *sorted(self.domains)]
        level = Q(level=Level.COMMON) | Q(level=Level.DOMAIN, domain__in=domains)
        for basis in self.widening():
            level |= Q(level=Level.DOMAIN, domain=basis.domain, person=basis.person_id)
        if self.sees_shielded:
            level |= Q(level=Level.SHIELDED)
        person = Q() if self.person_id is None else Q(person=None) | Q(person=self.person_id)
        return person & level

    def widening(self) -> list[Basis]:
        """Those that open what the holder's own fields do not."""
        return [
            basis
            for basis in self.shared
            if basis.domain not in self.domains and self.is_about(basis.person_id)
        ]


@dataclass(frozen=True)
class Access:
    """What one person may do in one course, and by which assignments (the basis that the log shows)."""

    permissions: frozenset[Permission]
    basis: str
    reach: tuple[Reach, ...] = ()
    is_about_staff: bool = False

    @property
    def marks(self) -> dict[str, bool]:
        """What each opening tells the log besides: an employee's own case is looked at more closely."""
        return {"staff_citizen": True} if self.is_about_staff else {}

    @property
    def lets_in(self) -> bool:
        """Is the course one of those that `visible_courses` finds? Both ask for an assignment in force."""
        return bool(self.reach)

    def may(self, permission: Permission | str) -> bool:
        return permission in self.permissions

    @property
    def roles(self) -> frozenset[str]:
        """As what one is here by oneself; a deputy is a deputy."""
        return frozenset(reach.role for reach in self.reach)

    @denies_on_error
    def may_read(self, person_id: UUID | None, domain: str, level: str) -> bool:
        """The same rule as the filter `may_read` below, for rows that stand in a frozen version."""
        return any(reach.reads(person_id, domain, level) for reach in self.reach)

    @denies_on_error
    def may_read_all(self, person_id: UUID, domains: Iterable[str]) -> bool:
        """Of one text about several fields, such as a consent; as the filter of that name below."""
        domains = list(domains)
        return any(reach.reads_all(person_id, domains) for reach in self.reach)

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


@denies_on_error
def access_to(user: User, course_id: UUID) -> Access:
    """One query; no access at all where nothing is in force. A save asks in its form and in its act."""
    asked = partial(held_in, course_id, user)
    held = current_request.get().once(("held", course_id, user.pk), asked)
    granted = frozenset[Permission]().union(*(GRANTS[one.acts_as] for one in held))
    # Whatever else one is there: a nødadgang is not opened to find out where somebody can be found.
    if any(one.role == Role.EMERGENCY for one in held):
        granted -= {Permission.SEE_WHEREABOUTS}
    if any(one.course_is_closed for one in held):
        granted &= IN_A_CLOSED_COURSE
    reach = tuple(map(_reach, held))
    widened = sorted({basis.pk for one in reach for basis in one.widening()})
    by = [f"{one.role}:{one.pk}" for one in held] + [f"sharing:{pk}" for pk in widened]
    return Access(granted, ", ".join(by), reach, any(one.is_about_staff for one in held))


def _reach(held: Holding) -> Reach:
    shared = tuple(Basis(int(pk), UUID(about), domain) for pk, about, domain in map(str.split, held.bases))
    return Reach(held.person_id, frozenset(held.domains), held.sees_shielded, shared, held.role)


@denies_on_error
def require(user: User, permission: Permission, course_id: UUID) -> Access:
    access = access_to(user, course_id)
    if not access.may(permission):
        raise PermissionDenied
    return access


def require_capability(user: User, *capabilities: Capability) -> None:
    """For what belongs to no course yet: opening one, the leaders' page, the log."""
    if not any(user.has_capability(capability) for capability in capabilities):
        raise PermissionDenied


@denies_on_error
def require_at_work(user: User) -> None:
    """For what is nobody's case: those who work with citizens, their leaders and the administrators."""
    require_capability(user, *CASE_WORK, Capability.LEADER, Capability.ADMINISTRATOR)


@denies_on_error
def writes_in_a_plan(user: User) -> bool:
    """In any course: one of the two who hold its plan, where the course is open."""
    return Course.objects.filter(is_told(user, course="pk")).exclude(status=Course.Status.CLOSED).exists()


@denies_on_error
def is_kept_out(user: User, course_id: UUID) -> bool:
    """Whether the course is closed to that employee for good; why is nobody's business but the citizen's."""
    return is_barred(user, course_id)


def visible_emergencies(user: User) -> QuerySet[EmergencyAccess]:
    """Log reviewers judge them all, leaders those of their units; none that is closed to oneself."""
    found = EmergencyAccess.objects.filter(OpenTo(user.pk, course="course_id"))
    if user.has_capability(Capability.LOG_REVIEWER):
        return found
    if user.has_capability(Capability.LEADER):
        return found.filter(unit__in=OrgUnit.objects.under(user.unit_id))
    return found.none()


@denies_on_error
def courses_to_lead(user: User) -> list[HeldUnder]:
    """For handing over alone: whose the courses of the leader's units are, without a way into them."""
    require_capability(user, Capability.LEADER)
    if user.has_capability(Capability.ADMINISTRATOR):
        raise PermissionDenied
    return held_under(user)


def visible_courses(user: User) -> QuerySet[Course]:
    return Course.objects.filter(Held(user, IN_THE_COURSE, course="pk"))


def printable_courses(user: User) -> QuerySet[Course]:
    """Those that one may print of by one's role; the act asks again of each, with the rest of the gate."""
    return Course.objects.filter(may_print(user, course="pk"))


def visible_citizens(user: User) -> QuerySet[Citizen]:
    """The persons of one's courses; an assignment about one member of a family shows that member alone."""
    return Citizen.objects.filter(Held(user, ABOUT_THE_PERSON, person="pk"))


def by_emergency(user: User, *, course: str = "course_id") -> Exists:
    """For lists of rows from several courses: which of them one is in by nødadgang, and is not told where."""
    held = Assignment.objects.in_force().filter(user=user.pk, role=Role.EMERGENCY)
    return Exists(held.filter(course=OuterRef(course)))


def may_know(user: User, *, person: str = "citizen_id", course: str = "course_id") -> Func:
    """The filter for rows of a course that name one of its persons; both arguments are paths in the row.

    To know somebody from another course is no ground for telling that the person is in this one.
    """
    return Held(user, IN_THE_COURSE, ABOUT_THE_PERSON, course=course, person=person)


def may_read(user: User, *, course: str = "course_id", row: str = "") -> Func:
    """The filter for rows that carry (person, domain, level), or stand on such a `row`; both are paths.

    The unit of confidentiality is (course, person, domain), never "the case" (decisions, rule 1).
    """
    columns = {"person": f"{row}person_id", "domain": f"{row}domain", "level": f"{row}level"}
    return Held(user, IN_THE_COURSE, THE_ROW, course=course, **columns)


def may_read_all(user: User, *, person: str, domains: str, course: str = "course_id") -> Func:
    """The filter for one text about several fields of one person; the arguments are paths in the row."""
    return Held(user, IN_THE_COURSE, ALL_THE_FIELDS, course=course, person=person, domains=domains)


def is_told(user: User, *, course: str = "course_id") -> Func:
    """The filter for rows of which the two hear that they are there, also where they may not read them."""
    return Held(user, IN_THE_COURSE, HOLDS_THE_PLAN, course=course)


def may_print(user: User, *, course: str = "course_id") -> Func:
    """The filter for rows of the courses that one may print of by one's role; the act asks again of each."""
    return Held(user, IN_THE_COURSE, PRINTS, course=course)


def coordinates(user: User, *, course: str = "course_id") -> Func:
    """The filter for rows of the courses that one coordinates, for what is hers alone to answer."""
    return Held(user, IN_THE_COURSE, COORDINATES, course=course)
