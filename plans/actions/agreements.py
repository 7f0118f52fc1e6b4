"""Agreements are made between two versions of the plan as well, so an agreed plan takes new ones."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from plans.actions.writing import (
    lock,
    lock_in_plan,
    persons_of,
    put,
    save_checked,
    save_readable,
)
from plans.models import Agreement, Plan
from plans.steps import HOLDERS
from roles.permissions import Permission, require


@transaction.atomic
def add_agreement(plan: Plan, *, what: str, agreed_on: date, by: User, **fields: Any) -> Agreement:
    access = require(by, Permission.EDIT_PLAN, plan.course_id)
    plan = lock(plan)
    holder = {name: fields.get(name) for name in HOLDERS}
    same = (
        plan.agreements.open().visible_to(by).filter(what=what, due_on=fields.get("due_on"), **holder).first()
    )
    if same is not None:
        return same
    agreement = Agreement(plan=plan, what=what, agreed_on=agreed_on, agreed_by=by, version=1, **fields)
    _say_whose(agreement)
    save_readable(agreement, access)
    _record("plan.agreement_added", agreement, by)
    return agreement


@transaction.atomic
def change_agreement(agreement: Agreement, *, version: int, by: User, **fields: Any) -> Agreement:
    access = require(by, Permission.EDIT_PLAN, agreement.plan.course_id)
    agreement = lock_in_plan(agreement, version)
    changed = put(agreement, fields)
    _say_whose(agreement)
    save_readable(agreement, access)
    _record("plan.agreement_changed", agreement, by, fields=changed)
    return agreement


@transaction.atomic
def complete_agreement(agreement: Agreement, *, on: date, by: User, outcome: str = "") -> Agreement:
    return _end(agreement, Agreement.Status.DONE, on, outcome, by)


@transaction.atomic
def cancel_agreement(agreement: Agreement, *, by: User, outcome: str) -> Agreement:
    if not outcome.strip():
        raise ValidationError({"outcome": "Skriv, hvorfor aftalen er aflyst."})
    return _end(agreement, Agreement.Status.CANCELLED, None, outcome, by)


def _end(agreement: Agreement, status: str, on: date | None, outcome: str, by: User) -> Agreement:
    require(by, Permission.EDIT_PLAN, agreement.plan.course_id)
    agreement = lock(agreement)
    if agreement.status != Agreement.Status.OPEN:
        raise ValidationError(f"Aftalen er allerede {agreement.get_status_display()}.")
    put(agreement, {"status": status, "done_on": on, "outcome": outcome})
    agreement.version += 1
    save_checked(agreement)
    _record("plan.agreement_ended", agreement, by, status=str(status))
    return agreement


def _say_whose(agreement: Agreement) -> None:
    """In a family a promise names its holder, so it is about that one: others' helpers do not see it."""
    holder = agreement.network_person.citizen if agreement.network_person else agreement.citizen
    if agreement.person is None and agreement.plan.course.memberships.filter(ends_on=None).count() > 1:
        agreement.person = holder


def _record(action: str, agreement: Agreement, by: User, **details: Any) -> None:
    course_id = agreement.plan.course_id
    persons = persons_of(agreement)
    told = {**agreement.field_and_level, **details}
    record(action, by=by, target=agreement, course_id=course_id, persons=persons, **told)
