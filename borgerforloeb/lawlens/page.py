"""*Lovlinsen*: the one plan held against each law, person by person, as one reader may see it today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from borgerforloeb.accounts.addresses import path_to
from borgerforloeb.accounts.models import User
from borgerforloeb.casework.answerers import must_answer, relations_that_answer
from borgerforloeb.citizens.models import Citizen, FamilyRelation
from borgerforloeb.law.models import Check, PlanKind, Requirement
from borgerforloeb.lawlens.ground import Ground
from borgerforloeb.lawlens.lens import Held, Wanted, hold, requirements, wanted
from borgerforloeb.lawlens.reading import Said, rules_of, said_of
from plans.marks import drafted
from plans.models import Plan
from plans.reading import readable
from plans.snapshot import Facts, snapshot
from roles.permissions import Access

Row = dict[str, Any]


@dataclass(frozen=True)
class Circumstances:
    """Of one person; what has ended stands below what holds."""

    now: list[Row]
    before: list[Row]


@dataclass(frozen=True)
class PlanUnderLaw:
    wanted: Wanted
    held: list[Held]
    because: str
    replaced: Row | None
    is_covered: bool

    @property
    def kind(self) -> PlanKind:
        return self.wanted.kind

    @property
    def met(self) -> list[Held]:
        return [one for one in self.held if one.is_met]

    @property
    def missing(self) -> list[Held]:
        return [one for one in self.held if not one.is_met]

    @property
    def is_needed_apart(self) -> bool:
        """Without a yes to one plan, or where no law lets it be merged, it is still made by itself."""
        return not self.wanted.is_the_one_plan and not self.is_covered


@dataclass(frozen=True)
class Yes:
    """A yes to one plan: who must say it, who has, and whether it holds today."""

    needed: list[Citizen]
    given: list[Row]
    missing: list[Citizen]

    @property
    def holds(self) -> bool:
        return bool(self.needed) and not self.missing


@dataclass(frozen=True)
class PersonUnderLaw:
    citizen: Citizen
    age: int | None
    circumstances: Circumstances
    plans: list[PlanUnderLaw]
    yes: Yes
    replaced: list[Row]

    @property
    def needed_apart(self) -> list[PlanUnderLaw]:
        return [one for one in self.plans if one.is_needed_apart]

    @property
    def missing(self) -> int:
        return sum(len(one.missing) for one in self.plans)


class LensPage:
    """`persons` are those whom the reader may know of."""

    def __init__(
        self, plan: Plan, persons: Sequence[Citizen], access: Access, user: User, today: date
    ) -> None:
        facts = drafted(snapshot(plan, on=today))
        self.course_id = plan.course_id
        self.said = said_of(user, plan, today)
        self.today = today
        self.rules = rules_of(today)
        self.relations = relations_that_answer([person.pk for person in persons])
        self.persons = [self._person(person, facts, readable(facts, access)) for person in persons]

    @property
    def missing(self) -> int:
        return sum(person.missing for person in self.persons)

    @property
    def is_asked(self) -> bool:
        """Whether any law asks for a plan of anybody here."""
        return any(person.plans for person in self.persons)

    def _person(self, citizen: Citizen, facts: Facts, seen: Facts) -> PersonUnderLaw:
        pk = str(citizen.pk)
        yes = yes_of(self.said, citizen, self.relations, self.today)
        under = under_laws(
            citizen, self.said, self.rules, self.today, is_one_plan=yes.holds, seen=seen, whole=facts
        )
        plans = [replace(one, held=[self._with_way(held, pk) for held in one.held]) for one in under]
        circumstances = circumstances_of(self.said, pk, self.today)
        age, replaced = citizen.age(self.today), rows_of(self.said.replaced, pk)
        return PersonUnderLaw(citizen, age, circumstances, plans, yes, replaced)

    def _with_way(self, held: Held, person: str) -> Held:
        return replace(held, way=self._way(held.requirement, person))

    def _way(self, requirement: Requirement, person: str) -> str:
        """Where what is missing is written: the field itself where there is one."""
        plan = path_to("plans:plan", self.course_id)
        match requirement.check_by:
            case Check.CONFIRMED:
                return f"{plan}law/confirm/{person}/{requirement.pk}/"
            case Check.SECTION:
                return f"{plan}sections/{requirement.argument}/?person={person}"
            case Check.GOAL:
                return f"{plan}goals/new/"
            case Check.AGREEMENT:
                return f"{plan}agreements/new/"
            case Check.FOLLOW_UP:
                return path_to("plans:followup_plan", self.course_id)
            case Check.CONTACT:
                return path_to("casework:people", self.course_id)
        return f"{plan}#maal"


def under_laws(
    citizen: Citizen,
    said: Said,
    rules: Sequence[PlanKind],
    on: date,
    *,
    is_one_plan: bool,
    seen: Facts,
    whole: Facts,
) -> list[PlanUnderLaw]:
    """What the laws of that day ask of the plan for one person; `seen` and `whole` as in `lens.hold`."""
    age, pk = citizen.age(on), str(citizen.pk)
    now = (row for row in circumstances_of(said, pk, on).now if not row["begins_later"])
    names = {row["situation_id"]: row["situation__name"] for row in now}
    shown, all_of_it = Ground.of(seen, pk), Ground.of(whole, pk)
    replaced = rows_of(said.replaced, pk)
    confirmed: dict[int, object] = {row["requirement_id"]: row for row in rows_of(said.confirmations, pk)}
    return [
        PlanUnderLaw(
            wanted=one,
            held=hold(requirements(one.kind, age, on), shown, all_of_it, confirmed),
            because=" og ".join(names[key] for key in one.because),
            replaced=next((row for row in replaced if row["code"] == one.kind.code), None),
            is_covered=one.can_be_merged and is_one_plan,
        )
        for one in wanted(age, names, rules, on)
    ]


def circumstances_of(said: Said, person: str, today: date) -> Circumstances:
    now: list[Row] = []
    before: list[Row] = []
    for row in rows_of(said.circumstances, person):
        row = row | {"begins_later": row["starts_on"] > today}
        (before if row["ends_on"] and row["ends_on"] < today else now).append(row)
    return Circumstances(now, before)


def yes_of(said: Said, citizen: Citizen, relations: Sequence[FamilyRelation], today: date) -> Yes:
    """From 16 the young person and each custody holder, from 18 oneself (BL § 110, SEL § 141 stk. 7)."""
    given = rows_of(said.yeses, str(citizen.pk))
    needed = must_answer(citizen, today, today, relations)
    said_by = {row["said_by_id"] for row in given}
    return Yes(needed, given, [one for one in needed if str(one.pk) not in said_by])


def rows_of(rows: Sequence[Row], person: str) -> list[Row]:
    return [row for row in rows if row["person_id"] == person]
