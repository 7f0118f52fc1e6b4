"""Who may read what a mark is planted in, written by hand: apart from the rules that it tests (D7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from borgerforloeb.citizens.models import (
    Circumstance,
    Citizen,
    Consent,
    Course,
    CoursePerson,
    FamilyRelation,
    Level,
    NetworkPerson,
)
from borgerforloeb.lawlens.models import ReplacedPlan
from borgerforloeb.pages.demo.told import Municipality
from networkmeetings.models import Participant
from plans.models import (
    Acceptance,
    AdjustmentRequest,
    Agreement,
    AgreementLook,
    Goal,
    GoalAnswer,
    Intervention,
    Measurement,
    Note,
    Placement,
    StoryPart,
    SubGoal,
    Trial,
    WeeklySlot,
)
from roles.models import Assignment, Block, SharingBasis, StaffCitizen

# How somebody said yes, what the child said, and who is not wanted, is for the two who ask; so is what
# is said of a whole course or plan, which carries neither person nor field.
FOR_THE_TWO = (
    "oral_note", "childs_view", "entry_reason", "closing_reason",
    "does_it_work", "right_things", "done_right",
)  # fmt: skip
# Who may not read the goal reads nothing of these.
ON_A_GOAL = (
    SubGoal,
    Intervention,
    Note,
    Agreement,
    AdjustmentRequest,
    GoalAnswer,
    Measurement,
    Trial,
    Placement,
    WeeklySlot,
)
THE_TWO = ("coordinating_caseworker", "borgerkonsulent")
# Where a protected person lives is shown one at a time, to who answers for the course.
WHO_REVEALS = ("coordinating_caseworker",)


@dataclass(frozen=True)
class Scope:
    """Whose the text is, as the unit of confidentiality has it: (course, person, domain) and the level."""

    course: Course
    person: Citizen | None
    domain: str = "common"
    level: str = Level.COMMON
    roles: tuple[str, ...] = ()


def scopes_of(common: Municipality, row: Any, field: str) -> Iterator[Scope]:
    """The text's own, and then its goal's: who may not read the goal reads nothing that stands on it."""
    if isinstance(row, Consent):
        for domain in row.domains:
            yield Scope(row.course, row.citizen, domain, Level.DOMAIN, _of_the_two(field))
        return
    goal = row.goal if isinstance(row, ON_A_GOAL) else None
    marked = _marked(row)
    yield Scope(
        _course(common, row, goal),
        _person(row, goal),
        getattr(marked, "domain", "common"),
        getattr(marked, "level", Level.COMMON),
        THE_TWO if _is_of_the_two(row) else _of_the_two(field),
    )
    if goal is not None:
        yield Scope(goal.plan.course, goal.person, goal.domain, goal.level)
    if isinstance(row, AdjustmentRequest) and (help_ := row.intervention):
        yield Scope(row.plan.course, help_.person, help_.domain, help_.level)


def _marked(row: Any) -> Any:
    """What carries the marks that the row is read by."""
    if isinstance(row, SubGoal | AdjustmentRequest):
        return row.goal
    return row.agreement if isinstance(row, AgreementLook) else row


def _is_of_the_two(row: Model) -> bool:
    """What the two alone hold, also a part of a story that the citizen has not approved."""
    if isinstance(row, StoryPart):
        return row.approved_on is None
    return isinstance(row, Block | Circumstance | ReplacedPlan)


def _of_the_two(field: str) -> tuple[str, ...]:
    return THE_TWO if field in FOR_THE_TWO else ()


def author_alone(row: Model) -> list[set[str]]:
    """A note that is not signed."""
    return [{row.written_by.username}] if isinstance(row, Note) and row.signed_at is None else []


def said_it(common: Municipality, row: Model, field: str) -> set[str]:
    """Who said the words of a consent to the citizen, or to another who was asked the same, knows them."""
    if not isinstance(row, Consent):
        return set()
    first = row.part_of or row
    said = {one.explained_by.username for one in common.rows.of(Consent) if first in (one, one.part_of)}
    return said & readers_of(common, Scope(row.course, row.citizen, roles=_of_the_two(field)))


def _course_of(common: Municipality, citizen: Citizen) -> Course | None:
    members = common.rows.of(CoursePerson)
    return next((member.course for member in members if member.citizen is citizen), None)


def is_sheltered(common: Municipality, citizen: Citizen) -> bool:
    """Protected, or at home with somebody of the same course who is."""

    def home(one: Citizen) -> tuple[str, str]:
        return one.address.split(" kn", 1)[0], one.postcode

    course = _course_of(common, citizen)
    near = [one for one in common.rows.of(Citizen) if _course_of(common, one) is course]
    pairs = [
        (row.citizen, row.relative)
        for row in common.rows.of(FamilyRelation)
        if row.lives_together and row.ends_on is None
    ]
    return any(
        one is citizen or home(one) == home(citizen) or (one, citizen) in pairs or (citizen, one) in pairs
        for one in near
        if one.protected_address
    )


def is_outside(common: Municipality, row: Model) -> bool:
    """A relative who is in no course: no assignment reaches that person."""
    return isinstance(row, Citizen) and _course_of(common, row) is None


def is_number(row: Model, field: str) -> bool:
    """Hours, which no mark fits into."""
    of_hours = isinstance(row, AdjustmentRequest) and row.kind == AdjustmentRequest.Kind.HOURS
    return of_hours and field in ("before", "after", "result")


def _course(common: Municipality, row: Any, goal: Goal | None) -> Any:
    if isinstance(row, Course):
        return row
    if isinstance(row, Citizen | Block):
        return _course_of(common, row.citizen if isinstance(row, Block) else row)
    if goal is not None:
        return goal.plan.course
    if isinstance(row, Acceptance):
        return row.version.plan.course
    if isinstance(row, AgreementLook):
        return row.agreement.plan.course
    for name in ("course", "plan", "meeting"):
        if hasattr(row, name):
            return getattr(row, name) if name == "course" else getattr(row, name).course
    raise AssertionError(row)


def _person(row: Any, goal: Goal | None) -> Citizen | None:
    if isinstance(row, Citizen):
        return row
    if isinstance(row, NetworkPerson | Block):
        return row.citizen
    if isinstance(row, SubGoal | AdjustmentRequest | AgreementLook):
        return _marked(row).person
    if isinstance(row, Participant):
        return row.citizen or (row.network_person.citizen if row.network_person else None)
    return getattr(row, "person", None)


def readers_of(common: Municipality, scope: Scope) -> set[str]:
    """Whoever holds an assignment on the course today that reaches the person, the field and the level."""
    return {
        held.user.username
        for held in common.held_on(scope.course)
        if not _is_kept_out(common, held)
        and _reaches_person(held, scope)
        and (_reaches_text(held, scope) or _is_opened(common, held, scope))
        and (not scope.roles or held.role in scope.roles)
    }


def _reaches_person(held: Assignment, scope: Scope) -> bool:
    return held.person is None or scope.person is None or held.person == scope.person


def _reaches_text(held: Assignment, scope: Scope) -> bool:
    if scope.level == Level.SHIELDED:
        return held.sees_shielded
    return scope.level == Level.COMMON or scope.domain == "common" or scope.domain in held.domains


def _is_kept_out(common: Municipality, held: Assignment) -> bool:
    """Blocked by one of the members, or the mother of one of them."""
    own = [row.citizen for row in common.rows.of(StaffCitizen) if row.user is held.user]
    near = own + [row.citizen for row in common.rows.of(Block) if row.user is held.user]
    if not near:
        return False
    near += [row.relative for row in common.rows.of(FamilyRelation) if row.citizen in own]
    return any(row.course is held.course and row.citizen in near for row in common.rows.of(CoursePerson))


def _is_opened(common: Municipality, held: Assignment, scope: Scope) -> bool:
    """By a law, or by a yes from everybody who was to be asked, to this colleague or to one of her fields."""
    return scope.level == Level.DOMAIN and any(
        (basis.course, basis.person, basis.domain) == (scope.course, scope.person, scope.domain)
        and (basis.to_user == held.user or basis.to_domain in held.domains)
        and (basis.kind != SharingBasis.Kind.LAW or basis.made_by != held.user)
        and (basis.ends_on is None or basis.ends_on >= common.today)
        and (basis.consent is None or _all_said_yes(common, basis.consent))
        for basis in common.rows.of(SharingBasis)
    )


def _all_said_yes(common: Municipality, asked: Consent) -> bool:
    said = [row for row in common.rows.of(Consent) if asked in (row, row.part_of)]
    if any(row.withdrawn_on for row in said):
        return False
    age = asked.citizen.age(common.today)
    needed = {asked.citizen} if age is None or age >= 15 else set()
    if age is not None and age < 18:
        relations = common.rows.of(FamilyRelation)
        needed |= {row.citizen for row in relations if row.relative is asked.citizen and row.has_custody}
    return needed <= {row.given_by for row in said}
