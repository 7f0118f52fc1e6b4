"""An answer and its words belong to one person: who works with one member of a family sees that one's."""

import pytest
from django.urls import reverse

from plans.actions.versions import accept_plan
from roles.models import Role
from tests.factories import TODAY, assign, caseworker_of, make_citizen, make_course, make_plan, make_user
from tests.plans.factories import take_to_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(client):
    mother, son = make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")
    course = make_course(citizens=[mother, son])
    plan = make_plan(course)
    take_to_talk(plan)
    answers = [(mother, "no", "Jeg tør ikke sige det højt."), (son, "yes", "Det er fint.")]
    accept_plan(plan, answers=answers, way="meeting", answered_on=TODAY, by=caseworker_of(course))
    user = make_user("Lærer Lund")
    assign(user, course, Role.TEAM_MEMBER, person=son)
    client.force_login(user)
    return course


@pytest.mark.parametrize(("name", "more"), [("plan", []), ("versions", []), ("version", [1])])
def test_only_the_answer_of_the_one_that_the_reader_works_with(client, teacher, name, more):
    text = client.get(reverse(f"plans:{name}", args=[teacher.pk, *more])).content.decode()

    assert "Yusuf" in text
    assert "Amina" not in text
    assert "Jeg tør ikke" not in text
