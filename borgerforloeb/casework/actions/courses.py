"""Opening a course and moving it through its states."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Length

from borgerforloeb.accounts.acting import REGISTER, opening, serving_as
from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.casework.actions.persons import (
    CANNOT_BE_USED,
    WrittenPerson,
    course_name,
    find_or_make,
    take_turns,
)
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson
from roles.actions import appoint_first_two
from roles.models import Assignment
from roles.permissions import Permission, require, require_capability, visible_courses


@dataclass(frozen=True)
class Chosen:
    """Who becomes borgerkonsulent, as what, and why."""

    user: User
    reason: str
    function: str = ""
    domains: Iterable[str] = ()
    citizen_wish: str = ""


@transaction.atomic
def open_course(
    *,
    kind: str,
    person: WrittenPerson,
    konsulent: Chosen,
    opened_on: date,
    today: date,
    by: User,
    family_name: str = "",
    domains: Iterable[str] = (),
    **facts: Any,
) -> Course:
    """The one who opens becomes the coordinating caseworker; others of a family are added afterwards.

    `facts`: unit, entry_reason, first_contact_on, end_goal.
    """
    require_capability(by, Capability.CASEWORKER)
    _refuse_future(opened_on, today)
    take_turns()
    citizen = find_or_make(person, on=opened_on)
    _refuse_second(citizen, kind, by=by)
    name = _name(kind, citizen, family_name)
    course = Course(number=_next_number(opened_on.year), kind=kind, name=name, opened_on=opened_on, **facts)
    course.full_clean()
    opening(course.pk)
    course.save()
    CoursePerson.objects.create(course=course, citizen=citizen, starts_on=opened_on, added_by=by)
    _appoint_both(course, konsulent, domains, by=by)
    record("course.created", by=by, target=course, course_id=course.pk, persons=[citizen.pk], sort=kind)
    return course


def _appoint_both(course: Course, chosen: Chosen, domains: Iterable[str], *, by: User) -> None:
    appoint_first_two(
        course,
        # Whoever is responsible for the course may read what is shielded in it, and names who else may.
        caseworker=Assignment(user=by, reason="Åbnede forløbet", domains=list(domains), sees_shielded=True),
        konsulent=Assignment(
            user=chosen.user,
            function=chosen.function,
            domains=list(chosen.domains),
            reason=chosen.reason,
            citizen_wish=chosen.citizen_wish,
        ),
        by=by,
    )


def _name(kind: str, citizen: Citizen, family_name: str) -> str:
    return (
        family_name or f"Familien {citizen.last_name}" if kind == Course.Kind.FAMILY else course_name(citizen)
    )


def _refuse_second(citizen: Citizen, kind: str, *, by: User) -> None:
    """One open course of a kind. Whether there is one elsewhere is told to those alone who may know of it."""
    others = Course.objects.filter(memberships__citizen=citizen, memberships__ends_on=None, kind=kind)
    others = others.exclude(status=Course.Status.CLOSED)
    # Without a number a double submit makes a namesake: found by name and birth among one's own.
    own = (
        visible_courses(by).filter(kind=kind, memberships__ends_on=None).exclude(status=Course.Status.CLOSED)
    )
    namesakes = own.filter(
        memberships__citizen__first_names=citizen.first_names,
        memberships__citizen__last_name=citizen.last_name,
        memberships__citizen__born_on=citizen.born_on,
    )
    with serving_as(REGISTER):
        elsewhere = list(others.values_list("pk", flat=True))
    known = visible_courses(by).filter(pk__in=elsewhere).first()
    if known is None and not citizen.numbers.exists():
        known = namesakes.first()
    if known is not None:
        raise ValidationError(f"Borgeren har allerede et åbent forløb: {known.number}.")
    if elsewhere:
        raise ValidationError(CANNOT_BE_USED)


def _next_number(year: int) -> str:
    """2026-0042. The lock that the caller holds keeps two from getting the same; none is skipped."""
    taken = Course.objects.filter(number__startswith=f"{year}-").order_by(Length("number").desc(), "-number")
    with serving_as(REGISTER):
        last = taken.values_list("number", flat=True).first()
    return f"{year}-{int(last.split('-')[1]) + 1 if last else 1:04}"


def _refuse_future(day: date, today: date) -> None:
    if day > today:
        raise ValidationError("Datoen ligger i fremtiden.")


def _locked(course: Course) -> Course:
    return Course.objects.select_for_update().get(pk=course.pk)


def _save(course: Course, action: str, *, by: User, basis: str) -> Course:
    course.full_clean()
    course.save()
    persons = course.memberships.filter(ends_on=None).values_list("citizen_id", flat=True)
    record(action, by=by, target=course, course_id=course.pk, persons=persons, basis=basis)
    return course


@transaction.atomic
def pause_course(course: Course, *, reason: str, paused_on: date, today: date, by: User) -> Course:
    access = require(by, Permission.MANAGE_COURSE, course.pk)
    course = _locked(course)
    if course.status != Course.Status.RUNNING:
        raise ValidationError("Kun et forløb i gang kan sættes på pause.")
    _refuse_future(paused_on, today)
    if paused_on < course.opened_on:
        raise ValidationError("Pausen kan ikke begynde før forløbet.")
    course.status, course.paused_on, course.pause_reason = Course.Status.PAUSED, paused_on, reason
    return _save(course, "course.paused", by=by, basis=access.basis)


@transaction.atomic
def resume_course(course: Course, *, by: User) -> Course:
    access = require(by, Permission.MANAGE_COURSE, course.pk)
    course = _locked(course)
    if course.status != Course.Status.PAUSED:
        raise ValidationError("Forløbet er ikke på pause.")
    course.status, course.paused_on, course.pause_reason = Course.Status.RUNNING, None, ""
    return _save(course, "course.resumed", by=by, basis=access.basis)


@transaction.atomic
def close_course(
    course: Course, *, closing: str, reason: str, closed_on: date, today: date, by: User
) -> Course:
    """From now on it can be read and printed, and opened again by its caseworker; nothing in it changes."""
    access = require(by, Permission.MANAGE_COURSE, course.pk)
    course = _locked(course)
    if course.is_closed:
        raise ValidationError("Forløbet er allerede afsluttet.")
    _refuse_future(closed_on, today)
    course.status, course.closed_on = Course.Status.CLOSED, closed_on
    course.closing, course.closing_reason = closing, reason
    course.paused_on, course.pause_reason = None, ""
    return _save(course, "course.closed", by=by, basis=access.basis)


@transaction.atomic
def reopen_course(course: Course, *, by: User) -> Course:
    """The history keeps when and why it was closed; the two are still appointed."""
    access = require(by, Permission.MANAGE_COURSE, course.pk)
    course = _locked(course)
    if not course.is_closed:
        raise ValidationError("Forløbet er ikke afsluttet.")
    course.status, course.closed_on, course.closing, course.closing_reason = (
        Course.Status.RUNNING,
        None,
        "",
        "",
    )
    return _save(course, "course.reopened", by=by, basis=access.basis)
