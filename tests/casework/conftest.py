"""Rows that several of this app's tests begin with."""

from datetime import date

import pytest

from borgerforloeb.citizens.models import (
    FamilyRelation,
)
from roles.actions import ask_for_access
from roles.models import Block
from tests.factories import (
    LONG_AGO,
    assign,
    caseworker_of,
    give_number,
    make_basis,
    make_citizen,
    make_consent,
    make_course,
    make_network_person,
    make_user,
)
from tests.roles.on_duty import WHY, look_for, now


@pytest.fixture
def family():
    """A family of two, with one of each kind of row about the mother."""
    mother, son = make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")
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
    asker = make_user("Stig Beder")
    ask_for_access(look_for(asker, course), reason=WHY, at=now(), by=asker)
    return course


@pytest.fixture
def family_course():
    return make_course(citizens=[make_citizen("Amina"), make_citizen("Yusuf"), make_citizen("Lea")])
