"""An opening of an employee's own case is marked in the log; no other is."""

import pytest

from borgerforloeb.accounts.models import OrgUnit
from roles.models import StaffCitizen
from roles.permissions import access_to
from tests.factories import (
    LONG_AGO,
    TODAY,
    caseworker_of,
    main_person,
    make_citizen,
    make_course,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def _note(citizen, **fields):
    noted = {"noted_by": make_user("Administrator"), "noted_on": LONG_AGO}
    return StaffCitizen.objects.create(user=make_user("Ansat"), citizen=citizen, **noted, **fields)


def _marks(course):
    return access_to(caseworker_of(course), course.pk).marks


def test_a_course_with_an_employee_in_it_is_marked():
    course = make_course()
    _note(main_person(course))

    assert _marks(course) == {"staff_citizen": True}


def test_an_employee_elsewhere_marks_nothing():
    course = make_course()
    _note(make_citizen("Inger"))

    assert _marks(course) == {}


def test_what_was_noted_by_mistake_marks_no_more():
    course = make_course()
    staff = _note(main_person(course))
    StaffCitizen.objects.filter(pk=staff.pk).update(ended_on=TODAY, ended_by=caseworker_of(course))

    assert _marks(course) == {}


def test_an_employee_who_has_left_the_course_still_marks_it():
    """What was written meanwhile stays there, and so does the barrier."""
    course = make_course(citizens=[make_citizen("Freja"), make_citizen("Inger")])
    inger = course.memberships.get(citizen__first_names="Inger")
    _note(inger.citizen)
    inger.ends_on = TODAY
    inger.save()

    assert _marks(course) == {"staff_citizen": True}


def test_nothing_lies_under_no_unit():
    make_unit()

    assert OrgUnit.objects.under(None) == set()
