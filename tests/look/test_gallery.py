"""The components as a person meets them: seen, read aloud, by keyboard, on a phone, without script."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

WIDTHS = [(1400, 1000), (390, 844)]
SHOTS = os.environ.get("SCREENSHOTS")


def _shoot(page: Page, name: str) -> None:
    if SHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)


def _problems(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def _overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("state", ["empty", "errors"])
def test_gallery_is_accessible_and_fits(signed_in: Page, live_server, size, state):
    complaints = []
    signed_in.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    signed_in.on("pageerror", lambda error: complaints.append(str(error)))
    signed_in.set_viewport_size({"width": size[0], "height": size[1]})

    signed_in.goto(f"{live_server.url}/dev/gallery/")
    if state == "errors":
        signed_in.get_by_role("button", name="Send indstilling").click()
        expect(signed_in.locator('[data-module="error-summary"]')).to_be_focused()
    signed_in.wait_for_load_state("networkidle")
    _shoot(signed_in, f"gallery-{state}")

    assert _problems(signed_in) == []
    assert _overflow(signed_in) == 0
    assert complaints == []


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("path", ["frame", "bare", "error/404", "error/500", "error/419"])
def test_frame_and_error_pages_are_accessible_and_fit(signed_in: Page, live_server, size, path):
    signed_in.set_viewport_size({"width": size[0], "height": size[1]})

    signed_in.goto(f"{live_server.url}/dev/{path}/")
    _shoot(signed_in, path.replace("/", "-"))

    # The frame alone holds no text, so that its heading is the page's to give.
    assert [
        problem for problem in _problems(signed_in) if not problem.startswith("page-has-heading-one")
    ] == []
    assert _overflow(signed_in) == 0


def test_nothing_is_lost_at_twice_the_text_size(signed_in: Page, live_server):
    # 200 % zoom of a 1280 px window is a page of 640 px; the narrowest that WCAG asks for is 320.
    signed_in.set_viewport_size({"width": 320, "height": 640})

    signed_in.goto(f"{live_server.url}/dev/gallery/")

    assert _overflow(signed_in) == 0
    assert _problems(signed_in) == []
