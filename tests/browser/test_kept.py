"""After a day's work the browser keeps nothing of anybody, and Back shows nothing of it (D32)."""

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from borgerforloeb.accounts.models import Session
from tests.access.world import make_world
from tests.browser.doing import sign_out
from tests.browser.test_every_page import NOT_PAGES, address_of, opened_for

PASSWORD = "fire ord i træk"
WRITTEN = "Freja ringede selv til boligstøtten."
# Names and words of the world that the session worked in, and its keys.
TOKENS = ("Freja", "Lindqvist", "711299", "Åbner e-Boks", WRITTEN)
KEPT = """async () => ({
    local: {...localStorage}, session: {...sessionStorage},
    databases: (await indexedDB.databases()).map(found => found.name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookies: document.cookie, name: window.name,
    history: [null, '{"htmx":true}'].includes(history.state && JSON.stringify(history.state))})"""
NOTHING = {
    "local": {}, "session": {}, "databases": [], "caches": [], "workers": 0, "cookies": "", "name": "",
    "history": True,
}  # fmt: skip


@pytest.fixture
def world(looking):
    with transaction.atomic():
        made = make_world()
        katrine = made.visitors["coordinator"]
        katrine.set_password(PASSWORD)
        katrine.save()
        return made


def begin(looking, world):
    page = looking.page
    page.goto(looking.base + reverse("account_login"))
    page.get_by_label("Brugernavn").fill(world.visitors["coordinator"].username)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_role("heading", name="Mit arbejde", level=1)).to_be_visible()
    return page


def work(looking, world, page) -> None:
    """Reads all that there is, and writes a note and half of another."""
    for name in opened_for("coordinator"):
        if name not in NOT_PAGES and not name.startswith(("account_", "mfa_")):
            page.goto(looking.base + address_of(world, name))
    for text, is_sent in ((WRITTEN, True), (WRITTEN + " Og", False)):
        page.goto(looking.base + address_of(world, "plans:note_add"))
        page.get_by_role("main").get_by_role("textbox").first.fill(text)
        page.wait_for_timeout(1500)
        if is_sent:
            page.get_by_role("main").get_by_role("button", name="Gem").first.click()
            page.wait_for_load_state()
    page.goto(looking.base + address_of(world, "plans:plan"))


def test_nothing_is_kept_and_back_shows_nothing(looking, world):
    page = begin(looking, world)
    page.on("dialog", lambda dialog: dialog.accept())
    work(looking, world, page)

    during = page.evaluate(KEPT)
    assert "Freja" in page.content()
    sign_out(page)
    after = page.evaluate(KEPT)
    shown = []
    for _ in range(12):
        page.go_back()
        page.wait_for_load_state()
        shown += [token for token in TOKENS if token in page.content()]

    assert during == after == NOTHING
    assert shown == []
    assert not Session.objects.filter(user=world.visitors["coordinator"]).exclude(session_key="hers").exists()


def test_what_the_browser_holds_for_the_session_is_closed_to_scripts(looking, world):
    page = begin(looking, world)

    cookies = page.context.cookies()

    assert cookies
    assert {cookie["httpOnly"] for cookie in cookies} == {True}
    assert {cookie["sameSite"] for cookie in cookies} <= {"Lax", "Strict"}
    # That this browser has been used before outlives the session, so that nobody else's guesses lock one out.
    lasting = {cookie["name"] for cookie in cookies if cookie["expires"] > 0}
    assert not {name for name in lasting if "session" in name}
