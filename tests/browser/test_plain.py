"""How heavy a text is, told while one writes: as Python counts, without a word leaving the browser."""

from random import Random

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from borgerforloeb.language.finding import words_in_use
from borgerforloeb.language.lix import measure
from borgerforloeb.language.models import HeavyWord
from tests.browser.looking import PHONE
from tests.factories import konsulent_of, make_plan
from tests.language.examples import EXAMPLES, HEAVY
from tests.language.seeded import SEEDED
from tests.plans.factories import url

HEAVY_TEXT = EXAMPLES["of the administration"].text
# Texts are put together of these at random, so that the two agree on what nobody thought of too.
PIECES = [
    *list(SEEDED)[::9], *list("aÆå9.:!?-,'()»«\n\t…%"), "\n- ", "\n2. ", " ", " ", " ", "bl.a. ", "kl. ",
    "Jonas ", "funktionsevnens ", "indsatsen ", "2. ", "§ 85. ", "MED HENBLIK på ", "\u00ad", "a\u030a",
    "ñandú ",
]  # fmt: skip
COUNT = """async (texts) => {
    const { measure, heavyIn } = await import(document.querySelector('meta[name="plain"]').content);
    const rules = await (await fetch("/language/words/")).json();
    return texts.map(text => [measure(text, rules), heavyIn(text, rules)]);
}"""


@pytest.fixture
def plan(looking, sign_in):
    with transaction.atomic():
        plan = make_plan()
    sign_in(konsulent_of(plan.course))
    return plan


@pytest.fixture
def note(looking, plan) -> Page:
    looking.page.goto(looking.base + url(plan, "note_add", plan.goals.get().pk))
    return looking.page


def text_of(page: Page):
    return page.get_by_label("Note", exact=True)


def line(page: Page):
    return page.locator(".bf-heavy")


def test_the_browser_counts_and_finds_as_python_does(note):
    random = Random(20261123)
    texts = [*(one.text for one in EXAMPLES.values()), *HEAVY]
    texts += ["".join(random.choices(PIECES, k=random.randint(1, 80))) for _ in range(400)]
    words = words_in_use()

    for text, (counted, found) in zip(texts, note.evaluate(COUNT, texts), strict=True):
        reading = measure(text)
        assert (counted["lix"], counted["band"]) == (reading.lix, reading.band), text
        assert [(one["start"], one["end"], one["heavy"], one["plain"], one["isBent"]) for one in found] == [
            (one.start, one.end, one.heavy, one.plain, one.is_bent) for one in words.in_text(text)
        ], text


def test_it_is_told_under_the_field_and_a_word_is_replaced(looking, note):
    asked = []
    note.on("request", lambda request: asked.append((request.method, request.url.removeprefix(looking.base))))
    expect(line(note)).to_have_count(0)

    text_of(note).press_sequentially("Såfremt funktionsevnen er god.")
    expect(line(note)).to_have_text(
        "Tunge ord: Såfremt → skriv i stedet hvis, funktionsevnen (funktionsevne → det, man kan)"
    )
    note.get_by_role("button", name="Såfremt → skriv i stedet hvis").click()
    expect(text_of(note)).to_have_value("Hvis funktionsevnen er god.")
    text_of(note).fill(HEAVY_TEXT)
    expect(line(note)).to_contain_text("Lix 70 – meget svær. Tunge ord: ")
    looking.look("hint under a note")
    note.get_by_role("button", name="bevilges → skriv i stedet gives").click()

    expect(text_of(note)).to_have_value(HEAVY_TEXT.replace("bevilges", "gives"))
    expect(text_of(note)).to_be_focused()
    expect(line(note)).not_to_contain_text("bevilges")
    note.keyboard.press("Control+z")
    expect(text_of(note)).to_have_value(HEAVY_TEXT)
    expect(line(note)).to_contain_text("bevilges")
    assert looking.wrong == {}
    # Only the draft that is kept anyway.
    assert {address for method, address in asked if method != "GET"} <= {"/drafts/"}


def test_by_keyboard_alone_and_never_in_the_way(looking, note):
    text_of(note).focus()
    note.keyboard.type("Vi iværksætter hjælpen")
    expect(line(note)).to_contain_text("iværksætter")
    described = text_of(note).get_attribute("aria-describedby")
    assert line(note).get_attribute("id") in described.split()

    note.keyboard.press("Tab")
    button = note.get_by_role("button", name="iværksætter → skriv i stedet sætter i gang")
    expect(button).to_be_focused()
    note.keyboard.press("Enter")

    expect(text_of(note)).to_have_value("Vi sætter i gang hjælpen")
    expect(text_of(note)).to_be_focused()
    expect(line(note)).to_be_hidden()
    note.keyboard.type(" nu, idet")
    note.get_by_role("button", name="Gem og underskriv").click()
    expect(note.get_by_text("Noten er gemt og underskrevet")).to_be_visible()


def test_it_is_read_aloud_only_when_the_keys_have_been_still(note):
    status = note.locator(".bf-heavy + [role=status]")
    text_of(note).press_sequentially("Såfremt du vil, kan vi", delay=30)
    expect(line(note)).to_contain_text("Såfremt")
    assert status.text_content() == ""

    expect(status).to_have_text("Såfremt", timeout=5000)


def test_on_a_form_that_is_opened_in_the_plan_and_on_a_phone(looking, plan):
    page = looking.page
    page.set_viewport_size(PHONE)
    page.goto(looking.base + url(plan))
    page.get_by_role("link", name="Nyt mål").first.click()
    page.get_by_label("Mål", exact=True).fill("Jeg får bevilget en mentor med henblik på progression")

    expect(line(page)).to_contain_text("bevilget → skriv i stedet givet")
    looking.look("hint in the plan")
    page.get_by_label("Hvorfor").fill("Idet jeg vil")
    page.wait_for_timeout(900)
    expect(line(page)).to_have_count(1)
    assert looking.wrong == {}


def test_a_list_that_does_not_come_is_not_missed(looking, plan):
    page = looking.page
    page.route("**/language/words/", lambda route: route.abort())
    page.goto(looking.base + url(plan, "note_add", plan.goals.get().pk))
    text_of(page).press_sequentially("Såfremt du vil")
    page.wait_for_timeout(900)

    expect(line(page)).to_have_count(0)
    page.get_by_role("button", name="Gem og underskriv").click()
    expect(page.get_by_text("Noten er gemt og underskrevet")).to_be_visible()


def test_words_are_shown_as_they_were_written(looking, plan):
    with transaction.atomic():
        HeavyWord.objects.create(heavy="billede", plain="<img src=x onerror=alert(1)>")
    page = looking.page
    page.goto(looking.base + url(plan, "note_add", plan.goals.get().pk))
    text_of(page).press_sequentially("Et billede")

    expect(line(page)).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator(".bf-heavy img")).to_have_count(0)
