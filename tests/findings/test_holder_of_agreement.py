"""Who promised something is a name too: a promise of one member is not shown to who works with another."""

import pytest
from django.urls import reverse

from networkmeetings.actions import holding
from plans.actions.agreements import add_agreement
from plans.models import Agreement
from roles.models import Role
from tests.factories import (
    TODAY,
    assign,
    konsulent_of,
    make_citizen,
    make_course,
    make_network_person,
    make_plan,
    make_user,
)
from tests.networkmeetings.made import START, called, hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan(
        make_course(citizens=[make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")])
    )


@pytest.fixture
def amina(plan):
    return plan.course.memberships.get(part="main").citizen


@pytest.fixture
def teacher(client, plan):
    user = make_user("Lærer Lund")
    son = plan.course.memberships.get(part="child").citizen
    assign(user, plan.course, Role.TEAM_MEMBER, person=son)
    client.force_login(user)
    return user


@pytest.mark.parametrize("holder", ["citizen", "network_person"])
def test_a_promise_of_the_mother_is_about_the_mother(client, plan, amina, teacher, holder):
    who = amina if holder == "citizen" else make_network_person(plan.course, "Overlæge Amina Bo")
    add_agreement(plan, what="Ringer selv", agreed_on=TODAY, by=konsulent_of(plan.course), **{holder: who})

    assert not Agreement.objects.visible_to(teacher).exists()
    assert "Amina" not in client.get(reverse("plans:plan", args=[plan.course_id])).content.decode()


def test_a_promise_at_the_meeting_is_about_the_one_who_made_it(client, plan, amina, teacher):
    konsulent = konsulent_of(plan.course)
    meeting = called(plan.course, starts_at=START)
    holding.decide(
        meeting,
        what="Går ned",
        who=f"citizen:{amina.pk}",
        due_on=None,
        due_words="i dag",
        by=konsulent,
        on=TODAY,
    )
    hold(meeting)

    page = client.get(reverse("networkmeetings:meeting", args=[meeting.pk])).content.decode()
    assert "Amina" not in page
    assert "Går ned" not in page
