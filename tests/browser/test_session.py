"""What a person at the screen sees of the login's end, and what the browser keeps afterwards: nothing."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from playwright.sync_api import Page, expect

from borgerforloeb.accounts.models import Session, User
from tests.browser.doing import sign_out
from tests.browser.looking import Looking

PASSWORD = "fire ord i træk"
WORDS = "Freja vil gerne"
KEPT = """async () => ({
    local: {...localStorage}, session: {...sessionStorage},
    databases: (await indexedDB.databases()).map(found => found.name), caches: await caches.keys()})"""
NOTHING = {"local": {}, "session": {}, "databases": [], "caches": []}


@pytest.fixture
def anna(looking) -> User:
    return User.objects.create_user("anna", PASSWORD, name="Anna Mus", capabilities=["caseworker"])


def sign_in(page: Page, *, name: str = "anna") -> None:
    page.get_by_label("Brugernavn").fill(name)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_role("heading", name="Log ind", level=1)).to_have_count(0)


def come(looking: Looking, address: str) -> Page:
    looking.page.goto(looking.base + reverse("account_login"))
    sign_in(looking.page)
    looking.page.goto(looking.base + address)
    return looking.page


def let_pass(time: timedelta) -> None:
    Session.objects.update(seen_at=F("seen_at") - time)


def test_one_is_asked_before_the_end_and_may_stay(looking, anna, settings):
    settings.SESSION_IDLE = timedelta(seconds=123)
    page = come(looking, reverse("accounts:profile"))
    dialog = page.get_by_role("dialog", name="Er du her stadig?")

    expect(dialog).to_be_visible(timeout=10_000)
    looking.look("session soon over")
    before = Session.objects.get(user=anna).seen_at
    settings.SESSION_IDLE = timedelta(minutes=20)
    dialog.get_by_role("button", name="Bliv").click()

    expect(dialog).to_be_hidden()
    assert Session.objects.get(user=anna).seen_at >= before
    assert looking.wrong == {}


def test_words_stay_on_the_page_while_one_signs_in_again(looking, anna, settings):
    settings.SESSION_IDLE = timedelta(seconds=123)
    page = come(looking, reverse("account_change_password"))
    page.get_by_label("Nuværende adgangskode").fill(WORDS)
    let_pass(timedelta(minutes=30))

    dialog = page.get_by_role("dialog", name="Du er logget ud")
    expect(dialog).to_be_visible(timeout=10_000)
    looking.look("session over")
    dialog.get_by_role("button", name="Jeg er logget ind igen").click()
    expect(dialog.get_by_role("status")).to_have_text("Du er ikke logget ind endnu.")
    settings.SESSION_IDLE = timedelta(minutes=20)
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Log ind i en ny fane").click()
    sign_in(opened.value)
    expect(opened.value.get_by_role("heading", name="Du er logget ind igen")).to_be_visible()
    opened.value.close()
    if dialog.is_visible():
        dialog.get_by_role("button", name="Jeg er logget ind igen").click()

    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Nuværende adgangskode")).to_have_value(WORDS)
    page.get_by_role("main").get_by_role("button", name="Skift adgangskode").click()
    # The form was sent with the new token: it is answered with its errors, and not with a refusal.
    expect(page.get_by_text("Adgangskoden er ikke rigtig").first).to_be_visible()
    assert looking.wrong == {}


def test_somebody_else_does_not_get_the_words(looking, anna, settings):
    settings.SESSION_IDLE = timedelta(seconds=123)
    User.objects.create_user("bo", PASSWORD, name="Bo Mus", capabilities=["caseworker"])
    page = come(looking, reverse("account_change_password"))
    page.get_by_label("Nuværende adgangskode").fill(WORDS)
    let_pass(timedelta(minutes=30))
    dialog = page.get_by_role("dialog", name="Du er logget ud")
    expect(dialog).to_be_visible(timeout=10_000)
    settings.SESSION_IDLE = timedelta(minutes=20)
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Log ind i en ny fane").click()
    sign_in(opened.value, name="bo")
    opened.value.close()
    if dialog.is_visible():
        dialog.get_by_role("button", name="Jeg er logget ind igen").click()

    expect(page.get_by_role("heading", name="Mit arbejde", level=1)).to_be_visible()


def test_without_script_what_was_sent_comes_back(looking, anna, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(looking.base + reverse("account_login"))
    page.get_by_label("Brugernavn").fill("anna")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    page.goto(looking.base + reverse("account_change_password"))
    page.get_by_label("Nuværende adgangskode").fill(WORDS)
    let_pass(timedelta(minutes=30))
    page.get_by_role("main").get_by_role("button", name="Skift adgangskode").click()

    expect(page.get_by_text("er gemt i en halv time")).to_be_visible()
    page.get_by_label("Brugernavn").fill("anna")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.get_by_role("button", name="Gem det nu").click()

    expect(page.get_by_text("Adgangskoden er ikke rigtig").first).to_be_visible()
    context.close()


def test_the_browser_keeps_nothing_and_back_shows_nothing(looking, anna):
    page = come(looking, reverse("pages:worklist"))
    expect(page.get_by_role("heading", name="Mit arbejde", level=1)).to_be_visible()
    during = page.evaluate(KEPT)
    sign_out(page)
    after = page.evaluate(KEPT)

    for _ in range(3):
        page.go_back()
        page.wait_for_load_state()
        expect(page.get_by_role("heading", name="Mit arbejde", level=1)).to_have_count(0)
    assert during == after == NOTHING
    assert page.context.cookies() == [] or not Session.objects.filter(user=anna).exists()
