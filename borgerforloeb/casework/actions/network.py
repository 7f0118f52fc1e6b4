"""The people around a citizen who have no account here."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.casework.actions.persons import require_about
from borgerforloeb.citizens.models import Citizen, Course, NetworkPerson, refuse_stale
from roles.permissions import Access, Permission


@transaction.atomic
def add_network_person(course: Course, *, citizen: Citizen, by: User, **fields: object) -> NetworkPerson:
    access = require_about(by, Permission.EDIT_FAMILY, course, citizen.pk)
    person = NetworkPerson(course=course, citizen=citizen, **fields)
    same = course.network.filter(citizen=citizen, name=person.name, relation=person.relation, ended_on=None)
    if same.exists():
        raise ValidationError({"name": f"{person.name} er allerede i netværket."})
    person.full_clean()
    person.save()
    _record("network.added", person, access, by)
    return person


@transaction.atomic
def edit_network_person(person: NetworkPerson, *, version: int, by: User, **fields: object) -> NetworkPerson:
    access = require_about(by, Permission.EDIT_FAMILY, person.course, person.citizen_id)
    person = _current(person)
    refuse_stale(person, version)
    changed = [name for name, value in fields.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, fields[name])
    person.version += 1
    person.full_clean()
    person.save()
    _record("network.edited", person, access, by, fields=changed)
    return person


@transaction.atomic
def end_network_person(person: NetworkPerson, *, ended_on: date, by: User) -> NetworkPerson:
    """From that day no longer in the network; minutes and agreements that name the person stay."""
    access = require_about(by, Permission.EDIT_FAMILY, person.course, person.citizen_id)
    person = _current(person)
    person.ended_on = ended_on
    person.full_clean()
    person.save()
    _record("network.ended", person, access, by)
    return person


def _current(person: NetworkPerson) -> NetworkPerson:
    person = NetworkPerson.objects.select_for_update().get(pk=person.pk)
    if person.ended_on is not None:
        raise ValidationError(f"{person.name} er ikke længere i netværket.")
    return person


def _record(action: str, person: NetworkPerson, access: Access, by: User, **details: Any) -> None:
    record(
        action,
        by=by,
        target=person,
        course_id=person.course_id,
        persons=[person.citizen_id],
        basis=access.basis,
        side=person.side,
        **details,
    )
