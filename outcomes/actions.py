from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Course
from outcomes.models import TrinAssessment
from roles.permissions import Permission, require


@transaction.atomic
def assess_trin(
    course: Course, *, person_id: UUID, trin: int, assessed_on: date, reason: str, by: User, on: date
) -> TrinAssessment:
    """A judgement of that day. It can be followed by another, never rewritten."""
    access = require(by, Permission.ASSESS_TRIN, course.pk)
    # One at a time, so that the second of two equal submits is told, and not stopped by the database.
    Course.objects.select_for_update().get(pk=course.pk)
    _within_the_course(course, person_id, assessed_on, on)
    assessment = TrinAssessment(
        course=course,
        person_id=person_id,
        trin=trin,
        assessed_on=assessed_on,
        reason=reason,
        assessed_by=by,
    )
    assessment.full_clean()
    assessment.save()
    if not TrinAssessment.objects.visible_to(by).filter(pk=assessment.pk).exists():
        raise ValidationError({"person": "Vælg en, du arbejder sammen med."})
    record(
        "trin.assessed",
        by=by,
        target=assessment,
        course_id=course.pk,
        persons=[person_id],
        basis=access.basis,
    )
    return assessment


def _within_the_course(course: Course, person_id: UUID, assessed_on: date, on: date) -> None:
    if assessed_on > on:
        raise ValidationError({"assessed_on": "En vurdering kan ikke ligge i fremtiden."})
    if assessed_on < course.opened_on:
        raise ValidationError({"assessed_on": f"Forløbet begyndte først {longdate(course.opened_on)}."})
    there = course.memberships.filter(
        Q(ends_on=None) | Q(ends_on__gte=assessed_on), citizen_id=person_id, starts_on__lte=assessed_on
    )
    if not there.exists():
        raise ValidationError({"person": "Borgeren var ikke med i forløbet den dag."})
