"""What nobody means to send gets an answer, and never an error page."""

import pytest
from django.urls import reverse

from borgerforloeb.accounts.models import Capability
from tests.factories import caseworker_of, konsulent_of, make_plan, make_user
from tests.networkmeetings.made import called

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client):
    plan = make_plan()
    client.force_login(konsulent_of(plan.course))
    return plan


def test_a_part_with_a_raised_two(client, plan):
    url = reverse("plans:part", args=[plan.course_id, "maal-²"])
    assert client.get(url, headers={"HX-Request": "true"}).status_code == 200


def test_a_step_with_a_raised_two(client, plan):
    url = reverse("plans:subgoal_tick", args=[plan.course_id, plan.goals.get().pk])
    assert client.post(url, {"done": "²"}).status_code == 404


def test_a_demo_person_with_a_null(client, settings):
    settings.DEMO = True
    assert client.post(reverse("accounts:demo_login"), {"person": "a\x00b"}).status_code == 302


def test_a_next_point_with_words(client, plan):
    meeting = called(plan.course)
    url = reverse("networkmeetings:live", args=[meeting.pk])
    assert client.get(url, {"punkt": "\x00"}).status_code == 200


@pytest.mark.parametrize(("name", "query"), [
    ("plans:notes", {"goal": "\x00", "side": "\x00"}),
    ("plans:section_edit", {"person": "\x00"}),
    ("casework:network_add", {"side": "\x00"}),
    ("casework:relation_add", {"person": "\x00"}),
    ("casework:role_appoint", {"role": "\x00"}),
    ("outcomes:assess", {"person": "\x00"}),
    ("pages:print", {"version": "99999999999999999999"}),
    ("pages:print", {"version": "٣"}),
])  # fmt: skip
def test_odd_addresses(client, plan, name, query):
    client.force_login(caseworker_of(plan.course))
    more = {"plans:section_edit": ["dreams"], "pages:print": ["citizen"]}.get(name, [])
    assert client.get(reverse(name, args=[plan.course_id, *more]), query).status_code in (200, 404)


def test_log_and_lists(client):
    client.force_login(make_user(capabilities=[Capability.LOG_REVIEWER, Capability.LEADER]))
    assert (
        client.get(reverse("audit:log"), {"before": "²", "who": "\x00", "from_day": "0001-01-01"}).status_code
        == 200
    )
    assert client.get(reverse("audit:log"), {"before": "9" * 40}).status_code == 200
    assert client.get(reverse("outcomes:overview"), {"enhed": "\x00"}).status_code == 422
