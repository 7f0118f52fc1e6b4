from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import AuditEvent, Kind
from tests.factories import (
    assign,
    caseworker_of,
    give_number,
    konsulent_of,
    main_person,
    make_agreement,
    make_citizen,
    make_course,
    make_goal,
    make_meeting,
    make_network_person,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db


def open_page(client, course, user):
    client.force_login(user)
    return client.get(reverse("pages:course", args=[course.pk]))


def test_the_page_shows_what_matters_and_whom_to_call(client):
    course = make_course()
    give_number(main_person(course))
    plan = make_plan(course)
    make_agreement(plan, "Ringer til boligstøtten")
    make_network_person(course)
    make_meeting(course, starts_at=timezone.now() + timedelta(days=2), status="called")

    page = open_page(client, course, caseworker_of(course)).content.decode()

    for words in (
        "Freja Lindqvist Holm",
        "711299-••••",
        "Jeg vil gerne stå op til noget.",
        "Jeg klarer post og regninger selv",
        "Ringer til boligstøtten",
        "Jonas Bech",
        "Ida Lindqvist Holm",
        "Åbn mødet",
    ):
        assert words in page
    assert "4123" not in page


def test_why_it_was_opened_is_for_the_two(client):
    course, helper = make_course(), make_user("Sanne Krogh")
    assign(helper, course)

    seen = [
        course.entry_reason in open_page(client, course, user).content.decode()
        for user in (caseworker_of(course), konsulent_of(course), helper)
    ]

    assert seen == [True, True, False]


def test_opening_is_logged_with_its_basis(client):
    course = make_course()
    open_page(client, course, konsulent_of(course))

    event = AuditEvent.objects.get(action="course.opened")

    assert (event.kind, event.course_id, event.person_ids) == (Kind.VIEW, course.pk, [main_person(course).pk])
    assert event.basis.startswith("borgerkonsulent:")


def test_not_mine_and_not_there_answer_the_same(client):
    course = make_course()
    stranger = make_user("Stig")

    hidden = open_page(client, course, stranger)
    absent = client.get(reverse("pages:course", args=[uuid4()]))

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content == absent.content
    assert AuditEvent.objects.filter(action="access.refused", actor_id=stranger.pk).count() == 2


def test_a_member_of_one_child_does_not_see_the_mother(client):
    mother, son = make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")
    course = make_course(citizens=[mother, son], name="Familien Rahbek-Said")
    plan = make_plan(course)
    make_goal(plan, "Amina sover bedre", person=mother)
    make_goal(plan, "Yusuf kommer i skole", person=son)
    teacher = make_user("Lærer")
    assign(teacher, course, person=son)

    page = open_page(client, course, teacher).content.decode()

    assert "Yusuf kommer i skole" in page
    assert "Amina" not in page


def test_a_course_without_a_plan_says_where_to_begin(client):
    course = make_course()

    page = open_page(client, course, caseworker_of(course)).content.decode()

    assert "Begynd planen" in page
    assert "Der er ingen mål i gang." in page


def test_the_log_is_for_the_coordinating_caseworker(client):
    course = make_course()
    record("goal.changed", by=konsulent_of(course), course_id=course.pk)
    address = reverse("pages:course_log", args=[course.pk])

    client.force_login(caseworker_of(course))
    seen = client.get(address)
    client.force_login(konsulent_of(course))
    refused = client.get(address)

    assert "Jonas Bech, bostøtte" in seen.content.decode()
    assert (seen.status_code, refused.status_code) == (200, 403)
