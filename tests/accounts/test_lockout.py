"""Failures cost time for the pair of name and address, and for nobody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import connections
from django.db.models import F
from django.test import Client

from borgerforloeb.accounts.lockout import KNOWN_BROWSER, client_address, delay
from borgerforloeb.accounts.models import User
from borgerforloeb.audit.models import AuditEvent

PASSWORD = "fire ord i træk"
HERE, ELSEWHERE = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}


@pytest.fixture
def anna(db) -> User:
    return User.objects.create_user("anna", PASSWORD, name="Anna Mus")


def attempt(client, password="forkert", name="anna", where=HERE):
    return client.post("/account/login/", {"login": name, "password": password}, **where)


def let_pass(minutes: float) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=minutes))


def test_four_failures_cost_nothing(client, anna):
    for _ in range(4):
        assert attempt(client).status_code == 200

    assert attempt(client, PASSWORD).status_code == 302


def test_after_the_fifth_one_waits_on_a_danish_page(client, anna):
    answers = [attempt(client).status_code for _ in range(5)]
    waiting = attempt(client, PASSWORD)

    assert answers == [200, 200, 200, 200, 429]
    assert waiting.status_code == 429
    assert "Vent nogle minutter" in waiting.content.decode()
    assert "anna" not in waiting.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
def test_guesses_sent_at_once_are_counted_one_by_one():
    User.objects.create_user("anna", PASSWORD, name="Anna Mus")

    def guess(_):
        try:
            return attempt(Client()).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as guessers:
        answers = list(guessers.map(guess, range(16)))

    assert AccessAttempt.objects.get().failures_since_start == 5
    assert sorted(answers) == [200] * 4 + [429] * 12


def test_an_unknown_name_waits_in_the_same_way(client, anna):
    answers = [attempt(client, name="ukendt").status_code for _ in range(6)]

    assert answers == [200, 200, 200, 200, 429, 429]


def test_the_wait_ends_and_the_right_password_clears_it(client, anna):
    for _ in range(5):
        attempt(client)
    let_pass(minutes=1.1)

    assert attempt(client, PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_each_failure_after_the_wait_doubles_it(client, anna):
    for _ in range(5):
        attempt(client)
    let_pass(minutes=1.1)
    assert attempt(client).status_code == 429
    let_pass(minutes=1.1)
    assert attempt(client, PASSWORD).status_code == 429
    let_pass(minutes=1)

    assert attempt(client, PASSWORD).status_code == 302


def test_impatience_does_not_make_it_longer(client, anna):
    for _ in range(20):
        attempt(client)
    let_pass(minutes=1.1)

    assert attempt(client, PASSWORD).status_code == 302


def test_the_victim_is_not_locked_out_from_another_address(client, anna):
    for _ in range(9):
        attempt(client, where=HERE)

    assert attempt(client, PASSWORD, where=HERE).status_code == 429
    assert attempt(client, PASSWORD, where=ELSEWHERE).status_code == 302


def test_writing_the_name_in_capitals_is_no_way_round(client, anna):
    for name in ["anna", "ANNA", "Anna", " anna", "aNNa"]:
        attempt(client, name=name)

    assert attempt(client, PASSWORD).status_code == 429


def test_waiting_is_logged_and_no_name_or_password_is_kept(client, anna):
    for _ in range(6):
        attempt(client, password="hemmelig", name="anna")

    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["sign_in.failed"] * 4 + ["sign_in.locked_out"] * 2
    kept = str(list(AccessAttempt.objects.values())) + str(list(AuditEvent.objects.values()))
    assert "anna" not in kept
    assert "hemmelig" not in kept


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (5000, 15)]
)
def test_the_delay_grows_to_a_quarter_of_an_hour(failures, minutes):
    assert delay(failures) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("behind_proxy", "address"), [(None, "192.0.2.9"), (("HTTP_X_FORWARDED_PROTO", "https"), "198.51.100.7")]
)
def test_only_our_own_proxy_is_believed(rf, settings, behind_proxy, address):
    settings.SECURE_PROXY_SSL_HEADER = behind_proxy
    request = rf.get("/", REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR="203.0.113.5, 198.51.100.7")

    assert client_address(request) == address


def guess_from_everywhere(times: int) -> list[int]:
    """A botnet: no two guesses come from one address."""
    return [
        attempt(Client(), where={"REMOTE_ADDR": f"198.51.100.{number}"}).status_code
        for number in range(times)
    ]


def test_guesses_from_many_addresses_wait_too(client, anna):
    answers = guess_from_everywhere(22)

    assert answers == [200] * 20 + [429] * 2
    assert attempt(client, PASSWORD, where=HERE).status_code == 429


def test_guesses_from_many_addresses_are_let_be_again(client, anna):
    guess_from_everywhere(21)
    let_pass(minutes=2.1)

    assert attempt(client, PASSWORD, where=HERE).status_code == 302


def test_the_victim_is_let_in_from_a_browser_that_is_known(client, anna):
    attempt(client, PASSWORD, where=HERE)
    client.post("/account/logout/")
    for _ in range(9):
        attempt(Client(), where=HERE)
    guess_from_everywhere(25)

    assert attempt(Client(), PASSWORD, where=HERE).status_code == 429
    assert attempt(client, PASSWORD, where=HERE).status_code == 302


def test_a_known_browser_is_no_way_to_guess(client, anna):
    attempt(client, PASSWORD)
    client.post("/account/logout/")

    answers = [attempt(client).status_code for _ in range(6)]

    assert answers == [200, 200, 200, 200, 429, 429]


def test_a_browser_known_to_one_is_not_known_to_another(client, anna):
    User.objects.create_user("bo", PASSWORD, name="Bo Mus")
    attempt(client, PASSWORD, name="bo")
    client.post("/account/logout/")
    for _ in range(5):
        attempt(Client())

    assert attempt(client, PASSWORD).status_code == 429


def test_a_made_up_mark_is_not_believed(client, anna):
    for _ in range(5):
        attempt(client)
    client.cookies[KNOWN_BROWSER] = "made:up:here"

    assert attempt(client, PASSWORD).status_code == 429


def test_one_address_cannot_try_everybody(client, anna):
    answers = [attempt(client, name=f"navn{number}").status_code for number in range(52)]

    assert answers == [200] * 50 + [429] * 2
    assert attempt(client, PASSWORD, where=ELSEWHERE).status_code == 302
