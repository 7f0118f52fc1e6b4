"""Totrinsbekræftelse: set up before anything else, asked for at each sign-in, each code good for once."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.urls import reverse

from borgerforloeb.accounts.adapter import prove_url, proved_at
from borgerforloeb.accounts.models import User
from borgerforloeb.audit.models import AuditEvent
from tests.casework.outside import proven

PASSWORD = "fire ord i træk"
SET_UP = "/account/second-factor/set-up/"
CODE = "/account/code/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def anna(db) -> User:
    return User.objects.create_user("anna", PASSWORD, name="Anna Mus", capabilities=["caseworker"])


@pytest.fixture
def secret(anna) -> str:
    secret = generate_totp_secret()
    TOTP.activate(anna, secret)
    return secret


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client):
    return client.post("/account/login/", {"login": "anna", "password": PASSWORD})


def test_without_one_every_page_leads_to_setting_it_up(client, anna):
    sign_in(client)

    assert client.get("/").url == SET_UP
    assert client.get("/profile/").url == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_the_demo_does_not_ask(client, anna, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client)

    assert client.get("/profile/").status_code == 200


def test_only_the_page_with_the_square_code_may_show_a_picture_from_itself(client, anna):
    sign_in(client)

    page = client.get(SET_UP)

    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert "data:" not in client.get("/account/logout/")["Content-Security-Policy"]


def test_setting_it_up_opens_the_rest_and_gives_recovery_codes(
    client, anna, django_capture_on_commit_callbacks
):
    sign_in(client)
    secret = client.get(SET_UP).context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(SET_UP, {"code": code_now(secret)})

    assert answer.url == reverse("mfa_view_recovery_codes")
    page = client.get(answer.url)
    assert page.content.decode().count("<li>") >= 10
    assert client.get("/profile/").status_code == 200
    assert AuditEvent.objects.filter(action="second_factor.added", actor_id=anna.pk).exists()


def test_a_wrong_code_does_not_set_it_up(client, anna):
    sign_in(client)
    client.get(SET_UP)

    answer = client.post(SET_UP, {"code": "000000"})

    assert "Koden er ikke rigtig" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_the_secret_is_not_readable_in_the_database(anna, secret):
    assert secret not in str(Authenticator.objects.get().data)


def test_the_password_alone_does_not_open(client, anna, secret):
    answer = sign_in(client)

    assert answer.url == CODE
    assert "_auth_user_id" not in client.session
    assert client.get("/profile/").url.startswith("/account/login/")


def test_password_and_code_open(client, anna, secret):
    sign_in(client)

    answer = client.post(CODE, {"code": code_now(secret)})

    assert answer.status_code == 302
    assert client.get("/profile/").status_code == 200


def test_a_code_opens_once(client, anna, secret):
    code = code_now(secret)
    sign_in(client)
    client.post(CODE, {"code": code})
    elsewhere = type(client)()
    sign_in(elsewhere)

    # The clock may have passed into the next half-minute; then the code is wrong, which is refused as well.
    answer = elsewhere.post(CODE, {"code": code})

    assert "Koden er ikke rigtig" in answer.content.decode()
    assert "_auth_user_id" not in elsewhere.session


def test_codes_cannot_be_guessed(client, anna, secret):
    sign_in(client)

    answers = [client.post(CODE, {"code": "000000"}).status_code for _ in range(6)]

    assert answers == [200, 200, 200, 200, 429, 429]
    assert client.post(CODE, {"code": code_now(secret)}).status_code == 429
    assert AuditEvent.objects.filter(action="sign_in.locked_out").count() == 3


def test_a_recovery_code_opens_once(client, anna, secret):
    code = RecoveryCodes.activate(anna).generate_codes()[0]
    sign_in(client)
    opened = client.post(CODE, {"code": code}).status_code
    elsewhere = type(client)()
    sign_in(elsewhere)

    assert opened == 302
    assert "Koden er ikke rigtig" in elsewhere.post(CODE, {"code": code}).content.decode()


def test_one_may_begin_again_as_somebody_else(client, anna, secret):
    sign_in(client)
    assert client.get("/account/login/").url == CODE

    client.post("/account/logout/")

    assert client.get("/account/login/").status_code == 200


def test_without_it_again_one_must_set_it_up_again(client, anna, secret):
    sign_in(client)
    client.post(CODE, {"code": code_now(secret)})
    assert client.get("/profile/").status_code == 200
    assert client.get("/account/second-factor/remove/").status_code == 200

    client.post("/account/second-factor/remove/")

    assert client.get("/profile/").url == SET_UP
    assert AuditEvent.objects.filter(action="second_factor.removed", actor_id=anna.pk).exists()


def test_changing_it_asks_for_proof_again_when_sign_in_is_long_ago(client, anna, secret):
    sign_in(client)
    client.post(CODE, {"code": code_now(secret)})
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session["account_authentication_methods"] = session["account_authentication_methods"]
    session.save()

    answer = client.post("/account/second-factor/remove/")

    assert answer.url.startswith(("/account/confirm/", "/account/code/confirm/"))
    assert Authenticator.objects.filter(type="totp").exists()
    assert client.get(answer.url).status_code == 200


def test_who_signs_in_at_the_municipality_sets_up_none_of_their_own(client, db):
    katrine = User.objects.create_user("katrine", name="Katrine Dahl", capabilities=["caseworker"])
    proven(client, katrine, method="socialaccount", ago=400)
    assert client.get("/profile/").status_code == 200

    for page in (SET_UP, reverse("mfa_add_webauthn")):
        assert (client.get(page).status_code, client.post(page).status_code) == (404, 404)


@pytest.mark.parametrize("has_password", [True, False])
def test_ones_own_second_factor_proves_only_beside_a_password(client, rf, anna, secret, has_password):
    if not has_password:
        anna.set_unusable_password()
        anna.save()
    proven(client, anna, method="mfa")
    request = rf.get("/staff/")
    request.user, request.session = anna, client.session

    assert (proved_at(request) is not None) is has_password
    assert prove_url(request).startswith("/account/code/confirm/") is has_password


def test_recovery_codes_can_be_fetched_as_a_danish_file(client, anna, secret):
    RecoveryCodes.activate(anna)
    sign_in(client)
    client.post(CODE, {"code": code_now(secret)})

    answer = client.get("/account/recovery-codes/download/")

    assert 'filename="gendannelseskoder.txt"' in answer["Content-Disposition"]
    assert len(answer.content.decode().strip().splitlines()) == 11


def test_knowing_costs_no_query_after_the_first_page(client, anna, secret, django_assert_num_queries):
    sign_in(client)
    client.post(CODE, {"code": code_now(secret)})
    client.get("/profile/")

    with django_assert_num_queries(5) as seen:
        client.get("/profile/")

    assert sum("mfa_authenticator" in query["sql"] for query in seen) == 1
