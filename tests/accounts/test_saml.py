"""Sign-in at the municipality by SAML, against pysaml2's identity provider with real signatures."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from saml2.xmldsig import SIG_RSA_SHA1

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.models import AuditEvent
from tests.accounts.identity_provider import ENTITY, SSO, IdentityProvider

LOGIN, ACS = "/account/saml/kommunen/login/", "/account/saml/kommunen/acs/"
METADATA = "/account/saml/kommunen/metadata/"
KATRINE = {
    "https://data.gov.dk/model/core/eid/fullName": ["Katrine Dahl"],
    "urn:oid:0.9.2342.19200300.100.1.1": ["katrine"],
    "urn:borgerforloeb:roles": ["sagsbehandler", "noget andet"],
    "https://data.gov.dk/concept/core/nsis/loa": ["Substantial"],
}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def provider(tmp_path_factory) -> IdentityProvider:
    return IdentityProvider(tmp_path_factory.mktemp("idp"))


@pytest.fixture(autouse=True)
def _agreed(settings, provider):
    app = {
        "provider_id": ENTITY,
        "name": "Hegnsborg Kommune",
        "client_id": "kommunen",
        "settings": {
            "idp": {"entity_id": ENTITY, "sso_url": SSO, "x509cert": provider.certificate},
            "advanced": {
                "want_assertion_signed": True,
                "want_name_id": True,
                "reject_idp_initiated_sso": True,
            },
        },
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"saml": {"APPS": [app]}}
    settings.SIGN_IN_ROLES = {"sagsbehandler": "caseworker", "leder": "leader"}
    settings.SECOND_FACTOR_REQUIRED = True


def browser() -> Client:
    return Client(HTTP_HOST="localhost")


def send(client, answer: dict[str, str]):
    """The browser posts it from the provider's page, without our cookies, and is led on."""
    body = {"SAMLResponse": b64encode(answer["xml"].encode()).decode(), "RelayState": answer["RelayState"]}
    led_on = browser().post(ACS, body)
    client.cookies.update(led_on.cookies)
    return client.get(led_on.url)


def arrive(provider, client=None, uid="k-1", change=lambda xml: xml, **said):
    client = client or browser()
    provider.meet(client.get(METADATA).content.decode())
    answer = provider.answer(client.get(LOGIN).url, uid, KATRINE | said.pop("said", {}), **said)
    return client, send(client, answer | {"xml": change(answer["xml"])})


def test_a_first_arrival_is_made_as_the_municipality_says(provider):
    client, answer = arrive(provider)

    katrine = User.objects.get()
    assert (answer.status_code, answer.url) == (302, "/")
    assert (katrine.username, katrine.name, katrine.capabilities) == (
        "katrine",
        "Katrine Dahl",
        ["caseworker"],
    )
    assert client.get("/profile/").status_code == 200
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {"user.created", "sign_in.succeeded"}


def test_the_next_arrival_is_the_same_person(provider):
    arrive(provider)
    arrive(provider, said={"urn:borgerforloeb:roles": ["leder"]})

    assert [user.capabilities for user in User.objects.all()] == [["leader"]]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"https://data.gov.dk/concept/core/nsis/loa": ["Low"]}, "level"),
        ({"urn:borgerforloeb:roles": ["noget andet"]}, "roles"),
    ],
)
def test_too_little_is_refused(provider, said, why):
    _, answer = arrive(provider, said=said)

    assert answer.status_code == 403
    assert AuditEvent.objects.get(action="sign_in.refused").details["why"] == why
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace("sagsbehandler", "leder"),
        lambda xml: xml.replace(">Substantial<", ">High<"),
        lambda xml: xml.replace(">k-1<", ">k-2<"),
    ],
    ids=["roles", "level", "who"],
)
def test_what_was_changed_on_the_way_is_not_believed(provider, change):
    _, answer = arrive(provider, change=change)

    assert answer.status_code == 401
    assert not User.objects.exists()


def test_what_is_not_signed_is_not_believed(provider):
    assert arrive(provider, sign_assertion=False)[1].status_code == 401
    # A signature around it all does not do: what counts is that the assertion itself is signed.
    assert arrive(provider, sign_assertion=False, sign_response=True)[1].status_code == 401
    assert not User.objects.exists()


def test_a_weak_signature_is_not_believed(provider):
    assert arrive(provider, sign_alg=SIG_RSA_SHA1)[1].status_code == 401


def test_another_key_is_not_believed(tmp_path):
    assert arrive(IdentityProvider(tmp_path, "other"))[1].status_code == 401
    assert not User.objects.exists()


def test_an_answer_is_good_once(provider):
    client = browser()
    provider.meet(client.get(METADATA).content.decode())
    answer = provider.answer(client.get(LOGIN).url, "k-1", KATRINE)

    assert [send(client, answer).status_code, send(client, answer).status_code] == [302, 401]
    assert send(browser(), answer).status_code == 401


def test_an_old_answer_is_not_believed(provider):
    past = (datetime.now(UTC) - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")

    assert arrive(provider, session_not_on_or_after=past)[1].status_code == 401


def test_an_answer_for_another_site_is_not_believed(provider):
    client = browser()
    provider.meet(client.get(METADATA).content.decode().replace("http://localhost", "https://other.example"))
    way = client.get(LOGIN).url
    provider.meet(client.get(METADATA).content.decode())
    answer = provider.answer(way, "k-1", KATRINE)

    assert (
        send(
            client, answer | {"xml": answer["xml"].replace("http://localhost", "https://o.example")}
        ).status_code
        == 401
    )


def test_garbage_leads_to_a_page_in_danish():
    client = browser()
    client.get(LOGIN)

    answer = send(client, {"xml": "<x", "RelayState": ""})

    assert answer.status_code == 401
    assert "svarede ikke, som det skulle" in answer.content.decode()
