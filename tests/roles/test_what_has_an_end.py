"""What is opened for a time closes by itself: a basis, a consent, an assignment, some hours."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from roles import actions
from roles.models import Role
from roles.permissions import Permission, access_to
from tests.factories import (
    LONG_AGO,
    assign,
    konsulent_of,
    make_consent,
    make_course,
    make_plan,
    make_section,
    make_user,
)
from tests.roles.family import hold, let_pass, make_basis
from tests.roles.shared import reads, share

pytestmark = pytest.mark.django_db


def test_stopped_it_stops_at_the_next_request(course, hidden, client):
    today, jonas = timezone.localdate(), konsulent_of(course)
    basis = share(course)
    client.force_login(jonas)
    page = reverse("plans:plan", args=[course.pk])
    assert hidden.title in client.get(page).content.decode()

    actions.end_sharing(basis, on=today, reason="Behandlingen er slut.", by=jonas)

    assert hidden.title not in client.get(page).content.decode()
    assert not reads(jonas, hidden)
    with pytest.raises(ValidationError, match="allerede"):
        actions.end_sharing(basis, on=today, reason="Igen.", by=jonas)
    assert AuditEvent.objects.filter(action="sharing.ended", basis__contains="borgerkonsulent").exists()


def test_it_stops_with_the_consent_that_it_rests_on(course, hidden):
    jonas, today = konsulent_of(course), timezone.localdate()
    consent = make_consent(course, expires_on=today)
    share(course, kind="consent", consent=consent)
    assert reads(jonas, hidden)

    consent.withdrawn_on, consent.withdrawn_to = today, jonas
    consent.save()
    assert not reads(jonas, hidden)
    consent.withdrawn_on = consent.withdrawn_to = None
    consent.save()
    assert reads(jonas, hidden)
    let_pass(days=1)
    assert not reads(jonas, hidden)


def test_its_last_day_counts_and_the_next_does_not(course, hidden):
    share(course, ends_on=timezone.localdate() + timedelta(days=1))

    read = []
    for _ in range(3):
        read.append(reads(konsulent_of(course), hidden))
        let_pass(days=1)
    assert read == [True, True, False]


def test_it_does_not_begin_before_its_day(course, hidden):
    make_basis(
        course,
        to_domain="social",
        section=make_section(),
        starts_on=timezone.localdate() + timedelta(days=1),
    )
    assert not reads(konsulent_of(course), hidden)
    let_pass(days=1)
    assert reads(konsulent_of(course), hidden)


def test_access_that_passes_midnight_ends_without_a_new_sign_in(client):
    """The page, a save that lay open, and the print."""
    course, user = make_course(), make_user("Sanne")
    plan = make_plan(course)
    assign(user, course, Role.TEAM_MEMBER, ends_on=timezone.localdate() + timedelta(days=1))
    client.force_login(user)
    note = reverse("plans:note_add", args=[course.pk, plan.goals.get().pk])
    pages = [reverse("plans:plan", args=[course.pk]), reverse("pages:print", args=[course.pk, "authority"])]
    assert [client.get(page).status_code for page in pages] == [200, 200]

    let_pass(days=1)

    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert client.post(note, {"text": "Ringet.", "about_on": str(LONG_AGO)}).status_code == 404


def test_what_lasts_hours_ends_to_the_minute():
    course, user = make_course(), make_user("Vagt", capabilities=[Capability.DUTY])
    hold(user, course, Role.EMERGENCY)
    let_pass(hours=3, minutes=59)
    assert access_to(user, course.pk).may(Permission.VIEW)

    let_pass(minutes=1)

    assert not access_to(user, course.pk).may(Permission.VIEW)


def test_its_end_is_told_as_the_last_day_with_it():
    course = make_course()
    ended, going_on = assign(make_user(), course, ends_on=LONG_AGO), assign(make_user(), course)

    assert (ended.last_day, going_on.last_day) == (LONG_AGO - timedelta(days=1), None)
