"""From one yes to the next: a plan is proposed upon, answered goal by goal, printed, compared.

The same work at a desk, on a phone, and with the keys alone.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction
from playwright.sync_api import Locator, expect

from plans.models import Plan, PlanVersion
from tests.browser.looking import DESK, PHONE, Looking
from tests.browser.test_story import printed
from tests.factories import caseworker_of, konsulent_of, make_plan
from tests.plans.factories import url

BEFORE, PROPOSED, LATER = (
    "Jeg klarer post og regninger selv", "Jeg åbner min post hver mandag", "Jeg åbner al min post"
)  # fmt: skip
WHY = "Så ved hun, hvilken dag det er."
PARTLY = "Kun når det regner."
LACKS_A_WORD = "a proposal without its why"


def by_mouse(what: Locator) -> None:
    what.click()


def by_keys(what: Locator) -> None:
    """What has a box of its own is drawn by its label, so it is the box that is reached and pressed."""
    what.focus()
    expect(what).to_be_focused()
    what.press("Space" if what.get_attribute("type") in ("radio", "checkbox") else "Enter")


@dataclass
class Hand:
    """Somebody at a screen, and how she works there."""

    looking: Looking
    act: Callable[[Locator], None]

    def press(self, within: Locator, kind: str, name: str) -> None:
        self.act(within.get_by_role(kind, name=name).first)

    def tick(self, within: Locator, kind: str, name: str = "") -> None:
        box = within.get_by_role(kind, name=name or None, exact=bool(name))
        if self.act is by_keys:
            self.act(box)
        else:
            within.locator(f"label[for='{box.get_attribute('id')}']").click()


WAYS = {"desk": (DESK, by_mouse), "phone": (PHONE, by_mouse), "keys": (DESK, by_keys)}


@pytest.fixture
def plan(looking):
    with transaction.atomic():
        return make_plan()


@pytest.mark.parametrize("way", WAYS)
def test_a_plan_from_one_yes_to_the_next(looking: Looking, sign_in, plan: Plan, way: str):
    size, act = WAYS[way]
    looking.work_at(size)
    hand = Hand(looking, act)

    sign_in(konsulent_of(plan.course))
    propose(hand, plan)
    sign_in(caseworker_of(plan.course))
    answer_the_proposal(hand, plan)
    say_yes_goal_by_goal(hand, plan)
    assert PROPOSED in printed(looking.page, url(plan))
    change_what_was_agreed(hand, plan)
    take_it_back(hand, plan)

    # Chromium tells of the answer to the form that lacked a word; nothing else is wrong with it.
    (said,) = looking.wrong.pop(LACKS_A_WORD)
    assert "422" in said
    assert looking.wrong == {}


def propose(hand: Hand, plan: Plan) -> None:
    page = hand.looking.page
    hand.looking.visit(url(plan), "plan of the borgerkonsulent")
    card = page.get_by_role("article").filter(has_text=BEFORE)
    hand.press(card, "link", "Foreslå en ændring")
    card.get_by_label("Sådan bør der stå").fill(PROPOSED)
    hand.press(card, "button", "Send forslaget")
    # Nothing is lost of what was written, though a word is missing.
    expect(card.get_by_label("Sådan bør der stå")).to_have_value(PROPOSED)
    hand.looking.look(LACKS_A_WORD)
    card.get_by_label("Hvorfor").fill(WHY)
    hand.press(card, "button", "Send forslaget")
    expect(card).to_contain_text("foreslår andre ord til målet")
    hand.looking.look("a proposal on its card")


def answer_the_proposal(hand: Hand, plan: Plan) -> None:
    page = hand.looking.page
    hand.looking.visit("/", "a proposal in Mit arbejde")
    expect(page.get_by_role("main")).to_contain_text("foreslår en ændring i planen")
    page.goto(hand.looking.base + url(plan))
    card = page.get_by_role("article").filter(has_text=BEFORE)
    hand.press(card, "link", "Svar")
    expect(card).to_contain_text(WHY)
    hand.looking.look("a proposal to be answered")
    hand.tick(card, "radio", "Ja, skriv det i planen")
    hand.press(card, "button", "Send svaret")
    expect(page.get_by_role("heading", name=PROPOSED)).to_be_visible()
    hand.looking.look("a proposal that was accepted")


def say_yes_goal_by_goal(hand: Hand, plan: Plan) -> None:
    page = hand.looking.page
    main = page.locator("body")
    hand.press(main, "button", "Tag planen med til samtale")
    expect(page.get_by_role("link", name="Sig ja til planen")).to_be_visible()
    hand.press(main, "link", "Sig ja til planen")
    expect(page.get_by_role("button", name="Gem svaret")).to_be_visible()
    hand.tick(main.get_by_role("group", name="siger du ja til planen?"), "radio", "Ja")
    hand.act(page.locator("details.bf-each summary"))
    said = page.get_by_role("group", name=PROPOSED)
    said.get_by_role("combobox").select_option("Delvist")
    said.get_by_label("Med egne ord").fill(PARTLY)
    hand.looking.look("the plan answered goal by goal")
    hand.press(main, "button", "Gem svaret")
    expect(page.get_by_role("button", name="Lav en ny kladde")).to_be_visible()
    card = page.get_by_role("article").filter(has_text=PROPOSED)
    expect(card).to_contain_text("Freja: delvist ja til målet, version 1")
    hand.looking.look("an agreed plan with an answer to a goal")
    assert PlanVersion.objects.get().number == 1


def change_what_was_agreed(hand: Hand, plan: Plan) -> None:
    page = hand.looking.page
    page.goto(hand.looking.base + url(plan))
    hand.press(page.locator("body"), "button", "Lav en ny kladde")
    card = page.get_by_role("article").filter(has_text=PROPOSED)
    hand.press(card, "link", "Ret mål 1")
    card.get_by_label("Mål", exact=True).fill(LATER)
    hand.press(card, "button", "Gem")
    expect(page.get_by_role("heading", name=LATER)).to_be_visible()
    hand.looking.visit(url(plan, "compare"), "two versions beside one another")
    table = page.get_by_role("table", name="Ordene før og efter")
    expect(table).to_contain_text(PROPOSED)
    expect(table).to_contain_text(LATER)


def take_it_back(hand: Hand, plan: Plan) -> None:
    page = hand.looking.page
    hand.looking.visit(url(plan, "versions"), "the versions of the plan")
    hand.press(page.locator("body"), "link", "Hent noget tilbage")
    expect(page.get_by_role("heading", name="Hent tilbage fra version 1")).to_be_visible()
    hand.looking.look("what can be taken back")
    hand.tick(page.get_by_role("table"), "checkbox")
    hand.press(page.locator("body"), "button", "Hent det valgte tilbage")
    expect(page.get_by_role("heading", name=PROPOSED)).to_be_visible()
    page.goto(hand.looking.base + url(plan, "compare"))
    expect(page.get_by_role("heading", name="Intet er ændret")).to_be_visible()
