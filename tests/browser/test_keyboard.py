"""By keyboard alone, on a screen that others see, and without any script: the same work."""

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, expect

from plans.models import Plan
from tests.access.world import World, make_world
from tests.browser.conftest import session_cookie
from tests.browser.looking import Looking
from tests.factories import konsulent_of, main_person

WORDS = "Jeg vil have jord under neglene."
TABS = ("Overblik", "Plan", "Møder", "Noter", "Familie og netværk", "Samtykke og deling", "Resultater")
HIDDEN = "rgba(0, 0, 0, 0)"
NAMES_TO_BE_SEEN = """main => {
    const seen = [], walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.data.trim(), within = walker.currentNode.parentElement;
        const drawn = within.checkVisibility() && !within.closest(".sr-only, select");
        const hidden = getComputedStyle(within).color === "rgba(0, 0, 0, 0)";
        if (drawn && !hidden && /Freja|Ida|Lindqvist/.test(text)) seen.push(text);
    }
    return seen;
}"""


@pytest.fixture
def world(looking, sign_in) -> World:
    with transaction.atomic():
        made = make_world()
    sign_in(made.visitors["coordinator"])
    return made


def plan_of(looking: Looking, world: World) -> str:
    return looking.base + reverse("plans:plan", args=[world.course.pk])


def test_the_first_key_leads_past_the_menus(looking, world, page):
    page.goto(plan_of(looking, world))

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indhold")).to_be_focused()
    expect(page.get_by_role("link", name="Gå til indhold")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_a_citizen_is_found_without_the_mouse(looking, world, page, keys):
    page.goto(looking.base)

    page.keyboard.press(keys)
    page.keyboard.type(main_person(world.course).last_name)
    page.keyboard.press("Enter")

    expect(page.get_by_role("main").get_by_role("link", name=world.course.name).first).to_be_visible()
    assert "Lindqvist" not in page.url


def test_names_stay_hidden_from_page_to_page(looking, world, page):
    page.goto(looking.base + reverse("pages:course", args=[world.course.pk]))
    page.get_by_role("button", name="Skærm deles").press("Enter")
    expect(page.locator("h1 .bf-private, h1.bf-private").first).to_have_css("color", HIDDEN)

    seen = {}
    for name in TABS:
        page.get_by_role("navigation", name="Forløbet").get_by_role("link", name=name).click()
        seen[name] = page.get_by_role("main").evaluate(NAMES_TO_BE_SEEN)
    for address in (
        reverse("networkmeetings:meeting", args=[world.arguments["meeting_id"]]),
        "/",
        "/courses/",
    ):
        page.goto(looking.base + address)
        seen[address] = page.get_by_role("main").evaluate(NAMES_TO_BE_SEEN)

    assert {place: names for place, names in seen.items() if names} == {}


def test_a_wrong_form_says_so_where_one_is(looking, world, page):
    page.goto(looking.base + reverse("plans:agreement_add", args=[world.course.pk]))

    page.get_by_label("Gør hvad").press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Hvem (skal udfyldes)")).to_be_focused()


def test_the_plan_is_written_by_keyboard(looking, world, page):
    page.goto(plan_of(looking, world))

    page.locator("#dreams").get_by_role("link", name="Ret").press("Enter")
    expect(page.get_by_label("Mine drømme")).to_be_focused()
    page.get_by_label("Mine drømme").fill(WORDS)
    page.locator("#dreams").get_by_role("button", name="Gem").press("Enter")

    expect(page.locator("#dreams")).to_contain_text(WORDS)
    assert page.evaluate("document.activeElement.closest('#dreams') !== null")


def test_without_script_a_plan_is_written_and_taken_to_the_talk(
    looking, world, live_server, browser: Browser
):
    konsulent = konsulent_of(world.course)
    with browser.new_context(java_script_enabled=False) as context:
        context.add_cookies([session_cookie(konsulent, live_server.url)])
        page = context.new_page()
        page.goto(plan_of(looking, world))

        page.locator("#dreams").get_by_role("link", name="Ret").click()
        page.get_by_label("Mine drømme").fill(WORDS)
        page.get_by_role("button", name="Gem").click()
        expect(page.locator("#dreams")).to_contain_text(WORDS)
        page.get_by_role("link", name="Ny aftale").click()
        page.get_by_role("button", name="Gem").click()
        assert page.title().startswith("Fejl: ")
        page.get_by_label("Hvem (skal udfyldes)").select_option(label="Jonas Bech")
        page.get_by_label("Gør hvad").fill("Tager med ud at se gartneriet")
        page.get_by_label("Eller med ord").fill("når det bliver forår")
        page.get_by_role("button", name="Gem").click()
        expect(page.locator("#aftaler")).to_contain_text("Tager med ud at se gartneriet")
        page.get_by_role("button", name="Tag planen med til samtale").click()
        expect(page.get_by_role("link", name="Sig ja til planen")).to_be_visible()

    assert Plan.objects.get().status == Plan.Status.IN_TALK
