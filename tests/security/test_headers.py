"""The headers of 3.8 on every answer: pages, refusals, errors, redirects, files and PDF."""

import pytest
from django.test import Client
from django.urls import reverse

from borgerforloeb.accounts import views
from tests.access.test_matrix import addresses, arguments_of
from tests.access.world import World, make_world

pytestmark = pytest.mark.django_db

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: browsers then send "Origin: null" with every form, and the CSRF check refuses it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "report-uri": "/csp/",
}
MAY_SHOW_A_CODE = {"mfa_activate_totp"}
# Holds nothing of anybody, and each form would ask for it anew.
MAY_BE_KEPT = {"language:words"}


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True


def browser() -> Client:
    return Client(raise_request_exception=False)


def policy_of(answer) -> dict[str, str]:
    parts = answer["Content-Security-Policy"].split(";")
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in parts)}


def wrong_with(answer, *, stored: bool = False, pictures: str = "'self'") -> list[str]:
    found = [f"{name}: {answer.get(name)}" for name, value in ALWAYS.items() if answer.get(name) != value]
    policy = policy_of(answer) if answer.has_header("Content-Security-Policy") else {}
    expected = POLICY | {"img-src": pictures}
    names = sorted(policy.keys() | expected.keys())
    found += [f"{name}: {policy.get(name)}" for name in names if policy.get(name) != expected.get(name)]
    if "unsafe" in answer.get("Content-Security-Policy", ""):
        found.append("unsafe")
    if "camera=()" not in answer.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if not stored and "no-store" not in answer.get("Cache-Control", ""):
        found.append(f"Cache-Control: {answer.get('Cache-Control')}")
    return found


def answers(client: Client, world: World):
    for name in sorted(addresses()):
        url = reverse(name, kwargs={key: world.arguments[key] for key in arguments_of(name)})
        for send in (client.get, client.put):
            yield name, send(url, secure=True)


@pytest.mark.parametrize("visitor", ["coordinator", "stranger", "signed_out"])
def test_every_address_answers_with_them(visitor):
    world, client = make_world(), browser()
    if world.visitors[visitor]:
        client.force_login(world.visitors[visitor])

    wrong, kinds = {}, set()
    for name, answer in answers(client, world):
        pictures = "'self' data:" if name in MAY_SHOW_A_CODE and answer.status_code == 200 else "'self'"
        kinds.add((answer.status_code, answer.get("Content-Type", "").partition(";")[0]))
        is_kept = name in MAY_BE_KEPT and answer.status_code == 200
        if found := wrong_with(answer, pictures=pictures, stored=is_kept):
            wrong[name] = found
        if name == "account_logout":
            client.force_login(world.visitors[visitor]) if world.visitors[visitor] else None

    assert wrong == {}
    if visitor == "coordinator":
        assert {(200, "text/html"), (200, "application/pdf"), (404, "text/html"), (405, "text/html")} <= kinds


@pytest.mark.parametrize("address", ["/static/js/app.js", "/static/css/base.css", "/static/nothing.js"])
def test_files_have_them(address):
    answer = browser().get(address, secure=True)

    answer.close()

    assert answer.status_code in {200, 404, 302}
    assert wrong_with(answer, stored=answer.status_code == 200) == []


@pytest.mark.parametrize("address", ["/nowhere/", "/account/login", "/profile/", "//evil.example/", "/%00"])
def test_what_is_refused_or_led_on_has_them(address):
    assert wrong_with(browser().get(address, secure=True)) == []


def test_a_fault_of_ours_has_them(monkeypatch, settings):
    def fail(*args):
        raise RuntimeError("Freja Holm, 010190-1234")

    settings.LOCAL_SIGN_IN = True
    monkeypatch.setattr(views, "_ways_in", fail)

    answer = browser().get("/account/login/", secure=True)

    assert answer.status_code == 500
    assert "Freja" not in answer.content.decode()
    assert wrong_with(answer) == []


def test_a_form_without_its_token_and_a_wrong_host_have_them():
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)

    refused = strict.post("/account/login/", {}, secure=True)
    lost = browser().get("/", secure=True, headers={"Host": "evil.example"})

    assert (refused.status_code, lost.status_code) == (403, 400)
    assert wrong_with(refused) == wrong_with(lost) == []
