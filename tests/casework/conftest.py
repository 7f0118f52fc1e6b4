"""Rows that several of this app's tests begin with."""

from datetime import date

import pytest
from django.utils import timezone

from borgerforloeb.casework.actions.protection import ask_to_lift
from borgerforloeb.citizens.models import FamilyRelation
from roles.actions import ask_for_access
from roles.models import Block
from tests.factories import (
    LONG_AGO,
    assign,
    caseworker_of,
    give_number,
    main_person,
    make_basis,
    make_citizen,
    make_consent,
    make_course,
    make_network_person,
    make_user,
)
from tests.proofs import FRESH
from tests.roles.on_duty import WHY, look_for, now


@pytest.fixture
def family():
    """A family of two, with one of each kind of row about the mother."""
    mother = make_citizen("Amina", "Rahbek-Said", protected_address=True)
    son = make_citizen("Yusuf", "Rahbek-Said")
    give_number(mother, "620488-4124")
    course = make_course(citizens=[mother, son])
    FamilyRelation.objects.create(citizen=mother, relative=son, kind="parent", has_custody=True)
    make_network_person(course, "Ida Mosters Ven")
    make_consent(course, expires_on=date(2100, 1, 1), domains=["social"], information="min store hemmelighed")
    assign(make_user("Sanne Krogh"), course)
    make_basis(course)
    Block.objects.create(
        citizen=mother, user=make_user("Poul"), why="Nabo.", set_by=caseworker_of(course), set_on=LONG_AGO
    )
    today = timezone.localdate()
    wish = {"reason": "Hun vil det selv.", "proof": FRESH, "by": caseworker_of(course)}
    ask_to_lift(mother, course=course, version=0, on=today, **wish)
    asker = make_user("Stig Beder")
    ask_for_access(look_for(asker, course), reason=WHY, at=now(), by=asker)
    return course


@pytest.fixture
def family_course():
    return make_course(citizens=[make_citizen("Amina"), make_citizen("Yusuf"), make_citizen("Lea")])


@pytest.fixture
def stig():
    return make_user("Stig Fremmed", title="sagsbehandler")


@pytest.fixture
def sought(stig):
    """What one may look for, by what is behind it."""
    numbers = {
        "allowed": "710199-4121",
        "known": "710299-4122",
        "protected": "710399-4123",
        "barred": "710499-4124",
    }
    for name, digits in numbers.items():
        citizen = make_citizen(name.capitalize(), protected_address=name == "protected")
        give_number(citizen, digits)
        course = make_course(citizens=[citizen])
        if name == "allowed":
            assign(stig, course)
        if name == "barred":
            wish = {"why": "Kender mig.", "set_by": caseworker_of(course), "set_on": LONG_AGO}
            Block.objects.create(citizen=citizen, user=stig, **wish)
    by_number = {"number known": course.number, "number unknown": "1999-0001"}
    return numbers | by_number | {"unknown": "710599-4125", "no date": "999999-9999"}


@pytest.fixture
def case(sought):
    return make_course(citizens=[main_person(make_course())])
