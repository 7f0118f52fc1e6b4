"""Nødadgang and a leader's reading on their pages: opened, seen by everybody, ended and judged."""

import pytest
from django.urls import reverse

from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import AuditEvent, Kind
from roles.models import Block, EmergencyAccess, OutsideSearch, Role
from roles.permissions import visible_courses
from tests.casework.outside import ADDRESS, bare, proven, search_for
from tests.factories import (
    LONG_AGO,
    caseworker_of,
    konsulent_of,
    main_person,
)
from tests.roles.on_duty import make_duty, make_leader, open_by_emergency

pytestmark = pytest.mark.django_db


def test_whoever_is_on_duty_opens_it_and_is_seen_by_everybody(client, case, settings):
    settings.DEMO = False
    duty = make_duty()
    proven(client, duty)
    address = search_for(client, case)
    assert "totrinsbekræftelse" not in client.get(address).content.decode()

    answer = client.post(address, {"reason_code": "life", "reason": "Faldet om i receptionen, får medicin."})

    assert answer.url == case.get_absolute_url()
    page = client.get(answer.url).content.decode()
    assert "Nødadgang til kl." in page
    assert "Nødadgang til kl." in client.get(reverse("casework:people", args=[case.pk])).content.decode()
    emergency = EmergencyAccess.objects.get()
    client.force_login(caseworker_of(case))
    assert "Nødadgang til forløbet" in client.get("/").content.decode()
    seen = client.get(reverse("casework:emergency", args=[emergency.pk]))
    assert "Marianne Kolding" in seen.content.decode()
    assert [row.what for row in seen.context["openings"]].count("Forløb åbnet") == 1
    assert "Nødadgang til forløbet" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("required", "method", "ago", "opens"),
    [
        (False, "password", 0, True),
        (False, "password", 301, False),
        (True, "password", 0, False),
        (True, "mfa", 0, True),
        (True, "socialaccount", 0, False),
        (True, "mfa", 301, False),
    ],
)
def test_it_takes_a_fresh_second_factor(client, case, settings, required, method, ago, opens):
    duty = make_duty()
    proven(client, duty, method=method, ago=ago)
    session = client.session
    session["has_second_factor"] = duty.pk
    session.save()
    settings.SECOND_FACTOR_REQUIRED = required
    address = search_for(client, case)

    assert client.get(address).status_code == (200 if opens else 302)
    client.post(address, {"reason_code": "life", "reason": "Faldet om i receptionen, får medicin."})
    assert EmergencyAccess.objects.exists() is opens


def test_nothing_there_and_kept_out_answer_alike_and_are_logged(client, case, sought):
    duty = make_duty()
    wish = {"why": "Kender mig.", "set_by": caseworker_of(case), "set_on": LONG_AGO}
    Block.objects.create(citizen=main_person(case), user=duty, **wish)
    proven(client, duty)

    def attempt(text):
        address = client.post(ADDRESS, {"q": text}).url + "emergency/"
        return bare(client.post(address, {"reason_code": "life", "reason": "Faldet om i receptionen nu."}))

    assert attempt(case.number) == attempt("1999-0001")
    assert AuditEvent.objects.filter(action="emergency.refused", actor_id=duty.pk).count() == 2


def test_only_who_is_on_duty(client, stig, case):
    proven(client, stig)

    assert client.get(search_for(client, case)).status_code == 403


def test_it_is_ended_early_from_any_page(client, case):
    duty = make_duty()
    proven(client, duty)
    client.post(
        search_for(client, case), {"reason_code": "life", "reason": "Faldet om i receptionen, får medicin."}
    )
    held = case.assignments.get(role=Role.EMERGENCY)

    client.post(reverse("casework:access_end", args=[held.pk]))

    assert not visible_courses(duty).exists()
    assert "Nødadgang til kl." not in client.get("/").content.decode()
    assert client.post(reverse("casework:access_end", args=[held.pk])).status_code == 404
    client.force_login(caseworker_of(case))
    people = client.get(reverse("casework:people", args=[case.pk])).content.decode()
    assert "Har læst med for en tid (1)" in people
    assert "Faldet om i receptionen, får medicin." in people


def test_the_verdict_is_given_by_somebody_else(client, case):
    duty = make_duty()
    proven(client, duty)
    client.post(
        search_for(client, case), {"reason_code": "life", "reason": "Faldet om i receptionen, får medicin."}
    )
    address = reverse("casework:emergency", args=[EmergencyAccess.objects.get().pk])
    assert client.get(address).status_code == 404
    client.force_login(konsulent_of(case))
    assert client.get(address).status_code == 404

    client.force_login(make_leader(case.unit))
    assert "Senest" in client.get(reverse("casework:emergencies")).content.decode()
    answer = client.post(address, {"verdict": "needs_talk", "words": "Vi taler om det på mandag."})

    assert answer.url == reverse("casework:emergencies")
    assert EmergencyAccess.objects.get().verdict == "needs_talk"
    assert "Skal tales igennem" in client.get(answer.url).content.decode()


def test_a_leader_reads_with_a_reason(client, case):
    leader = make_leader(case.unit)
    client.force_login(leader)
    assert client.get(case.get_absolute_url()).status_code == 404
    fields = {"number": case.number, "reason_code": "complaint", "reason": "Borgeren har klaget over os."}

    answer = client.post(reverse("casework:reading"), fields)

    assert answer.url == case.get_absolute_url()
    assert "Du læser som leder til kl." in client.get(answer.url).content.decode()
    assert client.get(reverse("pages:print", args=[case.pk, "citizen"])).status_code in (403, 404)
    client.force_login(caseworker_of(case))
    assert "En leder har læst forløbet" in client.get("/").content.decode()
    client.get(reverse("pages:course_log", args=[case.pk]))
    assert "En leder har læst forløbet" not in client.get("/").content.decode()


def test_a_leader_who_may_not_read_it_is_told_no_more(client, case):
    client.force_login(make_leader(None))
    fields = {"number": case.number, "reason_code": "complaint", "reason": "Borgeren har klaget over os."}

    answer = client.post(reverse("casework:reading"), fields)

    assert "Der er ikke noget forløb, som du kan åbne." in answer.content.decode()
    assert AuditEvent.objects.filter(action="reading.refused").count() == 1


def test_a_leader_s_twenty_first_try_in_an_hour_is_too_many(client, case):
    """A refusal counts: else numbers could be tried until one is found."""
    client.force_login(make_leader(case.unit))
    fields = {"number": "1999-0001", "reason_code": "complaint", "reason": "Borgeren har klaget over os."}

    statuses = [client.post(reverse("casework:reading"), fields).status_code for _ in range(21)]

    assert statuses[-1] == 429
    assert 429 not in statuses[:20]
    assert OutsideSearch.objects.count() == 20


def test_what_another_opened_under_a_longer_number_is_not_told_as_this_one_s(client, case):
    duty = make_duty()
    emergency = open_by_emergency(case, duty)
    number = emergency.assignment_id
    for basis in (
        f"emergency:{number}9",
        f"team_member:1, emergency:{number}, sharing:2",
        f"emergency:{number}",
    ):
        record("plan.opened", kind=Kind.VIEW, by=duty, course_id=case.pk, basis=basis)
    client.force_login(caseworker_of(case))

    rows = client.get(reverse("casework:emergency", args=[emergency.pk])).context["openings"]

    assert [row.event.basis.count(str(number)) for row in rows if row.what == "Planen åbnet"] == [1, 1]
    assert all(f"{number}9" not in row.event.basis for row in rows)
