"""An employee who is a citizen too, and the course of somebody that the employee is related to."""

from datetime import timedelta

from django.db.models import DateField, F
from django.db.models.functions import Cast
from django.utils import timezone

from borgerforloeb.citizens.models import Consent, FamilyRelation
from plans.models import Goal
from roles.models import Assignment, Role, SharingBasis, StaffCitizen
from roles.permissions import (
    Permission,
    access_to,
    is_kept_out,
    may_know,
    visible_citizens,
    visible_courses,
)
from tests.factories import LONG_AGO, assign, caseworker_of, main_person, make_citizen, make_course, make_user


def make_staff_citizen(name="Mette Vang"):
    """Works in a course whose citizen she has, so far, nothing to do with."""
    course = make_course()
    user = make_user(name)
    assign(user, course)
    note = StaffCitizen.objects.create(
        user=user, citizen=make_citizen(name), noted_by=make_user("Admin"), noted_on=LONG_AGO
    )
    return user, note.citizen, course


def relate(citizen, kind, relative, **fields):
    return FamilyRelation.objects.create(citizen=citizen, kind=kind, relative=relative, **fields)


def make_basis(course, **fields):
    fields.setdefault("person", main_person(course))
    fields.setdefault("domain", "health")
    fields.setdefault("kind", "consent" if "consent" in fields else "law")
    fields.setdefault("starts_on", LONG_AGO)
    fields.setdefault("why", "Støtten skal passe med behandlingen.")
    return SharingBasis.objects.create(course=course, made_by=caseworker_of(course), **fields)


# Days stand still in the database, so the time that passes is taken off what is written.
DATES = {
    Assignment: ("starts_on", "ends_on"),
    SharingBasis: ("starts_on", "ends_on", "withdrawn_on"),
    Consent: ("given_on", "expires_on", "withdrawn_on"),
}


def let_pass(*, days=0, **hours):
    for model, names in DATES.items():
        moved = {name: Cast(F(name) - timedelta(days=days), DateField()) for name in names}
        model.objects.update(**moved)
    # A time that is set to the minute knows of no days.
    Assignment.objects.update(expires_at=F("expires_at") - timedelta(days=days, **hours))


def hold(user, course, role, **fields):
    """By whichever role somebody comes to a course."""
    if role == Role.DEPUTY:
        fields["deputy_for"] = course.assignments.get(role=Role.BORGERKONSULENT, ends_on=None)
        fields["ends_on"] = timezone.localdate() + timedelta(days=9)
    if role in (Role.EMERGENCY, Role.READER):
        fields["expires_at"] = timezone.now() + timedelta(hours=4)
    return assign(user, course, role, **fields)


def kept_out(user, course) -> bool:
    """By every question of the gate alike; half of an answer would be a hole."""
    answers = {
        visible_courses(user).filter(pk=course.pk).exists(),
        visible_citizens(user).filter(courses=course).exists(),
        course.memberships.filter(may_know(user)).exists(),
        Goal.objects.visible_to(user).filter(plan__course=course).exists(),
        access_to(user, course.pk).may(Permission.VIEW),
    }
    assert len(answers) == 1
    assert is_kept_out(user, course.pk) is not (inside := answers.pop())
    return not inside
