"""A decision that all may read tells nobody of an agreement that has since been kept for fewer."""

import pytest
from django.urls import reverse

from borgerforloeb.citizens.models import Level
from networkmeetings.minutes import decision_line
from networkmeetings.models import MeetingDecision
from networkmeetings.queries import decisions_of
from roles.models import Role
from tests.factories import (
    assign,
    caseworker_of,
    make_agreement,
    make_goal,
    make_meeting,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db

WHEN = "når blodprøven er taget"


@pytest.fixture
def decision():
    plan = make_plan()
    agreement = make_agreement(plan, due_on=None, due_words=WHEN, domain="health")
    meeting = make_meeting(plan.course, status="held", citizen_present=True)
    return MeetingDecision.objects.create(meeting=meeting, text="Vi taler om søvn", agreement=agreement)


def page_for(client, user, decision) -> str:
    client.force_login(user)
    return client.get(reverse("networkmeetings:meeting", args=[decision.meeting_id])).content.decode()


@pytest.fixture
def helper(decision):
    user = make_user("Sanne Krogh")
    assign(user, decision.meeting.course, Role.TEAM_MEMBER, domains=["employment"])
    return user


def test_it_tells_who_and_when_while_all_may_read_that(client, decision, helper):
    assert WHEN in page_for(client, helper, decision)


def test_an_agreement_for_its_field_alone_is_not_told(client, decision, helper):
    decision.agreement.level = Level.DOMAIN
    decision.agreement.save()

    page = page_for(client, helper, decision)

    assert "Vi taler om søvn" in page
    assert WHEN not in page
    assert decision_line(decision) == "Vi taler om søvn"


def test_neither_is_one_that_stands_on_a_goal_of_another_field(decision, helper):
    agreement = decision.agreement
    agreement.goal = make_goal(agreement.plan, domain="health", level=Level.DOMAIN)
    agreement.save()

    assert [row.agreement for row in decisions_of(decision.meeting, helper)] == [None]
    assign(caseworker_of(decision.meeting.course), decision.meeting.course, domains=["health"])
    told = decisions_of(decision.meeting, caseworker_of(decision.meeting.course))
    assert [row.agreement for row in told] == [agreement]
