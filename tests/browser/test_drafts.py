"""What is half written is there when one comes back: to another page, from a closed tab, a broken line."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from borgerforloeb.drafts.models import Draft
from plans.models import Goal, Note
from tests.browser.test_session import KEPT, NOTHING
from tests.factories import caseworker_of, konsulent_of, make_plan
from tests.plans.factories import url

WORDS = "Freja ringede selv til boligstøtten og fik svar."
IS_KEPT, IS_NOT = "Kladde gemt kl. ", "Kladden er ikke gemt – prøver igen"


@pytest.fixture
def plan(looking, sign_in):
    with transaction.atomic():
        plan = make_plan()
    sign_in(konsulent_of(plan.course))
    return plan


def told(page: Page):
    return page.locator(".bf-draft-line")


def test_a_closed_tab_loses_nothing(looking, plan):
    address = looking.base + url(plan, "note_add", plan.goals.get().pk)
    first = looking.page.context.new_page()
    first.goto(address)
    first.get_by_label("Note", exact=True).press_sequentially(WORDS[:20])
    expect(told(first)).to_contain_text(IS_KEPT, timeout=5000)
    first.get_by_label("Note", exact=True).press_sequentially(WORDS[20:])
    first.close(run_before_unload=True)

    page = looking.page
    page.wait_for_timeout(1000)
    page.goto(address)
    expect(page.get_by_text("Du har en kladde fra i dag kl.")).to_be_visible()
    looking.look("draft offered")
    page.get_by_role("button", name="Hent kladden").click()

    expect(page.get_by_label("Note", exact=True)).to_have_value(WORDS)
    expect(told(page)).to_contain_text(IS_KEPT)
    looking.look("draft fetched")
    assert page.evaluate(KEPT) == NOTHING
    page.get_by_role("button", name="Gem og underskriv").click()
    expect(page.get_by_text("Noten er gemt og underskrevet")).to_be_visible()
    assert [note.text for note in Note.objects.all()] == [WORDS]
    page.goto(address)
    expect(page.get_by_text("Du har en kladde")).to_have_count(0)
    assert looking.wrong == {}


def test_a_form_in_its_place_on_the_plan(looking, plan):
    page = looking.page
    page.goto(looking.base + url(plan))
    page.locator("#dreams").get_by_role("link").first.click()
    page.locator("#dreams textarea").fill("Jeg vil gerne have en have.")
    expect(told(page)).to_contain_text(IS_KEPT, timeout=5000)
    looking.look("draft kept on the plan")
    page.reload()
    page.locator("#dreams").get_by_role("link").first.click()

    expect(page.locator("#dreams").get_by_text("Du har en kladde fra i dag kl.")).to_be_visible()
    looking.look("draft offered on the plan")
    page.get_by_role("button", name="Kassér").click()
    expect(told(page)).to_have_text("Kladden er kasseret")
    assert not Draft.objects.exists()
    assert looking.wrong == {}


def test_when_somebody_has_saved_since_both_texts_stand_there(looking, plan, sign_in):
    page, goal = looking.page, plan.goals.get()
    page.goto(looking.base + url(plan, "goal_edit", goal.pk))
    page.get_by_label("Hvorfor").fill("Mine ord")
    expect(told(page)).to_contain_text(IS_KEPT, timeout=5000)
    sign_in(caseworker_of(plan.course))
    other = page.context.new_page()
    other.goto(looking.base + url(plan, "goal_edit", goal.pk))
    other.get_by_label("Hvorfor").fill("Hendes ord")
    other.get_by_role("button", name="Gem").click()
    expect(other.get_by_text("Hendes ord")).to_be_visible()
    other.close()

    sign_in(konsulent_of(plan.course))
    page.goto(looking.base + url(plan, "goal_edit", goal.pk))
    expect(page.get_by_role("cell", name="Hendes ord")).to_be_visible()
    expect(page.get_by_role("cell", name="Mine ord")).to_be_visible()
    looking.look("draft and another's text")
    page.get_by_role("button", name="Hent kladden").click()
    page.get_by_role("button", name="Gem").click()

    expect(page.get_by_text("Mine ord")).to_be_visible()
    assert Goal.objects.get().why == "Mine ord"
    assert looking.wrong == {}


def test_a_broken_line_is_told_and_one_is_asked_before_leaving(looking, plan):
    page, asked = looking.page, []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.goto(looking.base + url(plan, "note_add", plan.goals.get().pk))
    page.route("**/drafts/", lambda route: route.abort())
    page.get_by_label("Note", exact=True).press_sequentially(WORDS)

    expect(told(page)).to_have_text(IS_NOT, timeout=5000)
    looking.look("draft not kept")
    page.goto(looking.base + url(plan))
    assert asked == ["beforeunload"]

    page.goto(looking.base + url(plan, "note_add", plan.goals.get().pk))
    page.get_by_label("Note", exact=True).press_sequentially(WORDS)
    expect(told(page)).to_have_text(IS_NOT, timeout=5000)
    page.unroute("**/drafts/")
    expect(told(page)).to_contain_text(IS_KEPT, timeout=12_000)
    page.goto(looking.base + url(plan))
    assert asked == ["beforeunload"]
    looking.wrong.pop("draft not kept", None)
    assert looking.wrong == {}


def test_a_form_goes_on_being_kept_after_signing_in_again(looking, plan, settings):
    page = looking.page
    page.goto(looking.base + url(plan, "note_add", plan.goals.get().pk))
    cookies = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Note", exact=True).press_sequentially(WORDS)

    dialog = page.get_by_role("dialog", name="Du er logget ud")
    expect(dialog).to_be_visible(timeout=5000)
    page.context.add_cookies(cookies)
    dialog.get_by_role("button", name="Jeg er logget ind igen").click()

    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Note", exact=True)).to_have_value(WORDS)
    expect(told(page)).to_contain_text(IS_KEPT, timeout=5000)
