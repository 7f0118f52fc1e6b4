"""What the frame gains with script, and that nothing is lost without."""

import pytest
from playwright.sync_api import Browser, Page, expect

SWITCH = "Skærm deles"


def test_names_are_hidden_on_this_page_and_the_next(signed_in: Page, live_server):
    signed_in.goto(f"{live_server.url}/dev/gallery/")
    name = signed_in.locator("h1 .bf-private")
    expect(name).not_to_have_css("color", "rgba(0, 0, 0, 0)")

    signed_in.get_by_role("button", name=SWITCH).click()
    expect(name).to_have_css("color", "rgba(0, 0, 0, 0)")
    signed_in.goto(f"{live_server.url}/dev/gallery/")

    expect(signed_in.locator("h1 .bf-private")).to_have_css("color", "rgba(0, 0, 0, 0)")
    expect(signed_in.get_by_role("button", name=SWITCH)).to_have_attribute("aria-pressed", "true")
    assert signed_in.evaluate("[localStorage.length, {...sessionStorage}]") == [0, {"screen-shared": "1"}]

    signed_in.get_by_role("button", name=SWITCH).click()
    assert signed_in.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_keys_lead_to_the_search_field(signed_in: Page, live_server, keys):
    signed_in.goto(f"{live_server.url}/dev/frame/")

    signed_in.keyboard.press(keys)

    expect(signed_in.locator("#soeg")).to_be_focused()
    expect(signed_in.locator("#soeg")).to_have_value("")


def test_a_slash_in_a_text_is_a_slash(signed_in: Page, live_server):
    signed_in.goto(f"{live_server.url}/dev/gallery/")

    signed_in.locator("#id_on").press_sequentially("2/9")

    expect(signed_in.locator("#id_on")).to_have_value("2/9")
    signed_in.locator("#id_on").fill("")


def test_the_menu_under_ones_name(signed_in: Page, live_server):
    signed_in.goto(f"{live_server.url}/dev/frame/")
    menu = signed_in.locator(".bf-me-menu")
    expect(menu).to_be_hidden()

    signed_in.get_by_text("Katrine Dahl").first.click()
    expect(menu.get_by_role("button", name="Log ud")).to_be_visible()
    signed_in.keyboard.press("Escape")

    expect(menu).to_be_hidden()
    expect(signed_in.locator(".bf-me summary")).to_be_focused()


def test_half_written_words_are_not_left_without_a_question(signed_in: Page, live_server):
    questions = []
    signed_in.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    signed_in.goto(f"{live_server.url}/dev/gallery/")

    signed_in.locator("#id_why").press_sequentially("Fordi")
    signed_in.goto(f"{live_server.url}/dev/frame/")
    assert questions == ["beforeunload"]

    signed_in.goto(f"{live_server.url}/dev/gallery/")
    signed_in.locator("#id_why").press_sequentially("Fordi")
    signed_in.get_by_role("button", name="Send indstilling").click()
    signed_in.goto(f"{live_server.url}/dev/frame/")
    assert questions == ["beforeunload"]


def test_htmx_swaps_in_a_wrong_form_and_focus_goes_to_its_errors(signed_in: Page, live_server):
    signed_in.goto(f"{live_server.url}/dev/gallery/")

    with signed_in.expect_response("**/dev/swap/") as answer:
        signed_in.get_by_role("button", name="Hent med htmx").click()

    assert answer.value.status == 422
    expect(signed_in.locator('#swapped [data-module="error-summary"]')).to_be_focused()


def test_radios_and_checks_can_be_seen(signed_in: Page, live_server):
    signed_in.goto(f"{live_server.url}/dev/gallery/")
    drawn = """label => {
      const ring = getComputedStyle(label, "::before");
      return [ring.content, parseFloat(ring.width) >= 20, ring.borderTopWidth, ring.borderTopColor];
    }"""

    rings = signed_in.locator(".form-group-radio label, .form-group-checkbox label")

    assert rings.count() == 8
    assert [ring.evaluate(drawn) for ring in rings.all()] == [['""', True, "2px", "rgb(26, 26, 26)"]] * 8


def test_character_counter_counts(signed_in: Page, live_server):
    signed_in.goto(f"{live_server.url}/dev/gallery/")
    counter = signed_in.locator(".character-limit")
    expect(counter).to_have_text("Du har 300 tegn tilbage")

    signed_in.locator("#id_why").press_sequentially("Fordi")

    expect(counter).to_have_text("Du har 295 tegn tilbage")


def test_pages_without_components_do_not_fetch_dkfds(signed_in: Page, live_server):
    fetched = []
    signed_in.on("request", lambda request: fetched.append(request.url.rsplit("/", 1)[-1]))

    signed_in.goto(f"{live_server.url}/dev/frame/", wait_until="networkidle")

    assert "app.js" in fetched
    assert "dkfds.min.js" not in fetched


def test_everything_is_there_without_script(
    gallery_urls, truncatable, live_server, client, katrine, browser: Browser
):
    client.force_login(katrine)
    cookie = client.cookies["bf-session"]
    with browser.new_context(java_script_enabled=False) as context:
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/dev/gallery/")

        expect(page.get_by_role("button", name=SWITCH)).to_be_hidden()
        page.locator(".bf-me summary").click()
        expect(page.get_by_role("button", name="Log ud")).to_be_visible()
        page.get_by_role("button", name="Send indstilling").click()
        expect(page.get_by_role("heading", name="Otte ting skal rettes")).to_be_visible()
        assert page.title().startswith("Fejl: ")
