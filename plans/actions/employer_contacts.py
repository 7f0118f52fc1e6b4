"""Talks with companies, noted by whoever helps; the first is counted from the start of the course."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Citizen
from plans.actions.writing import lock, may_read_row, persons_of, put, save_checked, save_readable
from plans.models import EmployerContact, Plan
from roles.permissions import Access, Permission, require


@transaction.atomic
def note_contact(
    plan: Plan, *, person: Citizen, on: date, company: str, today: date, by: User, **fields: Any
) -> EmployerContact:
    access = require(by, Permission.WRITE_NOTE, plan.course_id)
    plan = lock(plan)
    if on > today:
        raise ValidationError({"on": "Skriv en dag, der har været."})
    row = EmployerContact(plan=plan, noted_by=by, person=person, on=on, company=company)
    put(row, fields)
    told = {name: getattr(row, name) for name in ("person", "on", "company", "kind", "words")}
    same = plan.employer_contacts.standing().visible_to(by).filter(noted_by=by, **told).first()
    if same is not None:
        return same
    save_readable(row, access)
    _record("employer_contact.noted", row, by)
    return row


@transaction.atomic
def take_back_contact(contact: EmployerContact, *, why: str, on: date, by: User) -> EmployerContact:
    """By whoever wrote it, or the two who hold the plan; then the next one is the first."""
    # Which permission it takes depends on who wrote it.
    access = require(by, Permission.VIEW, contact.plan.course_id)
    if not may_read_row(access, contact) or not may_take_back(contact, access, by):
        raise PermissionDenied
    stored = lock(contact)
    if stored.is_taken_back:
        raise ValidationError("Kontakten er allerede taget tilbage.")
    if not why.strip():
        raise ValidationError({"why": "Skriv et ord om hvorfor."})
    put(stored, {"taken_back_on": on, "taken_back_by": by, "taken_back_why": why})
    save_checked(stored)
    _record("employer_contact.taken_back", stored, by)
    return stored


def may_take_back(contact: EmployerContact, access: Access, by: User) -> bool:
    if Permission.EDIT_PLAN in access:
        return True
    return Permission.WRITE_NOTE in access and contact.noted_by_id == by.pk


def _record(action: str, row: EmployerContact, by: User) -> None:
    told = {**row.field_and_level, "kind_of": str(row.kind)}
    record(action, by=by, target=row, course_id=row.plan.course_id, persons=persons_of(row), **told)
