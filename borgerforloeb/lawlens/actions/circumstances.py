"""What holds for a citizen, from when to when: noted by those who hold the plan, ended and never deleted."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.casework.actions.persons import require_about
from borgerforloeb.citizens.models import Circumstance, Citizen, Course, Level
from borgerforloeb.law.models import Situation
from plans.actions.writing import persons_of
from roles.permissions import Permission

UNREADABLE = "Du kan ikke notere noget på et område, som du ikke selv må læse."


@transaction.atomic
def note_circumstance(
    course: Course,
    *,
    citizen: Citizen,
    situation: Situation,
    starts_on: date,
    by: User,
    ends_on: date | None = None,
    source: str = "",
) -> Circumstance:
    """It is read by those of its field alone; which one follows from what it is."""
    access = require_about(by, Permission.EDIT_PLAN, course, citizen.pk)
    noted = Circumstance(course=course, person=citizen, situation=situation, starts_on=starts_on, noted_by=by)
    noted.domain, noted.level = situation.domain, Level.DOMAIN
    noted.ends_on, noted.source = ends_on, source.strip()
    if not access.may_read(citizen.pk, noted.domain, noted.level):
        raise ValidationError({"situation": UNREADABLE})
    equal = {"person": citizen, "situation": situation, "starts_on": starts_on, "ends_on": ends_on}
    if again := course.circumstances.filter(**equal).first():
        return again
    noted.full_clean()
    noted.save()
    _record("circumstance.noted", noted, by)
    return noted


@transaction.atomic
def end_circumstance(noted: Circumstance, *, ends_on: date, by: User) -> Circumstance:
    """`ends_on` is the last day that counts. What was decided while it held is not undone by it."""
    require_about(by, Permission.EDIT_PLAN, noted.course, *persons_of(noted))
    noted = Circumstance.objects.select_for_update().get(pk=noted.pk)
    if noted.ends_on is not None and noted.ends_on <= ends_on:
        raise ValidationError("Det er allerede ophørt.")
    noted.ends_on = ends_on
    noted.full_clean()
    noted.save()
    _record("circumstance.ended", noted, by)
    return noted


def _record(action: str, noted: Circumstance, by: User) -> None:
    record(
        action,
        by=by,
        target=noted,
        course_id=noted.course_id,
        persons=persons_of(noted),
        situation=noted.situation.code,
        **noted.field_and_level,
    )
