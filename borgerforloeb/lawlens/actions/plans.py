"""One plan instead of several: who said yes to it, what it takes the place of, what people confirm."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.casework.actions.persons import require_about
from borgerforloeb.casework.answerers import capacity_of, relations_that_answer
from borgerforloeb.citizens.models import Citizen, Domain, Level
from borgerforloeb.law.models import Check, PlanKind, Requirement
from borgerforloeb.lawlens.models import Confirmation, OnePlanYes, ReplacedPlan
from plans.actions.writing import persons_of
from plans.models import Plan
from roles.permissions import Permission

# Below 16 no law lets the plan of a child be a part of another (BL § 110).
YOUNGEST = 16


@transaction.atomic
def say_yes_to_one_plan(
    plan: Plan, *, person: Citizen, said_by: Citizen, way: str, said_on: date, today: date, by: User
) -> OnePlanYes:
    require_about(by, Permission.RECORD_CONSENT, plan.course, person.pk)
    if said_on > today:
        raise ValidationError({"said_on": "Ja'et kan ikke være givet i fremtiden."})
    age = person.age(said_on)
    if age is not None and age < YOUNGEST:
        raise ValidationError(f"Først fra {YOUNGEST} år kan én plan træde i stedet for flere.")
    capacity = capacity_of(said_by, person, said_on, relations_that_answer([person.pk]))
    if capacity is None:
        raise ValidationError({"said_by": f"{said_by.name} kan ikke sige ja for {person.first_name}."})
    yes = OnePlanYes(plan=plan, person=person, said_by=said_by, capacity=capacity, way=way)
    yes.said_on, yes.recorded_by = said_on, by
    same = OnePlanYes.objects.standing().filter(plan=plan, person=person, said_by=said_by)
    if again := same.filter(said_on=said_on, way=way).first():
        return again
    yes.full_clean()
    yes.save()
    _record("one_plan.agreed", yes, by, capacity=capacity)
    return yes


@transaction.atomic
def take_back_one_plan(yes: OnePlanYes, *, on: date, by: User) -> OnePlanYes:
    """From that day each law's plan is made by itself again; what was done under the one plan stays."""
    require_about(by, Permission.RECORD_CONSENT, yes.plan.course, yes.person_id)
    yes = OnePlanYes.objects.select_for_update().get(pk=yes.pk)
    if yes.withdrawn_on is not None:
        raise ValidationError("Ja'et er allerede trukket tilbage.")
    yes.withdrawn_on = on
    yes.full_clean()
    yes.save()
    _record("one_plan.withdrawn", yes, by)
    return yes


@transaction.atomic
def replace_plan(
    plan: Plan,
    *,
    person: Citizen,
    kind: PlanKind | None,
    name: str,
    system: str,
    replaced_on: date,
    by: User,
) -> ReplacedPlan:
    """One of the law's kinds, or any other plan or measure in its own words (R85)."""
    require_about(by, Permission.EDIT_PLAN, plan.course, person.pk)
    replaced = ReplacedPlan(plan=plan, person=person, kind=kind, name=name.strip() or str(kind or ""))
    replaced.system, replaced.replaced_on, replaced.recorded_by = system.strip(), replaced_on, by
    same = ReplacedPlan.objects.standing().filter(plan=plan, person=person, name=replaced.name)
    if again := same.filter(replaced_on=replaced_on, system=replaced.system).first():
        return again
    replaced.full_clean()
    replaced.save()
    _record("replaced_plan.noted", replaced, by, plan_kind=kind.code if kind else "")
    return replaced


@transaction.atomic
def plan_stands_again(replaced: ReplacedPlan, *, on: date, why: str, by: User) -> ReplacedPlan:
    require_about(by, Permission.EDIT_PLAN, replaced.plan.course, replaced.person_id)
    replaced = ReplacedPlan.objects.select_for_update().get(pk=replaced.pk)
    if replaced.taken_back_on is not None:
        raise ValidationError("Planen gælder allerede for sig igen.")
    replaced.taken_back_on, replaced.taken_back_why = on, why.strip()
    replaced.full_clean()
    replaced.save()
    _record("replaced_plan.taken_back", replaced, by)
    return replaced


@transaction.atomic
def confirm(
    plan: Plan, *, requirement: Requirement, person: Citizen, words: str, on: date, by: User
) -> Confirmation:
    """Only what no program can see is confirmed: the rest is written in the plan itself."""
    access = require_about(by, Permission.EDIT_PLAN, plan.course, person.pk)
    if requirement.check_by != Check.CONFIRMED:
        raise ValidationError("Det krav opfyldes ved at skrive det i planen.")
    said = Confirmation(
        plan=plan, requirement=requirement, person=person, words=words.strip(), confirmed_by=by
    )
    # As the plan itself: whoever works with the citizen may see that it is met.
    said.domain, said.level, said.confirmed_on = Domain.COMMON, Level.COMMON, on
    same = Confirmation.objects.standing().filter(plan=plan, requirement=requirement, person=person)
    if again := same.filter(words=said.words).first():
        return again
    said.full_clean()
    said.save()
    _record("requirement.confirmed", said, by, basis=access.basis)
    return said


@transaction.atomic
def take_back_confirmation(said: Confirmation, *, on: date, by: User) -> Confirmation:
    require_about(by, Permission.EDIT_PLAN, said.plan.course, *persons_of(said))
    said = Confirmation.objects.select_for_update().get(pk=said.pk)
    if said.taken_back_on is None:
        said.taken_back_on = on
        said.save()
        _record("requirement.confirmation_taken_back", said, by)
    return said


def _record(action: str, row: Any, by: User, **details: Any) -> None:
    record(action, by=by, target=row, course_id=row.plan.course_id, persons=persons_of(row), **details)
