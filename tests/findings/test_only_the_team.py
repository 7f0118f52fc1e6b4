"""Whoever reads a course for a while is nobody's contact, and a course without a plan has no dead tab."""

import pytest
from django.urls import reverse
from django.utils import timezone

from networkmeetings.invitees import people_of
from plans.models import Plan
from tests.factories import assign, caseworker_of, make_course, make_plan, make_user
from tests.roles.on_duty import make_duty, open_by_emergency

pytestmark = pytest.mark.django_db


def test_an_emergency_is_no_contact_and_no_guest(client):
    course, duty = make_plan().course, make_duty()
    open_by_emergency(course, duty)
    katrine = caseworker_of(course)
    client.force_login(katrine)

    for address in ("plans:plan", "plans:agreement_add", "plans:followup_plan"):
        page = client.get(reverse(address, args=[course.pk])).content.decode()
        assert katrine.name in page
        assert duty.name not in page
    guests = {guest.name for guest in people_of(course, user=katrine, on=timezone.localdate())}

    assert katrine.name in guests
    assert duty.name not in guests


def test_notes_can_be_opened_before_there_is_a_plan(client):
    course, sanne = make_course(), make_user("Sanne Krogh")
    assign(sanne, course)
    client.force_login(sanne)

    page = client.get(reverse("plans:notes", args=[course.pk]))

    assert page.status_code == 200
    assert "Der er ingen noter endnu" in page.content.decode()
    assert not Plan.objects.exists()
