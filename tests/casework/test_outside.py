"""Find uden for mine forløb: the same answer and the same time, whatever one looked for (D12)."""

import re
import time
from statistics import median

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from roles.actions import requests as limits
from roles.models import AccessRequest, Block, EmergencyAccess, OutsideSearch, Role
from roles.permissions import visible_courses
from tests.factories import (
    LONG_AGO,
    assign,
    caseworker_of,
    give_number,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_user,
)
from tests.roles.on_duty import make_duty, make_leader

pytestmark = pytest.mark.django_db
ADDRESS = reverse("casework:outside")
CHANGING = re.compile(rb'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"|outside/[0-9a-f-]{36}/')
WHY = "Borgeren er henvist til mig fra jobcentret."


@pytest.fixture
def stig():
    return make_user("Stig Fremmed", title="sagsbehandler")


@pytest.fixture
def sought(stig):
    """What one may look for, by what is behind it."""
    numbers = {
        "allowed": "710199-4121",
        "known": "710299-4122",
        "protected": "710399-4123",
        "barred": "710499-4124",
    }
    for name, digits in numbers.items():
        citizen = make_citizen(name.capitalize(), protected_address=name == "protected")
        give_number(citizen, digits)
        course = make_course(citizens=[citizen])
        if name == "allowed":
            assign(stig, course)
        if name == "barred":
            wish = {"why": "Kender mig.", "set_by": caseworker_of(course), "set_on": LONG_AGO}
            Block.objects.create(citizen=citizen, user=stig, **wish)
    by_number = {"number known": course.number, "number unknown": "1999-0001"}
    return numbers | by_number | {"unknown": "710599-4125", "no date": "999999-9999"}


def look(client, text):
    """The answer to the search and the page that it leads to."""
    answer = client.post(ADDRESS, {"q": text})
    return answer, client.get(answer.url)


def bare(response) -> tuple[int, bytes, list[tuple[str, str]]]:
    headers = [(name, CHANGING.sub(b"", value.encode()).decode()) for name, value in response.headers.items()]
    return response.status_code, CHANGING.sub(b"", response.content), headers


def test_the_answer_is_the_same_to_the_byte(client, stig, sought):
    client.force_login(stig)

    answers = {name: [bare(one) for one in look(client, text)] for name, text in sought.items()}

    assert [status for status, _, _ in answers["unknown"]] == [302, 200]
    for name, answer in answers.items():
        assert answer == answers["unknown"], name


def test_asking_answers_the_same_too(client, stig, sought):
    client.force_login(stig)

    def ask(text):
        search, _ = look(client, text)
        return bare(client.post(search.url, {"reason": WHY}))

    answers = {name: ask(text) for name, text in sought.items()}

    assert answers["unknown"][0] == 302
    assert {name for name, answer in answers.items() if answer != answers["unknown"]} == set()
    assert AccessRequest.objects.count() == len(sought)
    shown = client.get(ADDRESS)
    assert {told for _, _, told in shown.context["asked"]} == {"venter"}


@pytest.mark.long
def test_it_takes_the_same_time(client, stig, sought, monkeypatch):
    monkeypatch.setattr(limits, "MOST_IN_AN_HOUR", 100_000)
    client.force_login(stig)
    took = {name: [] for name in ("known", "unknown", "barred", "protected")}
    for _ in range(200):
        for name, times in took.items():
            begun = time.perf_counter()
            look(client, sought[name])
            times.append(time.perf_counter() - begun)

    medians = [median(times) for times in took.values()]

    assert max(medians) - min(medians) < 0.010


@pytest.mark.parametrize("text", ["", "Freja", "7112", "711299-412", "2026", "711299-41234"])
def test_only_a_whole_number(client, stig, text):
    client.force_login(stig)

    answer = client.post(ADDRESS, {"q": text})

    assert answer.status_code == 422
    assert not OutsideSearch.objects.exists()


def test_the_twenty_first_in_an_hour_is_too_many(client, stig, caplog):
    client.force_login(stig)
    statuses = [client.post(ADDRESS, {"q": "1999-0001"}).status_code for _ in range(21)]

    assert statuses == [302] * 20 + [429]
    assert [record.name for record in caplog.records if record.levelname == "ERROR"] == [
        "borgerforloeb.alarm"
    ]
    assert OutsideSearch.objects.count() == 20


def test_what_one_looked_for_is_one_s_own_and_soon_over(client, stig, sought):
    client.force_login(stig)
    search, _ = look(client, sought["known"])
    client.force_login(make_user("Anna"))
    assert client.get(search.url).status_code == 404

    client.force_login(stig)
    OutsideSearch.objects.update(at=timezone.now() - limits.timedelta(minutes=31))

    assert client.get(search.url).status_code == 404
    assert client.get(search.url + "emergency/").status_code == 404


@pytest.mark.parametrize("capability", [Capability.LEADER, Capability.LOG_REVIEWER, Capability.ADMINISTRATOR])
def test_it_is_for_those_who_work_with_citizens(client, capability):
    client.force_login(make_user("Stig", capabilities=[capability]))

    assert client.get(ADDRESS).status_code == client.post(ADDRESS, {"q": "1999-0001"}).status_code == 403


@pytest.fixture
def case(sought):
    return make_course(citizens=[main_person(make_course())])


def proven(client, user, *, method="password", ago=0):
    client.force_login(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - ago}]
    session.save()


def search_for(client, course):
    return client.post(ADDRESS, {"q": course.number}).url + "emergency/"


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
        (True, "socialaccount", 200, True),
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


def test_the_coordinator_answers_on_a_page(client, stig, case):
    client.force_login(stig)
    search = client.post(ADDRESS, {"q": case.number})
    client.post(search.url, {"reason": WHY})
    asked = AccessRequest.objects.get()
    client.force_login(caseworker_of(case))
    assert WHY in client.get(reverse("casework:requests", args=[case.pk])).content.decode()

    fields = {"role": "team_member", "domains": ["social"], "last_day": "", "answer": "Skal være med."}
    client.post(reverse("casework:request_grant", args=[case.pk, asked.pk]), fields)

    assert visible_courses(stig).contains(case)
    answered = reverse("casework:request_decline", args=[case.pk, asked.pk])
    assert client.get(answered).status_code == 404


def test_the_coordinator_says_no_on_a_page(client, stig, case):
    client.force_login(stig)
    search = client.post(ADDRESS, {"q": case.number})
    client.post(search.url, {"reason": WHY})
    asked = AccessRequest.objects.get()
    client.force_login(caseworker_of(case))

    client.post(reverse("casework:request_decline", args=[case.pk, asked.pk]), {"answer": "Er ikke aftalt."})

    assert "Er ikke aftalt." in client.get(reverse("casework:requests", args=[case.pk])).content.decode()
    client.force_login(stig)
    page = client.get(ADDRESS).content.decode()
    assert "Er ikke aftalt." not in page
    assert "venter" in page
