"""Sign-in at the municipality by OIDC, against a real provider on this machine, signatures and all."""

from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from borgerforloeb.accounts.models import OrgUnit, User
from borgerforloeb.audit.models import AuditEvent

LOGIN, CALLBACK = "/account/oidc/kommunen/login/", "/account/oidc/kommunen/callback/"
SUBSTANTIAL = "https://data.gov.dk/concept/core/nsis/loa/Substantial"
UNIT = UUID("8f0f5a4e-6f1c-4c3c-9a51-0c3d8d0f9a11")
CASEWORK, LEADING = "http://hegnsborg.example/jobfunktion/sagsbehandler", "leder"
KATRINE = {
    "name": "Katrine Dahl",
    "preferred_username": "katrine",
    "title": "socialrådgiver",
    "email": "katrine@hegnsborg.example",
    "organisation_unit": str(UNIT),
    "roles": [CASEWORK, "noget helt andet"],
    "acr": SUBSTANTIAL,
}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def provider():
    with run_server_in_thread(issue_refresh_token=False) as server:
        yield f"http://localhost:{server.server_port}"


def agreed(address: str, **more) -> dict:
    app = {
        "provider_id": "kommunen",
        "name": "Hegnsborg Kommune",
        "client_id": "borgerforloeb",
        "secret": "hemmelig",
        "settings": {"server_url": address, "fetch_userinfo": False, **more},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


@pytest.fixture(autouse=True)
def _agreed(settings, provider):
    settings.SOCIALACCOUNT_PROVIDERS = agreed(provider)
    settings.SIGN_IN_ROLES = {CASEWORK: "caseworker", LEADING: ["leader", "duty"]}
    settings.SECOND_FACTOR_REQUIRED = True


def arrive(provider, client=None, sub="k-1", address=LOGIN, **claims):
    """The whole way round: to the provider, signed in there, and back."""
    client = client or Client()
    requests.put(f"{provider}/users/{sub}", json=KATRINE | claims, timeout=5)
    to_provider = client.get(address).url
    back = requests.post(to_provider, data={"sub": sub}, allow_redirects=False, timeout=5).headers["Location"]
    return client, client.get(back.removeprefix("http://testserver"))


def why_refused() -> str:
    return AuditEvent.objects.get(action="sign_in.refused").details["why"]


def test_a_first_arrival_is_made_as_the_municipality_says(provider):
    unit = OrgUnit.objects.create(name="Voksen", external_id=UNIT)

    client, answer = arrive(provider)

    katrine = User.objects.get()
    assert (answer.status_code, answer.url) == (302, "/")
    assert (katrine.username, katrine.name, katrine.title) == ("katrine", "Katrine Dahl", "socialrådgiver")
    assert (katrine.unit, katrine.capabilities) == (unit, ["caseworker"])
    assert not katrine.has_usable_password()
    assert client.get("/profile/").status_code == 200
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", "actor_id"))
    assert actions == [("user.created", katrine.pk), ("sign_in.succeeded", katrine.pk)]
    assert SocialAccount.objects.get().extra_data == {}


def test_the_way_there_asks_for_proof_of_the_asker(provider, client):
    asked = parse_qs(urlsplit(client.get(LOGIN).url).query)

    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16


def test_the_next_arrival_brings_the_user_up_to_date(provider):
    OrgUnit.objects.create(name="Voksen", external_id=UNIT)
    first, _ = arrive(provider)

    arrive(provider, name="Katrine Dahl Holm", roles=[LEADING], organisation_unit="")

    katrine = User.objects.get()
    assert (katrine.name, katrine.unit, katrine.capabilities) == (
        "Katrine Dahl Holm",
        None,
        ["leader", "duty"],
    )
    changed = AuditEvent.objects.get(action="user.capabilities_changed")
    assert changed.details == {"gained": ["duty", "leader"], "lost": ["caseworker"]}
    assert first.get("/profile/").status_code == 302  # the session with the old capabilities is over


def test_who_has_lost_every_role_loses_them_here_and_is_refused(provider):
    first, _ = arrive(provider)

    client, answer = arrive(provider, roles=["noget helt andet"])

    assert answer.status_code == 403
    assert "ikke givet dig adgang" in answer.content.decode()
    assert User.objects.get().capabilities == []
    assert (why_refused(), first.get("/profile/").status_code) == ("roles", 302)
    assert client.get("/profile/").status_code == 302


def test_who_is_made_administrator_beside_work_with_citizens_is_refused(provider, settings):
    settings.SIGN_IN_ROLES = settings.SIGN_IN_ROLES | {"drift": "administrator"}
    roles = [role for role, given in settings.SIGN_IN_ROLES.items() if "caseworker" in given]

    client, answer = arrive(provider, roles=[*roles, "drift"])

    assert (answer.status_code, why_refused()) == (403, "both")
    assert "Bed din leder om at få den ene jobfunktion taget fra." in answer.content.decode()
    assert client.get("/profile/").status_code == 302


def test_who_never_had_a_role_is_not_made(provider):
    _, answer = arrive(provider, roles=[])

    assert (answer.status_code, User.objects.count(), why_refused()) == (403, 0, "roles")


@pytest.mark.parametrize("level", ["https://data.gov.dk/concept/core/nsis/loa/Low", "Low", "1", ""])
def test_too_low_a_level_is_refused(provider, level):
    _, answer = arrive(provider, acr=level)

    assert answer.status_code == 403
    assert "ikke er sikker nok" in answer.content.decode()
    assert (User.objects.count(), why_refused()) == (0, "level")


def test_who_is_closed_here_is_refused(provider):
    arrive(provider)
    User.objects.update(is_active=False)

    _, answer = arrive(provider)

    assert (answer.status_code, why_refused()) == (403, "closed")
    assert "er lukket" in answer.content.decode()


def test_neither_mail_nor_user_name_opens_a_colleagues_account(provider):
    colleague = User.objects.create_user("katrine", name="Den rigtige", email="katrine@hegnsborg.example")

    arrive(provider, email_verified=True)

    colleague.refresh_from_db()
    other = User.objects.exclude(pk=colleague.pk).get()
    assert (colleague.name, colleague.capabilities) == ("Den rigtige", [])
    assert other.username.startswith("katrine-")


def test_one_is_led_back_to_where_one_was_going(provider):
    client = Client()
    page = client.get("/account/login/?next=/profile/").content.decode()
    assert f'href="{LOGIN}?next=%2Fprofile%2F"' in page

    assert arrive(provider, client, address=f"{LOGIN}?next=/profile/")[1].url == "/profile/"
    assert arrive(provider, address=f"{LOGIN}?next=https://evil.example/")[1].url == "/"


def test_an_answer_that_nobody_asked_for_is_refused(provider, client):
    answer = client.get(f"{CALLBACK}?code=abc&state=made-up")

    assert (answer.status_code, why_refused()) == (401, "failed")
    assert "svarede ikke, som det skulle" in answer.content.decode()


def test_an_answer_is_good_once(provider):
    client = Client()
    requests.put(f"{provider}/users/k-1", json=KATRINE, timeout=5)
    back = requests.post(client.get(LOGIN).url, data={"sub": "k-1"}, allow_redirects=False, timeout=5)
    back = back.headers["Location"].removeprefix("http://testserver")
    client.get(back)

    assert Client().get(back).status_code == 401
    assert client.get(back).status_code == 401


def test_saying_no_there_leads_to_a_page_in_danish(provider, client):
    to_provider = client.get(LOGIN).url
    back = requests.post(to_provider, data={"action": "deny"}, allow_redirects=False, timeout=5)
    state = parse_qs(urlsplit(to_provider).query)["state"][0]

    assert "error=access_denied" in back.headers["Location"]
    assert client.get(f"{CALLBACK}?error=access_denied&state={state}").status_code == 401


def test_another_issuer_is_not_believed(provider, settings):
    overrides = {"issuer": "https://evil.example"}
    settings.SOCIALACCOUNT_PROVIDERS = agreed(provider, openid_configuration_overrides=overrides)

    assert arrive(provider)[1].status_code == 401
    assert not User.objects.exists()


def test_another_signature_is_not_believed(provider, settings):
    with run_server_in_thread() as other:
        keys = {"jwks_uri": f"http://localhost:{other.server_port}/jwks"}
        settings.SOCIALACCOUNT_PROVIDERS = agreed(provider, openid_configuration_overrides=keys)

        assert arrive(provider)[1].status_code == 401
    assert not User.objects.exists()


def test_it_cannot_be_joined_to_the_account_one_is_in(provider, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    anna = User.objects.create_user("anna", name="Anna Mus", capabilities=["leader"])
    client = Client()
    client.force_login(anna)

    _, answer = arrive(provider, client, address=f"{LOGIN}?process=connect")

    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_provider_that_is_away_leads_to_a_page_in_danish(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = agreed("http://localhost:9")

    answer = client.get(LOGIN)

    assert answer.status_code == 503
    assert "svarede ikke, som det skulle" in answer.content.decode()


def test_passwords_can_be_closed(client, settings):
    settings.LOCAL_SIGN_IN = False
    User.objects.create_user("anna", "fire ord i træk", name="Anna Mus")

    page = client.get("/account/login/").content.decode()

    assert "Log ind med kommunens login" in page
    assert "Adgangskode" not in page
    assert client.post("/account/login/", {"login": "anna", "password": "fire ord i træk"}).status_code == 403


def test_it_is_not_there_until_it_is_named(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}

    assert client.get(LOGIN).status_code == 404
    assert "kommunens login" not in client.get("/account/login/").content.decode()
