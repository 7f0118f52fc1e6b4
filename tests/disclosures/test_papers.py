"""Every paper by its own page: one press where nothing is in the way, and what holds it back."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.citizens.models import Citizen
from borgerforloeb.disclosures.actions import approve, ask_for_second, decide, release
from borgerforloeb.disclosures.actions.giving import WRITE_ANEW
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.disclosures.package import Package
from networkmeetings.models import Participant
from plans.models import Goal
from tests.decisions.world import make_decision
from tests.disclosures.family import decide_all, give, in_hiding, package, recipient
from tests.disclosures.test_actions import AT, now, refused
from tests.factories import (
    assign,
    caseworker_of,
    main_person,
    make_consent,
    make_course,
    make_meeting,
    make_network_person,
    make_plan,
    make_user,
)
from tests.proofs import FRESH

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    course = make_course()
    caseworker_of(course).phone = "12 34 56 72"
    return course


@pytest.fixture
def meeting(course):
    meeting = make_meeting(course)
    Participant.objects.create(meeting=meeting, citizen=main_person(course), approval="yes")
    Participant.objects.create(meeting=meeting, user=caseworker_of(course))
    return meeting


def share(meeting):
    meeting.status, meeting.citizen_present, meeting.minutes = "held", True, "Vi ses igen."
    meeting.minutes_status, meeting.minutes_shared_at = "shared", timezone.now()
    meeting.save()


def addresses(course, meeting):
    share(meeting)
    today, decision = timezone.localdate(), make_decision(course, status="told")
    consent = make_consent(course, given_on=today, expires_on=today + timedelta(days=9))
    return {
        "consent": reverse("casework:consent_print", args=[course.pk, consent.pk]),
        "sharing": reverse("casework:sharing_print", args=[course.pk]),
        "seen": reverse("seen:seen_print", args=[course.pk, main_person(course).pk]),
        "invitation": reverse("networkmeetings:invitation", args=[meeting.pk]),
        "minutes": reverse("networkmeetings:give_minutes", args=[meeting.pk]),
        "decision": reverse("decisions:letter", args=[course.pk, decision.pk]),
    }


def test_each_paper_goes_to_the_citizen_by_one_press(client, course, meeting):
    freja = main_person(course)
    client.force_login(caseworker_of(course))

    for name, url in addresses(course, meeting).items():
        answer = client.post(url, {"recipient": "own"}, follow=True)
        assert answer["Content-Type"] == "application/pdf", name
        row = Disclosure.objects.first()
        assert (row.paper, row.status, row.citizen) == (name, "released", freja)
        assert row.basis
        assert bytes(row.document.content) == answer.content
        event = AuditEvent.objects.get(action="disclosure.released", details__paper=name)
        assert (event.kind, event.person_ids) == (Kind.PRINT, [freja.pk])


def test_the_page_has_chosen_the_citizen_already(client, course, meeting):
    client.force_login(caseworker_of(course))

    for name, url in addresses(course, meeting).items():
        form = client.get(url).context["form"]
        assert form.initial["recipient"].startswith(f"citizen:{main_person(course).pk}"), name
        assert client.post(url, {}).status_code == 422
        assert client.post(url, {"recipient": "citizen:1:2"}).status_code == 422
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("role", ["emergency", "reader"])
def test_who_reads_for_a_while_prints_nothing(client, course, meeting, role):
    guest = make_user("Vagt")
    until = timezone.now() + timedelta(hours=1)
    assign(guest, course, role, domains=[], reason="Akut besøg i dag", expires_at=until)
    client.force_login(guest)

    for url in addresses(course, meeting).values():
        assert {client.get(url).status_code, client.post(url, {"recipient": "own"}).status_code} == {403}
    assert not Disclosure.objects.exists()


def test_the_team_asks_nobody_to_a_meeting(client, course, meeting):
    sanne = make_user("Sanne Krogh")
    assign(sanne, course)
    client.force_login(sanne)
    url = reverse("networkmeetings:invitation", args=[meeting.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, {"recipient": "own"}).status_code == 403


def test_a_letter_goes_only_to_whom_the_citizen_wants(client, course, meeting):
    friend = make_network_person(course, "Karsten Ven")
    asked = Participant.objects.create(meeting=meeting, network_person=friend)
    client.force_login(caseworker_of(course))
    url = reverse("networkmeetings:invitation", args=[meeting.pk])
    posted = {"recipient": f"participant-{asked.pk}"}

    assert client.post(url, posted).status_code == 422
    assert "Freja har ikke sagt ja til Karsten." in client.get(url).content.decode()
    Participant.objects.filter(pk=asked.pk).update(approval="yes")
    answer = client.post(url, posted, follow=True)

    row = Disclosure.objects.get()
    assert answer["Content-Type"] == "application/pdf", [*row.findings.values("kind", "where")]
    assert (row.to, row.network_person, row.edition) == ("network", friend, "network")


def test_a_draft_of_the_minutes_is_given_to_nobody(client, course, meeting):
    client.force_login(caseworker_of(course))
    url = reverse("networkmeetings:give_minutes", args=[meeting.pk])

    assert client.post(url, {"recipient": "own"}).url == meeting.get_absolute_url()
    assert not Disclosure.objects.exists()


def test_a_consent_to_be_signed_first_goes_now_or_not_at_all(client, course):
    client.force_login(caseworker_of(course))
    url, today = reverse("casework:consent_add", args=[course.pk]), timezone.localdate()
    fields = {
        "citizen": main_person(course).pk, "to_whom": "Katrine Dahl", "from_whom": "psykiatrien",
        "information": "søvn", "domains": ["health"], "purpose": "støtte", "consequence_of_no": "vent",
        "given_on": today, "given_way": "signature", "expires_on": today, "print": "1",
    }  # fmt: skip

    answer = client.post(url, fields | {"information": "søvn, 711299-4123"})
    assert WRITE_ANEW in answer.content.decode()
    assert not Disclosure.objects.exists()
    answer = client.post(url, fields)

    assert answer["Content-Type"] == "application/pdf"
    row = Disclosure.objects.get()
    assert (row.source, row.status) == ("consent:unsaved", "released")
    assert bytes(row.document.content) == answer.content


def test_new_protection_stops_what_waits_for_the_second(client):
    world = in_hiding(protected=False, custody=True)
    row, to = give(world, world.samir.pk)
    decide_all(row, "stand", by=world.katrine, why="Aftalt.")
    row = ask_for_second(row, proof=FRESH, by=world.katrine)

    Citizen.objects.filter(pk=world.amina.pk).update(protected_address=True)

    with refused("Beskyttelse eller personer er ændret"):
        now(world, row, to, approve, by=world.jonas)
    client.force_login(world.jonas)
    url = reverse("pages:disclosure", args=[world.course.pk, row.pk])
    assert "Udleveringen er holdt tilbage" in client.get(url).content.decode()
    row.refresh_from_db()
    assert (row.status, row.approved_by) == ("waiting", None)


def test_new_protection_stops_what_the_second_has_approved():
    world = in_hiding(custody=True)
    Goal.objects.update(why="")
    row, to = give(world, world.samir.pk)
    decide(row, {one.pk: ("stand", "Aftalt.") for one in row.findings.all()}, by=world.katrine)
    row = now(world, ask_for_second(row, proof=FRESH, by=world.katrine), to, approve, by=world.jonas)

    moved = {"protected_address": True, "address": "Bold 3", "postcode": "5000", "city": "Odense"}
    Citizen.objects.filter(pk=world.amina.pk).update(**moved)
    Goal.objects.filter(title="Yusuf spiller bold").update(title="Yusuf spiller Bold 3")

    to = recipient(world.course, world.katrine, world.samir.pk)
    with refused("ændret"):
        release(row, package(world.course, world.katrine, to), to, by=world.katrine, at=AT)
    row.refresh_from_db()
    assert row.document is None


def test_a_working_copy_is_the_same_until_something_else_must_be_left_out(client):
    plan = make_plan()
    freja = main_person(plan.course)
    Goal.objects.update(why="Jeg bor Skovvænget 14.")
    Citizen.objects.filter(pk=freja.pk).update(address="Skovvænget 14")
    client.force_login(caseworker_of(plan.course))
    url = reverse("pages:print", args=[plan.course_id, "citizen"])

    first, again = client.get(url), client.get(url)
    assert first.content == again.content
    assert Disclosure.objects.get().to == "self"
    Citizen.objects.filter(pk=freja.pk).update(protected_address=True)

    assert client.get(url).content != first.content
    assert Disclosure.objects.filter(to="self").count() == 2


def test_the_ledger_shows_working_copies_to_whom_asks(client):
    plan = make_plan()
    client.force_login(caseworker_of(plan.course))
    client.get(reverse("pages:print", args=[plan.course_id, "citizen"]))
    url = reverse("disclosures:ledger", args=[plan.course_id])

    shown = {to: len(client.get(url, {"to": to}).context["lines"]) for to in ("", "self", "all", "citizen")}

    assert shown == {"": 0, "self": 1, "all": 1, "citizen": 0}
    assert url in client.get(reverse("pages:course", args=[plan.course_id])).content.decode()
    assert url in client.get(reverse("casework:consents", args=[plan.course_id])).content.decode()


def test_a_text_that_was_shielded_meanwhile_is_another_text():
    open_to_all = Package("Brev", "letter", None, (), Counter({("", "social", "common"): 1}), unable)
    shielded = replace(open_to_all, marks=Counter({("", "social", "shielded"): 1}))

    assert shielded.fingerprint != open_to_all.fingerprint
    assert replace(open_to_all).fingerprint == open_to_all.fingerprint


def unable(*_):
    raise NotImplementedError
