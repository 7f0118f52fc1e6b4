"""Who helps the mother, and with what, is not told to who works with the son."""

import pytest
from django.urls import reverse

from roles.models import Role
from tests.factories import assign, make_citizen, make_course, make_plan, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["pages:course", "plans:plan", "casework:people"])
def test_helpers_of_another_member_are_not_named(client, name):
    mother, son = make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")
    course = make_course(citizens=[mother, son])
    make_plan(course)
    assign(make_user("Bodil Brun"), course, Role.TEAM_MEMBER, person=mother, function="misbrugskonsulent")
    teacher = make_user("Lærer Lund")
    assign(teacher, course, Role.TEAM_MEMBER, person=son)
    client.force_login(teacher)

    text = client.get(reverse(name, args=[course.pk])).content.decode()

    assert "Bodil" not in text
    assert "misbrugskonsulent" not in text
