"""What is used of one row stands in the log with its field and level: some fields are others'."""

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.actions.consents import withdraw_consent
from plans.actions.notes import write_note
from tests.factories import caseworker_of, make_consent, make_course, make_goal, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    course = make_course()
    course.assignments.update(domains=["health", "social"])
    return course


@pytest.fixture
def goal(course):
    return make_goal(make_plan(course), domain="health", level="domain")


def said(action):
    return AuditEvent.objects.values_list("domain", "level").get(action=action)


def test_a_note(course, goal):
    today = timezone.localdate()

    write_note(goal, text="Ringet.", about_on=today, today=today, level="domain", by=caseworker_of(course))

    assert said("plan.note_written") == ("health", "domain")


def test_a_goal_and_its_notes_read_on_their_own(client, course, goal):
    client.force_login(caseworker_of(course))
    page = reverse("plans:notes", args=[course.pk])

    client.get(page)
    assert not AuditEvent.objects.filter(action="plan.goal_notes_opened").exists()
    client.get(page, {"goal": goal.pk})

    assert said("plan.goal_notes_opened") == ("health", "domain")


def test_a_goal_that_is_changed(client, course, goal):
    client.force_login(caseworker_of(course))
    fields = {
        "title": "Et andet mål",
        "status": "started",
        "person": str(goal.person_id or ""),
        "domain": "social",
        "level": "domain",
        "version": 0,
    }

    client.post(reverse("plans:goal_edit", args=[course.pk, goal.pk]), fields)

    assert said("plan.goal_changed") == ("social", "domain")


def test_a_consent_of_one_field_and_of_several(course):
    by, today = caseworker_of(course), timezone.localdate()

    for domains in (["health"], ["health", "social"]):
        withdraw_consent(make_consent(course, domains=domains), on=today, by=by)

    told = AuditEvent.objects.filter(action="consent.withdrawn").order_by("id")
    assert list(told.values_list("domain", "level")) == [("health", "domain"), ("", "domain")]
