"""How a page is looked at: by axe, by a ruler at two widths, by its console, and by a camera if asked."""

import os
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Locator, Page, ViewportSize

DESK: ViewportSize = {"width": 1400, "height": 1000}
PHONE: ViewportSize = {"width": 390, "height": 844}
SHOTS = os.environ.get("SCREENSHOTS")

VIOLATIONS = """axe.run({resultTypes: ["violations"]}).then(results => results.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)))"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Looking:
    """Goes over every page that it is led to and remembers what is wrong, by the page's name."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.wrong: dict[str, list[str]] = {}
        self._said: list[str] = []
        self.work_at(DESK)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._said.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())

    def _hear(self, message: ConsoleMessage) -> None:
        address = message.location["url"].removeprefix(self.base)
        # Chromium complains of the status of a page too, and that is for the test to expect.
        if message.type == "error" and address != self.page.url.removeprefix(self.base):
            self._said.append(f"{message.text} ({address})")

    def work_at(self, size: ViewportSize) -> None:
        """What is done is done at this size; each page is looked at in both all the same."""
        self.size = size
        self.page.set_viewport_size(size)

    def visit(self, address: str, name: str = "", *, status: int = 200) -> None:
        answer = self.page.goto(self.base + address)
        if answer.status != status:
            self._said.append(f"answered {answer.status}")
        self.look(name or address)

    def follow(self, way: Locator, name: str) -> None:
        """Where a link or a button leads: the page that comes is looked at, not the one that goes."""
        with self.page.expect_navigation():
            way.click()
        self.look(name)

    def look(self, name: str, *, widths: tuple[dict, ...] = (DESK, PHONE)) -> None:
        """At the page as it stands; nothing in it is loaded again between the widths."""
        self.page.evaluate(AXE_SCRIPT)
        found = []
        for size in widths:
            self.page.set_viewport_size(size)
            width = size["width"]
            found += [f"{width}: {violation}" for violation in self.page.evaluate(VIOLATIONS)]
            if (pixels := self.page.evaluate(OVERFLOW)) > 0:
                found.append(f"{width}: {pixels} px wider than the window")
            self._shoot(name, width)
        self.page.set_viewport_size(self.size)
        found += self._said
        self._said.clear()
        if found:
            self.wrong.setdefault(name, []).extend(found)

    def _shoot(self, name: str, width: int) -> None:
        if SHOTS:
            file = name.strip("/").replace("/", "-").replace(":", "-") or "start"
            self.page.screenshot(path=Path(SHOTS) / f"{file}-{width}.png", full_page=True)
