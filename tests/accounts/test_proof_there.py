"""A proof shown at the municipality: only signing in anew is one, not a way there and back."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from borgerforloeb.accounts.adapter import proved_at
from borgerforloeb.accounts.models import User
from tests.accounts import test_saml
from tests.accounts.identity_provider import IdentityProvider
from tests.accounts.test_oidc import agreed, arrive

pytestmark = pytest.mark.django_db
PEOPLE, CONFIRM = "/staff/new/", "/account/confirm/?next=/profile/"


@pytest.fixture(scope="module")
def provider():
    with run_server_in_thread(issue_refresh_token=False) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def _agreed(settings, provider):
    settings.SOCIALACCOUNT_PROVIDERS = agreed(provider)
    settings.SIGN_IN_ROLES = {"drift": "administrator"}
    settings.SECOND_FACTOR_REQUIRED = True


def proof_of(client, rf):
    request = rf.get("/")
    request.user, request.session = User.objects.get(), client.session
    return proved_at(request)


def come(provider, at, client=None, **more):
    return arrive(provider, client, roles=["drift"], auth_time=at, **more)[0]


@pytest.mark.parametrize(
    ("ago", "is_led_away"), [(0, False), (200, False), (301, True), (8 * 3600, True), (-3600, True)]
)
def test_what_counts_is_when_the_person_signed_in_there(provider, ago, is_led_away):
    client = come(provider, int(time.time()) - ago)

    assert client.get("/profile/").status_code == 200
    led = client.get(PEOPLE)
    assert led.headers.get("Location", "").startswith("/account/confirm/") is is_led_away


@pytest.mark.parametrize("said", [None, "nu", True, ["0"]])
def test_what_is_not_said_is_no_proof(provider, rf, said):
    assert proof_of(come(provider, said), rf) is None


def test_it_is_shown_anew_there_and_one_comes_back(provider, rf):
    client = come(provider, int(time.time()) - 3600)
    page = client.get(client.get(PEOPLE).url)
    way = page.context["way"]
    assert "Log ind hos kommunen" in page.content.decode()
    asked = parse_qs(urlsplit(client.get(way).url).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])

    # A provider that does not ask anew gives no proof, whatever it was asked.
    silent = come(provider, int(time.time()) - 3600, client, address=way)
    assert client.get(PEOPLE).status_code == 302
    answer = arrive(provider, silent, roles=["drift"], address=way, auth_time=int(time.time()))[1]

    assert answer.url == PEOPLE
    assert (proof_of(client, rf) is not None, client.get(PEOPLE).status_code) == (True, 200)


def test_by_saml_nothing_is_proved_and_it_is_said(settings, rf, tmp_path):
    idp = IdentityProvider(tmp_path)
    made = {"idp": {"entity_id": test_saml.ENTITY, "sso_url": test_saml.SSO, "x509cert": idp.certificate}}
    made["advanced"] = {"want_assertion_signed": True, "want_name_id": True}
    app = {"provider_id": test_saml.ENTITY, "name": "x", "client_id": "kommunen", "settings": made}
    settings.SOCIALACCOUNT_PROVIDERS = {"saml": {"APPS": [app]}}
    said = {"urn:borgerforloeb:roles": ["drift"], "auth_time": [str(int(time.time()))]}
    client, _ = test_saml.arrive(idp, said=said)

    assert client.get("/profile/").status_code == 200
    assert proof_of(client, rf) is None
    page = client.get(client.get(PEOPLE).url)
    assert page.context["way"] == ""
    assert "Det kan kommunens login ikke sige her" in page.content.decode()


def test_who_is_not_signed_in_confirms_nothing():
    assert Client().get(CONFIRM).url.startswith("/account/login/")
