"""A version from before one's person came into the family is nobody's paper, and no error page."""

import pytest
from django.urls import reverse

from borgerforloeb.citizens.models import CoursePerson
from roles.models import Role
from tests.factories import TODAY, assign, caseworker_of, make_citizen, make_course, make_plan, make_user
from tests.plans.factories import answer, take_to_talk

pytestmark = pytest.mark.django_db


def test_the_teacher_of_a_child_that_came_later_is_refused(client):
    plan = make_plan(make_course(citizens=[make_citizen("Amina"), make_citizen("Yusuf")]))
    take_to_talk(plan)
    answer(plan)
    child, teacher = make_citizen("Lea"), make_user("Lærer Lund")
    by = caseworker_of(plan.course)
    CoursePerson.objects.create(course=plan.course, citizen=child, part="child", starts_on=TODAY, added_by=by)
    assign(teacher, plan.course, Role.TEAM_MEMBER, person=child)
    client.force_login(teacher)

    url = reverse("pages:print", args=[plan.course_id, "citizen"])

    assert client.get(url, {"version": 1}).status_code == 403
