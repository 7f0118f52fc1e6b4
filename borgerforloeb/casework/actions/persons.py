"""Who a citizen is: found by number or made new, corrected, given a number. Never two rows for one person."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import (
    Citizen,
    CitizenNumber,
    Course,
    CoursePerson,
    Domain,
    Level,
    refuse_stale,
)
from borgerforloeb.citizens.numbers import PersonalNumber, encrypt, lookup_key
from roles.actions import note_staff_citizen
from roles.models import StaffCitizen
from roles.permissions import Access, Permission, require, require_capability

# One wording for a wrong number, a wrong name and a course elsewhere: the answer tells nothing about anybody.
CANNOT_BE_USED = (
    "Det kan ikke lade sig gøre med de oplysninger. Tjek navn og CPR-nummer. "
    "Er de rigtige, så ring til din leder."
)
LIFTED_BY_TWO = "En beskyttelse ophæves af to, på sin egen side."
# Any number will do, as long as nothing else locks by it.
ONE_NUMBER_AT_A_TIME = 4_270_101


@dataclass(frozen=True)
class WrittenPerson:
    """A person as somebody wrote her in a form."""

    first_names: str
    last_name: str
    born_on: date | None = None
    number: PersonalNumber | None = None

    def is_named_as(self, citizen: Citizen) -> bool:
        """The first name and the last name agree, so a wrong digit does not lead to a stranger."""
        written = (self.first_names.split(" ", 1)[0].casefold(), self.last_name.casefold())
        return written == (citizen.first_name.casefold(), citizen.last_name.casefold())


def require_about(by: User, permission: Permission, course: Course, *person_ids: UUID) -> Access:
    """The permission in the course, and knowledge of each of these of its persons."""
    access = require(by, permission, course.pk)
    # One at a time: a double submit finds the first one's row, and nobody closes the course meanwhile.
    if Course.objects.select_for_update().get(pk=course.pk).is_closed:
        raise PermissionDenied
    known = {pk for pk in person_ids if access.may_read(pk, Domain.COMMON, Level.COMMON)}
    present = CoursePerson.objects.filter(course=course, citizen_id__in=known, ends_on=None)
    if set(present.values_list("citizen_id", flat=True)) != set(person_ids):
        raise PermissionDenied
    return access


def take_turns() -> None:
    """Until the transaction ends nobody else registers a person or a course: so none is made twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_NUMBER_AT_A_TIME])


def find_or_make(written: WrittenPerson, *, on: date) -> Citizen:
    """The one who has that number (or has had it, if the name agrees too), else a new citizen."""
    if written.number is None:
        return _make(written)
    for holding in CitizenNumber.objects.reading(written.number).select_related("citizen"):
        if written.is_named_as(holding.citizen):
            return holding.citizen
        if holding.valid_to is None:
            raise ValidationError(CANNOT_BE_USED)
    citizen = _make(written)
    _store_number(citizen, written.number, valid_from=on)
    return citizen


def _make(written: WrittenPerson) -> Citizen:
    born_on = written.born_on or (written.number.born_on if written.number else None)
    citizen = Citizen(first_names=written.first_names, last_name=written.last_name, born_on=born_on)
    citizen.full_clean()
    citizen.save()
    return citizen


def _store_number(citizen: Citizen, number: PersonalNumber, *, valid_from: date) -> CitizenNumber:
    kind = CitizenNumber.Kind.REPLACEMENT if number.is_replacement else CitizenNumber.Kind.CPR
    return CitizenNumber.objects.create(
        citizen=citizen,
        kind=kind,
        encrypted=encrypt(number.digits),
        lookup=lookup_key(number.digits),
        date_part=number.digits[:6],
        valid_from=valid_from,
    )


@transaction.atomic
def give_number(
    citizen: Citizen, *, course: Course, number: PersonalNumber, valid_from: date, by: User
) -> CitizenNumber:
    """A first number, or a changed one; the old one stays with its dates."""
    access = require_about(by, Permission.MANAGE_COURSE, course, citizen.pk)
    take_turns()
    old = citizen.numbers.in_force().first()
    if old is not None and old.lookup == lookup_key(number.digits):
        raise ValidationError("Borgeren har allerede det nummer.")
    if CitizenNumber.objects.in_force().filter(lookup=lookup_key(number.digits)).exists():
        raise ValidationError(CANNOT_BE_USED)
    if old is not None:
        # A number that was wrong from its first day is kept for that one day, so that the history shows it.
        old.valid_to = max(valid_from - timedelta(days=1), old.valid_from)
        old.save()
    new = _store_number(citizen, number, valid_from=valid_from)
    if citizen.born_on is None:
        Citizen.objects.filter(pk=citizen.pk).update(born_on=number.born_on)
    record(
        "number.given",
        by=by,
        target=citizen,
        course_id=course.pk,
        persons=[citizen.pk],
        basis=access.basis,
        kind_of_number=new.kind,
        replaced=old is not None,
    )
    return new


@transaction.atomic
def note_staff_by_number(*, user: User, number: PersonalNumber, on: date, by: User) -> StaffCitizen:
    """Who the citizen with that number is, is not told."""
    require_capability(by, Capability.ADMINISTRATOR)
    found = CitizenNumber.objects.reading(number).select_related("citizen").first()
    if found is None:
        raise ValidationError({"number": "Ingen borger her har det nummer."})
    return note_staff_citizen(user=user, citizen=found.citizen, on=on, by=by)


@transaction.atomic
def edit_citizen(citizen: Citizen, *, course: Course, version: int, by: User, **fields: object) -> Citizen:
    """Correct who the citizen is. Saving over somebody else could lift a protection unseen: `Stale`."""
    access = require_about(by, Permission.EDIT_FAMILY, course, citizen.pk)
    stored = Citizen.objects.select_for_update().get(pk=citizen.pk)
    refuse_stale(stored, version)
    if stored.protected_address and fields.get("protected_address") is False:
        raise ValidationError(LIFTED_BY_TWO)
    changed = [name for name, value in fields.items() if getattr(stored, name) != value]
    if not changed:
        return stored
    for name in changed:
        setattr(stored, name, fields[name])
    stored.version += 1
    stored.full_clean()
    stored.save()
    _rename_courses(stored)
    record(
        "citizen.edited",
        by=by,
        target=stored,
        course_id=course.pk,
        persons=[stored.pk],
        basis=access.basis,
        fields=changed,
    )
    return stored


def course_name(citizen: Citizen) -> str:
    """Two names of the greatest length and the space between them are one letter too long."""
    return citizen.name[: Course._meta.get_field("name").max_length]


def _rename_courses(citizen: Citizen) -> None:
    """A course of one person bears that person's name; a family keeps its own."""
    own = CoursePerson.objects.filter(citizen=citizen, part=CoursePerson.Part.MAIN, ends_on=None)
    courses = Course.objects.filter(memberships__in=own).exclude(kind=Course.Kind.FAMILY)
    courses.exclude(name=course_name(citizen)).update(name=course_name(citizen))
