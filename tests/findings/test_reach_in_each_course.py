"""What one may know of a person in one course says nothing of that person in another."""

from datetime import date

import pytest
from django.urls import reverse

from roles.models import Role
from tests.factories import (
    assign,
    make_citizen,
    make_consent,
    make_course,
    make_network_person,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(client):
    """Lund is close to the mother in her own course, and in the family's works with the son alone."""
    mother, son = make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")
    lund = make_user("Lund")
    make_course(citizens=[mother], konsulent=lund)
    family = make_course(citizens=[mother, son])
    make_plan(family)
    make_network_person(family, "Moster Ida")
    make_consent(family, from_whom="distriktspsykiatrien", expires_on=date(2100, 1, 1))
    assign(lund, family, Role.TEAM_MEMBER, person=son)
    client.force_login(lund)
    return family


@pytest.mark.parametrize(
    "name",
    ["pages:course", "plans:plan", "casework:people", "outcomes:results", "networkmeetings:course_meetings"],
)
def test_the_mother_is_not_known_in_the_course_of_the_family(client, family, name):
    text = client.get(reverse(name, args=[family.pk])).content.decode()

    assert "Amina" not in text
    assert "Ida" not in text


def test_nor_in_the_list_and_the_search(client, family):
    rows = client.get(reverse("pages:worklist")).context["list"].rows
    assert [row.people for row in rows if row.course.pk == family.pk] == [""]

    found = client.post(reverse("pages:search"), {"q": "Amina"}).context["found"]
    assert family.pk not in [hit.course.pk for hit in found.hits]
