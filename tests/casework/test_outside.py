"""Find uden for mine forløb: the same answer and the same time, whatever one looked for (D12)."""

import time
from statistics import median

import pytest
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from roles.actions import requests as limits
from roles.models import AccessRequest, OutsideSearch
from tests.casework.outside import ADDRESS, WHY, bare, look
from tests.factories import (
    make_user,
)

pytestmark = pytest.mark.django_db


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
