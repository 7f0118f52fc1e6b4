"""A promise on a condition is followed: both whether it was kept and whether the reward was given (R76)."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.notices.actions import settle
from plans.actions.writing import lock, may_read_row, persons_of, put, save_checked
from plans.models import Agreement, AgreementLook
from plans.reminders import LOOK
from roles.permissions import Access, Permission, require

UNCONDITIONAL = "Aftalen har ingen betingelse at se efter."
TWICE = "Aftalen er allerede set på den dag. Tag den anden tilbage først, hvis den er forkert."


@transaction.atomic
def note_look(agreement: Agreement, *, on: date, today: date, by: User, **fields: Any) -> AgreementLook:
    """One for each day: the same words sent twice are one look, other words for that day are refused."""
    agreement, _ = _locked(agreement, by)
    if not agreement.condition:
        raise ValidationError(UNCONDITIONAL)
    if not agreement.agreed_on <= on <= today:
        raise ValidationError({"on": "Skriv en dag, efter at det blev aftalt, og som har været."})
    there = agreement.looks.standing().filter(on=on).first()
    if there is not None and there.noted_by_id == by.pk and not put(there, fields):
        return there
    if there is not None:
        raise ValidationError({"on": TWICE})
    look = AgreementLook(agreement=agreement, on=on, noted_by=by, **fields)
    save_checked(look)
    # What was forgotten and is noted late is not what is due now.
    if not agreement.looks.standing().filter(on__gt=on).exists():
        settle(LOOK, f"agreement:{agreement.pk}")
    _record("agreement_look.noted", look, by, kept=str(look.kept), reward_given=look.reward_given)
    return look


@transaction.atomic
def take_back_look(look: AgreementLook, *, why: str, on: date, by: User) -> AgreementLook:
    agreement, access = _locked(look.agreement, by)
    if not may_take_back(look, access, by):
        raise PermissionDenied
    stored = lock(look)
    stored.agreement = agreement
    if stored.is_taken_back:
        raise ValidationError("Det er allerede taget tilbage.")
    if not why.strip():
        raise ValidationError({"why": "Skriv et ord om hvorfor."})
    put(stored, {"taken_back_on": on, "taken_back_by": by, "taken_back_why": why})
    save_checked(stored)
    _record("agreement_look.taken_back", stored, by)
    return stored


def may_take_back(look: AgreementLook, access: Access, user: User) -> bool:
    """Whoever noted it, and the two who hold the plan."""
    mine = look.noted_by_id == user.pk or access.may(Permission.EDIT_PLAN)
    return mine and access.may(Permission.WRITE_NOTE)


def _locked(agreement: Agreement, by: User) -> tuple[Agreement, Access]:
    """Whoever helps with what was agreed may say how it went, also in a plan that is agreed."""
    access = require(by, Permission.WRITE_NOTE, agreement.plan.course_id)
    agreement = lock(agreement)
    if not may_read_row(access, agreement):
        raise PermissionDenied
    return agreement, access


def _record(action: str, look: AgreementLook, by: User, **details: Any) -> None:
    agreement = look.agreement
    told = {**agreement.field_and_level, **details}
    course, persons = agreement.plan.course_id, persons_of(agreement)
    record(action, by=by, target=look, course_id=course, persons=persons, **told)
