"""Attacks on sign-in: planted sessions, telling who exists, codes used twice, sending people elsewhere."""

import statistics
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings as project_settings
from django.test import Client
from django.urls import get_resolver

from borgerforloeb.accounts.models import Session, User
from tests.access.test_matrix import addresses

PASSWORD = "fire ord i træk"
SIGN_IN, CODE = "/account/login/", "/account/code/"
COOKIE = project_settings.SESSION_COOKIE_NAME

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna", PASSWORD, name="Anna Mus", capabilities=["caseworker"])


def sign_in(client, name="anna", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": name, "password": password, **more})


def code_at(secret: str, step: int) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def test_a_planted_session_never_becomes_the_victims(anna):
    attacker, victim = Client(), Client()
    attacker.get(SIGN_IN)
    planted = attacker.session
    planted["mark"] = "attacker's"
    planted.save()
    victim.cookies[COOKIE] = attacker.cookies[COOKIE] = planted.session_key

    sign_in(victim)

    assert victim.cookies[COOKIE].value != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()
    assert attacker.get("/profile/").status_code == 302


def test_a_made_up_key_is_never_taken(anna):
    victim = Client()
    victim.cookies[COOKIE] = "a" * 32

    sign_in(victim)

    assert victim.cookies[COOKIE].value != "a" * 32


def test_the_key_changes_when_one_proves_oneself_again(client, anna):
    sign_in(client)
    before = client.session.session_key

    wrong = client.post("/account/confirm/", {"password": "forkert"})
    between = client.session.session_key
    client.post("/account/confirm/", {"password": PASSWORD})
    stale = Client()
    stale.cookies[COOKIE] = before

    assert wrong.status_code == 200
    assert between == before
    assert client.session.session_key != before
    assert client.get("/profile/").status_code == 200
    assert stale.get("/profile/").status_code == 302


def test_the_key_changes_when_one_proves_oneself_by_code(client, anna):
    secret = generate_totp_secret()
    TOTP.activate(anna, secret)
    sign_in(client)
    client.post(CODE, {"code": code_at(secret, 0)})
    before = client.session.session_key

    client.post("/account/code/confirm/", {"code": code_at(secret, 1)})

    # The next half-minute's code was good, or this test ran across the change and its own was spent.
    assert client.session.session_key != before or client.get("/profile/").status_code == 200


@pytest.mark.parametrize(("step", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_good_for_its_half_minute_and_those_beside_it(client, anna, settings, step, opens):
    secret = generate_totp_secret()
    TOTP.activate(anna, secret)
    sign_in(client)
    while time.time() % 30 > 25:
        time.sleep(0.5)

    answer = client.post(CODE, {"code": code_at(secret, step)})

    assert (answer.status_code == 302) == opens


def test_a_code_of_the_old_phone_is_worth_nothing(client, anna):
    old, new = generate_totp_secret(), generate_totp_secret()
    TOTP.activate(anna, old)
    anna.authenticator_set.all().delete()
    TOTP.activate(anna, new)
    sign_in(client)

    assert client.post(CODE, {"code": code_at(old, 0)}).status_code == 200
    assert client.post(CODE, {"code": code_at(new, 0)}).status_code == 302


def test_known_and_unknown_take_the_same_time(anna):
    def taken(name: str) -> float:
        began = time.perf_counter()
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{taken.number % 250}"), name, "forkert")
        taken.number += 1
        return time.perf_counter() - began

    taken.number = 0
    taken("ukendt")
    known, unknown = [], []
    for number in range(15):
        known.append(taken("anna"))
        unknown.append(taken(f"ukendt{number}"))

    assert abs(statistics.median(known) - statistics.median(unknown)) < 0.020


def test_known_and_unknown_are_told_the_same(anna):
    known, unknown = sign_in(Client(), "anna", "forkert"), sign_in(Client(), "ukendt", "forkert")

    def told(answer) -> str:
        page = answer.content.decode().replace("ukendt", "anna")
        return page.replace(str(answer.context["csrf_token"]), "token")

    assert known.status_code == unknown.status_code
    assert told(known) == told(unknown)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "/%09/evil.example",
        "\t//evil.example",
        "https://testserver@evil.example/",
        "data:text/html,x",
    ],
)
def test_nobody_is_sent_elsewhere(client, anna, target):
    answer = sign_in(client, next=target)

    assert answer.status_code == 302
    assert answer.url.startswith("/")
    assert not answer.url.startswith(("//", "/\\"))


@pytest.mark.parametrize("address", ["/account/logout/", "/account/confirm/"])
def test_nobody_is_sent_elsewhere_by_the_other_pages(client, anna, address):
    sign_in(client)

    answer = client.post(address, {"password": PASSWORD, "next": "https://evil.example/"})

    assert answer.status_code == 302
    assert "evil" not in answer.url


def test_a_password_cannot_be_reset_by_mail():
    # Local accounts are few and for emergencies: the administrator gives a new password. No link to steal.
    named = " ".join(addresses()) + str(list(get_resolver().reverse_dict.keys()))

    assert "reset" not in named
    assert "forgot" not in named
