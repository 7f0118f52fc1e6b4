"""The pages of accounts, which open after a proof of five minutes at most, as axe and a ruler see them."""

import time

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.sessions import SessionStore
from tests.browser.conftest import session_cookie
from tests.factories import make_unit, make_user


@pytest.fixture
def admin(looking, live_server, context):
    with transaction.atomic():
        admin = make_user("Adam Ask", capabilities=[Capability.ADMINISTRATOR], title="driftsleder")
        cookie = session_cookie(admin, live_server.url)
        session = SessionStore(cookie["value"])
        session["account_authentication_methods_user"] = str(admin.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session.save()
    context.add_cookies([cookie])
    return admin


def test_from_the_first_password_to_a_closed_account(looking, admin):
    page = looking.page
    with transaction.atomic():
        north = make_unit("Voksen og handicap, Nord")
        mette = make_user("Mette Vang", username="mette", unit=north, capabilities=["caseworker", "duty"])
        make_user("Ole Østergaard", username="ole", unit=north, capabilities=["provider"], is_active=False)

    looking.visit(reverse("staff:employees"), "staff:employees")
    page.get_by_label("Konti").select_option("closed")
    looking.follow(page.get_by_role("button", name="Vis", exact=True), "staff:employees closed")
    page.get_by_label("Navn eller brugernavn").fill("ingen")
    looking.follow(page.get_by_role("button", name="Vis", exact=True), "staff:employees none")

    looking.visit(reverse("staff:employee_new"), "staff:employee_new")
    page.locator('[name="name"]').fill("Ida Ny")
    page.get_by_label("Brugernavn").fill("ida")
    page.get_by_role("button", name="Opret").click()
    expect(page.get_by_role("heading", name="Ida Ny er oprettet")).to_be_visible()
    looking.look("staff:created")

    looking.visit(reverse("staff:employee", args=[mette.pk]), "staff:employee")
    looking.visit(reverse("staff:employee", args=[admin.pk]), "staff:employee own")
    looking.visit(reverse("staff:employee_way_in", args=[mette.pk]), "staff:employee_way_in")
    looking.visit(reverse("staff:employee_close", args=[mette.pk]), "staff:employee_close")
    looking.follow(page.get_by_role("button", name="Luk kontoen"), "staff:employee_close with errors")
    page.get_by_label("Hvorfor?").fill("Er holdt op.")
    page.get_by_role("button", name="Luk kontoen").click()
    expect(page.get_by_text("Kontoen for Mette Vang er lukket")).to_be_visible()
    looking.visit(reverse("staff:employee", args=[mette.pk]), "staff:employee closed")
    looking.visit(reverse("staff:employee_reopen", args=[mette.pk]), "staff:employee_reopen")

    assert looking.wrong == {}
