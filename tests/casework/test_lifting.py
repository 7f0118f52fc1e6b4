"""Lifting takes two who have each just shown who sits there; what nobody answers lapses by the clock."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.acting import EXPIRY, serving_as
from borgerforloeb.accounts.models import HeldForm
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.casework.actions.protection import (
    lapse_unanswered,
    lift_protection,
    refuse_to_lift,
    withdraw_lift,
)
from borgerforloeb.casework.reminders import find_due
from borgerforloeb.casework.tasks import find_due as ring
from borgerforloeb.citizens.models import ANSWER_WITHIN, ProtectionLift
from borgerforloeb.notices.models import Notice
from tests.casework.outside import proven
from tests.casework.test_protection import WHERE, asked, page
from tests.factories import TODAY, caseworker_of, konsulent_of, main_person, make_citizen, make_course
from tests.proofs import FRESH, NEVER, OLD

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course(citizens=[make_citizen("Amina", protected_address=True, **WHERE)])


@pytest.mark.parametrize("proof", [NEVER, OLD])
def test_neither_of_the_two_does_it_without_a_fresh_proof(course, proof):
    with pytest.raises(ValidationError, match="Bekræft først"):
        asked(course, proof=proof)
    lift = asked(course)
    with pytest.raises(ValidationError, match="Bekræft først"):
        lift_protection(lift, version=0, proof=proof, on=TODAY, by=konsulent_of(course))

    lift.refresh_from_db()
    assert (lift.status, main_person(course).protected_address) == ("waiting", True)
    # To keep somebody protected, nobody need show anything.
    assert refuse_to_lift(lift, why="Han leder efter hende.", on=TODAY, by=konsulent_of(course))


def held(client, url, fields, by):
    """Sent with an old proof, shown anew, and sent once more as it was written."""
    proven(client, by, ago=400)
    sent = client.post(url, fields)
    kept = reverse("accounts:held_form", args=[HeldForm.objects.latest("held_at").pk])
    assert sent.url == f"{reverse('account_reauthenticate')}?next={kept.replace('/', '%2F')}"
    proven(client, by)
    again = client.get(kept)
    assert again.context["held"].path == url
    return client.post(url, dict(again.context["fields"])), again.content.decode()


def test_what_either_wrote_waits_while_the_proof_is_shown(client, course):
    ask = reverse("casework:lift_ask", args=[course.pk, main_person(course).pk])
    fields = {"version": 0, "reason": "Hun vil det selv."}

    answer, shown = held(client, ask, fields, caseworker_of(course))

    assert "Hun vil det selv." in shown
    assert answer.url == reverse("casework:people", args=[course.pk])
    lift = ProtectionLift.objects.get()
    url = reverse("casework:lift", args=[course.pk, lift.pk])
    answer, _ = held(client, url, {"version": 0, "answer": "lift"}, konsulent_of(course))
    assert answer.status_code == 302
    assert not main_person(course).protected_address


def test_a_no_needs_no_proof(client, course):
    lift = asked(course, on=timezone.localdate())
    client.force_login(konsulent_of(course))
    url = reverse("casework:lift", args=[course.pk, lift.pk])

    assert client.post(url, {"version": 0, "answer": "keep", "why": "Han leder."}).status_code == 302

    lift.refresh_from_db()
    assert lift.status == "refused"


def test_who_has_no_second_factor_here_signs_in_anew(client, course, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    proven(client, caseworker_of(course), method="socialaccount", ago=400)
    ask = reverse("casework:lift_ask", args=[course.pk, main_person(course).pk])

    sent = client.post(ask, {"version": 0, "reason": "Hun vil det selv."})

    kept = reverse("accounts:held_form", args=[HeldForm.objects.get().pk])
    assert sent.url.startswith(reverse("account_logout"))
    out = client.post(sent.url)
    assert out.url == f"{reverse('account_login')}?next={kept.replace('/', '%2F')}"


def test_it_lapses(course):
    lift, after = asked(course), TODAY + ANSWER_WITHIN + timedelta(days=1)

    with pytest.raises(ValidationError, match="Fristen er gået"):
        lift_protection(lift, version=0, proof=FRESH, on=after, by=konsulent_of(course))

    assert not ProtectionLift.objects.waiting(after).exists()
    asked(course, on=after)
    assert sorted(ProtectionLift.objects.values_list("status", flat=True)) == ["lapsed", "waiting"]


def test_the_clock_lets_it_lapse_once_and_tells_who_asked(course):
    today = timezone.localdate()
    lift = asked(course, on=today - ANSWER_WITHIN - timedelta(days=1))

    ring()
    ring()

    lift.refresh_from_db()
    assert (lift.status, lift.decided_on, lift.decided_by) == ("lapsed", today, None)
    assert main_person(course).protected_address
    event = AuditEvent.objects.get(action="protection.lift_lapsed")
    assert (event.kind, event.actor_id, event.course_id) == (Kind.SYSTEM, None, course.pk)
    assert (event.person_ids, event.details) == ([main_person(course).pk], {"user": caseworker_of(course).pk})
    told = {(one.kind, one.recipient) for one in Notice.objects.filter(settled_at=None)}
    both = {caseworker_of(course), konsulent_of(course)}
    assert told == {("lift_answered", user) for user in both}


def test_the_borgerkonsulent_is_told_that_it_was_withdrawn(course):
    today = timezone.localdate()
    withdraw_lift(asked(course, on=today), on=today, by=caseworker_of(course))
    find_due(today)

    told = Notice.objects.filter(settled_at=None)
    assert [(one.kind, one.recipient) for one in told] == [("lift_answered", konsulent_of(course))]


def test_on_its_last_day_it_still_waits(course):
    lift = asked(course)

    with serving_as(EXPIRY):
        assert lapse_unanswered(on=lift.due_on) == 0
        assert lapse_unanswered(on=lift.due_on + timedelta(days=1)) == 1
        assert lapse_unanswered(on=lift.due_on + timedelta(days=1)) == 0


def test_the_two_are_told(course):
    today = timezone.localdate()
    lift = asked(course, on=today)
    find_due(today)
    told = Notice.objects.filter(settled_at=None)
    assert [(one.kind, one.recipient) for one in told] == [("lift_asked", konsulent_of(course))]

    lift_protection(lift, version=0, proof=FRESH, on=today, by=konsulent_of(course))
    find_due(today)

    told = Notice.objects.filter(settled_at=None)
    assert [(one.kind, one.recipient) for one in told] == [("lift_answered", caseworker_of(course))]
    assert told.get().path == reverse("casework:people", args=[course.pk])


def test_from_the_page_of_the_people_to_the_answer(client, course):
    ask = reverse("casework:lift_ask", args=[course.pk, main_person(course).pk])
    assert ask in page(client, course, caseworker_of(course))
    proven(client, caseworker_of(course))
    assert client.post(ask, {"version": 3, "reason": "Vil selv."}).status_code == 409
    assert client.post(ask, {"version": 0, "reason": "Vil selv."}).status_code == 302
    lift = ProtectionLift.objects.get()
    url = reverse("casework:lift", args=[course.pk, lift.pk])
    shown = page(client, course, konsulent_of(course))
    assert url in shown
    assert "har bedt om at ophæve" in shown
    proven(client, konsulent_of(course))
    assert client.post(url, {"version": 9, "answer": "lift"}).status_code == 409
    assert client.post(url, {"version": 0, "answer": "keep"}).status_code == 200
    assert main_person(course).protected_address

    assert client.post(url, {"version": 0, "answer": "lift"}).status_code == 302

    assert "Skovvænget 14" in page(client, course, konsulent_of(course))
    assert client.get(url).status_code == 404


def test_who_asked_takes_it_back_on_the_page(client, course):
    lift = asked(course, on=timezone.localdate())
    client.force_login(caseworker_of(course))
    assert (
        "Træk anmodningen tilbage"
        in client.get(reverse("casework:lift", args=[course.pk, lift.pk])).content.decode()
    )

    client.post(reverse("casework:lift_withdraw", args=[course.pk, lift.pk]))

    lift.refresh_from_db()
    assert lift.status == "withdrawn"
