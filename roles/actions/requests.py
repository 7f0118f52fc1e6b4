"""Outside one's own courses: one exact number, one answer, and a wish that the course's own people decide."""

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.numbers import lookup_key
from roles.actions.appointing import WORKS_WITH_CITIZENS, appoint
from roles.gate import find_outside
from roles.models import AccessRequest, OutsideSearch, Role, due_after
from roles.permissions import Access, Permission, require, require_capability

alarm = logging.getLogger("borgerforloeb.alarm")

MOST_IN_AN_HOUR = 20
# What a colleague can be given on request; the two who hold the course are replaced, not added.
MAY_BE_GIVEN = (Role.TEAM_MEMBER, Role.CASEWORKER)
# Who notes which employee is a citizen, and who has a course looked at with more care.
LOOKS_UP_BESIDES = (Capability.ADMINISTRATOR, Capability.LOG_REVIEWER)


class TooMany(Exception):
    """Somebody looks for more people in an hour than anybody has errands with."""


@transaction.atomic
def search_outside(by_what: str, sought: str, *, at: datetime, by: User) -> OutsideSearch:
    """`sought` is the digits of a CPR number or a course number. Whether it led to anything, nobody sees."""
    require_capability(by, *WORKS_WITH_CITIZENS)
    key = lookup_key(sought) if by_what == OutsideSearch.By.CPR else sought
    return count_search(by_what, sought, course_id=find_outside(by_what, key).course_id, at=at, by=by)


@transaction.atomic
def look_up(by_what: str, sought: str, *, at: datetime, by: User) -> OutsideSearch:
    """A number that is about to be held against all whom the municipality knows, in whichever form it stood.

    Counted with the searches, and before it is done, so that what comes of it does not take that back.
    """
    require_capability(by, *WORKS_WITH_CITIZENS, *LOOKS_UP_BESIDES)
    return count_search(by_what, sought, course_id=None, at=at, by=by, action="number.looked_up")


def count_search(
    by_what: str,
    sought: str,
    *,
    course_id: UUID | None,
    at: datetime,
    by: User,
    action: str = "outside.searched",
) -> OutsideSearch:
    # One at a time: searches that are sent at once would all be let in before the first had been counted.
    User.objects.select_for_update().get(pk=by.pk)
    if OutsideSearch.objects.filter(user=by, at__gt=at - timedelta(hours=1)).count() >= MOST_IN_AN_HOUR:
        alarm.error("user %s has searched outside more than %s times in an hour", by.pk, MOST_IN_AN_HOUR)
        raise TooMany
    search = OutsideSearch(user=by, at=at, by=by_what, criterion=lookup_key(sought), course_id=course_id)
    search.save()
    record(
        action,
        kind=Kind.SEARCH,
        by=by,
        target=search,
        course_id=course_id,
        criterion_kind=by_what,
        criterion=search.criterion,
    )
    return search


@transaction.atomic
def forget_searches(before: datetime) -> int:
    """How many went. What somebody was given, or not, after such a search stands with the request."""
    number, _ = OutsideSearch.objects.filter(at__lt=before).delete()
    if number:
        record("outside.forgotten", kind=Kind.SYSTEM, by=None, rows=number)
    return number


@transaction.atomic
def ask_for_access(search: OutsideSearch, *, reason: str, at: datetime, by: User) -> AccessRequest:
    """Stored whether there is a course or not, so that asking tells as little as searching."""
    require_capability(by, *WORKS_WITH_CITIZENS)
    if search.user_id != by.pk:
        raise PermissionDenied
    User.objects.select_for_update().get(pk=by.pk)
    asked = AccessRequest(asker=by, reason=reason, criterion=search.criterion, asked_at=at)
    asked.course_id, asked.due_on = search.course_id, due_after(localdate(at))
    asked.full_clean(exclude=["course"], validate_constraints=False)
    if AccessRequest.objects.waiting().filter(asker=by, criterion=search.criterion).exists():
        raise ValidationError("Du har allerede bedt om adgang til det. Du får svar inden fristen.")
    asked.save()
    record("access.asked", by=by, target=asked, course_id=search.course_id, criterion=search.criterion)
    return asked


@transaction.atomic
def grant_access(
    asked: AccessRequest,
    *,
    role: str,
    domains: Iterable[str],
    ends_on: date | None,
    answer: str,
    on: date,
    by: User,
) -> AccessRequest:
    """`ends_on` is the first day without it. The same rules hold as for anybody who is appointed."""
    asked, access = _taken_up(asked, by)
    if role not in MAY_BE_GIVEN or asked.course is None:
        raise ValidationError({"role": "Den rolle kan ikke gives på den måde."})
    asked.assignment = appoint(
        asked.course,
        user=asked.asker,
        role=role,
        starts_on=on,
        ends_on=ends_on,
        reason=answer,
        domains=domains,
        by=by,
    )
    _answer(asked, AccessRequest.Status.GRANTED, answer, on=on, by=by, access=access)
    return asked


@transaction.atomic
def decline_access(asked: AccessRequest, *, answer: str, on: date, by: User) -> AccessRequest:
    asked, access = _taken_up(asked, by)
    _answer(asked, AccessRequest.Status.DECLINED, answer, on=on, by=by, access=access)
    return asked


def _taken_up(asked: AccessRequest, by: User) -> tuple[AccessRequest, Access]:
    if asked.course_id is None:
        raise PermissionDenied
    access = require(by, Permission.MANAGE_ROLES, asked.course_id)
    asked = AccessRequest.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if asked.status != AccessRequest.Status.WAITING:
        raise ValidationError("Anmodningen er allerede afgjort.")
    if asked.asker_id == by.pk:
        raise PermissionDenied
    return asked, access


def _answer(asked: AccessRequest, status: str, answer: str, *, on: date, by: User, access: Access) -> None:
    if not answer.strip():
        raise ValidationError({"answer": "Skriv hvorfor."})
    asked.status, asked.answer, asked.decided_by, asked.decided_on = status, answer, by, on
    asked.full_clean()
    asked.save()
    record(
        f"access.{status}",
        by=by,
        target=asked,
        course_id=asked.course_id,
        basis=access.basis,
        user=asked.asker_id,
    )
