"""Two people in one plan, each in a browser of her own: who is here, who writes, and both texts."""

import pytest
from django.db import transaction
from playwright.sync_api import Browser, expect

from borgerforloeb.drafts.models import Holding
from plans.models import Goal
from tests.browser.conftest import session_cookie
from tests.browser.test_drafts import IS_KEPT, told
from tests.factories import caseworker_of, konsulent_of, make_plan
from tests.plans.factories import url

WHY = "Jeg bor hjemme. Jeg sover dårligt."


@pytest.fixture
def plan(looking, sign_in):
    with transaction.atomic():
        plan = make_plan()
        plan.goals.update(why=WHY)
    sign_in(konsulent_of(plan.course))
    return plan


@pytest.fixture
def hers(browser: Browser, live_server, plan):
    """The other one's page, in a browser of her own."""
    context = browser.new_context(locale="da-DK")
    context.add_cookies([session_cookie(caseworker_of(plan.course), live_server.url)])
    yield context.new_page()
    context.close()


def test_two_write_in_one_goal_and_both_texts_are_saved(looking, plan, hers):
    page, goal = looking.page, plan.goals.get()
    jonas, katrine = konsulent_of(plan.course), caseworker_of(plan.course)
    edit = looking.base + url(plan, "goal_edit", goal.pk)
    with hers.expect_response("**/here/"):
        hers.goto(looking.base + url(plan))
    page.goto(looking.base + url(plan))
    expect(page.get_by_text(f"{katrine.name} er her også")).to_be_visible()
    looking.look("somebody else is here")

    # She begins to write, and he is told when he opens the same form.
    hers.goto(edit)
    hers.get_by_label("Hvorfor").fill(WHY.replace("dårligt", "bedre"))
    expect(told(hers)).to_contain_text(IS_KEPT, timeout=5000)
    page.goto(edit)
    expect(page.get_by_text(f"{katrine.name} skriver her til kl.")).to_be_visible()
    looking.look("somebody else writes here")

    # He writes anyway, and both are told of each other while they do.
    page.get_by_label("Hvorfor").fill(f"{WHY} Jeg kan lide planter.")
    expect(told(page)).to_contain_text(f"{katrine.name} skriver her", timeout=5000)
    hers.get_by_role("button", name="Gem").click()
    expect(hers.get_by_text("Jeg sover bedre.")).to_be_visible()
    page.get_by_role("button", name="Gem alligevel").click()

    # What each changed stands in the field, with who wrote it above.
    expect(page.get_by_text(f"{katrine.name} har gemt, mens du skrev")).to_be_visible()
    together = "Jeg bor hjemme. Jeg sover bedre. Jeg kan lide planter."
    expect(page.get_by_label("Hvorfor")).to_have_value(together)
    looking.look("both texts put together")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text(together)).to_be_visible()

    assert Goal.objects.get().why == together
    assert not Holding.objects.exists()
    assert jonas.name not in page.locator("[data-here]").inner_text()
    assert looking.wrong == {}


def test_where_both_changed_the_same_one_chooses(looking, plan, hers):
    page, goal = looking.page, plan.goals.get()
    edit = looking.base + url(plan, "goal_edit", goal.pk)
    page.goto(edit)
    hers.goto(edit)
    hers.get_by_label("Hvorfor").fill(WHY.replace("dårligt", "bedre"))
    hers.get_by_role("button", name="Gem").click()
    expect(hers.get_by_text("Jeg sover bedre.")).to_be_visible()

    page.get_by_label("Hvorfor").fill(WHY.replace("dårligt", "værre"))
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_label("Hvorfor")).to_have_value(
        "Jeg bor hjemme. ⟦Gemt imens: Jeg sover bedre.⟧ ⟦Du skrev: Jeg sover værre.⟧"
    )
    looking.look("both changed the same")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Her står stadig to tekster").first).to_be_visible()
    looking.look("not chosen yet")
    page.get_by_label("Hvorfor").fill("Jeg bor hjemme. Jeg sover op og ned.")
    page.get_by_role("button", name="Gem").click()

    expect(page.get_by_text("Jeg sover op og ned.")).to_be_visible()
    assert looking.wrong == {}


def test_a_closed_tab_lets_go_and_the_one_who_waits_hears_it(looking, plan, hers):
    page, goal = looking.page, plan.goals.get()
    edit = looking.base + url(plan, "goal_edit", goal.pk)
    hers.goto(edit)
    hers.get_by_label("Hvorfor").fill("Hendes ord")
    expect(told(hers)).to_contain_text(IS_KEPT, timeout=5000)
    page.clock.install()
    page.goto(edit)
    expect(page.get_by_text("skriver her til kl.")).to_be_visible()

    hers.close(run_before_unload=True)
    page.wait_for_timeout(1500)
    page.clock.fast_forward(21_000)

    expect(page.get_by_role("link", name="Hent det, der står nu")).to_be_visible()
    expect(page.get_by_text("Læs med, og vent")).to_be_hidden()
    assert not Holding.objects.exists()
    looking.look("free again")
    assert looking.wrong == {}
