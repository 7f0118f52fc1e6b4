"""A passkey from the first to the last, with the browser's own virtual key: made, signed in with, removed."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Page, expect

from borgerforloeb.accounts.models import Session, User
from borgerforloeb.audit.models import AuditEvent
from tests.browser.doing import sign_out

PASSWORD = "fire ord i træk"


@pytest.fixture
def key(page: Page):
    """One inside the machine, that knows its owner by the finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def owner_is(known: bool) -> None:
        to = {"authenticatorId": made["authenticatorId"], "isUserVerified": known}
        devtools.send("WebAuthn.setUserVerified", to)

    return owner_is


def sign_in_by_password(page: Page) -> None:
    page.get_by_label("Brugernavn").fill("anna")
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()


def test_a_passkey_opens_and_is_a_second_factor(looking, key, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    User.objects.create_user("anna", PASSWORD, name="Anna Mus", capabilities=["caseworker"])
    page = looking.page
    page.goto(looking.base + reverse("account_login"))
    looking.look("sign-in with passkeys")
    sign_in_by_password(page)

    looking.visit(reverse("mfa_add_webauthn"), "add passkey")
    page.get_by_label("Navn på nøglen").fill("Min bærbare")
    page.get_by_role("button", name="Tilføj").click()
    expect(page.get_by_role("heading", name="Gendannelseskoder")).to_be_visible()
    looking.visit(reverse("mfa_list_webauthn"), "passkeys")
    expect(page.get_by_text("Min bærbare").first).to_be_visible()

    # As the second factor, after the password.
    sign_out(page)
    sign_in_by_password(page)
    looking.look("second factor by passkey")
    page.get_by_role("button", name="Brug adgangsnøglen i stedet").click()
    expect(page.get_by_role("heading", name="Mit arbejde", level=1)).to_be_visible()

    # As proof once more, which gives the session another key.
    looking.visit(reverse("mfa_reauthenticate_webauthn"), "confirm by passkey")
    before = Session.objects.get(user__username="anna").session_key
    page.get_by_role("button", name="Brug adgangsnøglen").click()
    expect(page.get_by_role("heading", name="Mit arbejde", level=1)).to_be_visible()
    assert Session.objects.get(user__username="anna").session_key != before

    # Alone.
    sign_out(page)
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    expect(page.get_by_role("heading", name="Mit arbejde", level=1)).to_be_visible()
    assert AuditEvent.objects.filter(action="sign_in.succeeded").count() == 3

    # Not with somebody else's finger.
    sign_out(page)
    key(False)
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    expect(page.get_by_text("Nøglen svarede ikke")).to_be_visible()
    key(True)

    # Nor when the account is closed.
    User.objects.update(is_active=False)
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    expect(page.get_by_text("Adgangsnøglen blev ikke genkendt")).to_be_visible()
    User.objects.update(is_active=True)

    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    expect(page.get_by_role("heading", name="Mit arbejde", level=1)).to_be_visible()
    looking.visit(
        reverse("mfa_remove_webauthn", args=[Authenticator.objects.get(type="webauthn").pk]), "remove"
    )
    page.get_by_role("main").get_by_role("button", name="Fjern").click()
    expect(page.get_by_role("heading", name="Slå totrinsbekræftelse til")).to_be_visible()
    assert not Authenticator.objects.exists()
    assert looking.wrong == {}
