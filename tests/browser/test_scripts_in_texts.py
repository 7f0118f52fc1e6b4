"""Pages with scripts in every text, opened in a real browser: nothing runs, and no policy has to stop it."""

import pytest
from django.db import transaction

from tests.access.world import make_world
from tests.browser.test_every_page import NOT_PAGES, address_of, opened_for
from tests.security.payloads import MARK, SCRIPTS, write_everywhere

FOUND = f"""() => document.querySelectorAll('[{MARK}]').length
    + document.querySelectorAll('script:not([src]), base, iframe, object, embed, [style], [onload]').length
    + [...document.links].filter(link => link.protocol === "javascript:").length"""


@pytest.fixture
def world(law):
    with transaction.atomic():
        return make_world()


def walk(world, visitors, sign_in, live_server, page) -> tuple[list[str], dict[str, int]]:
    """Every page that they may open, each page once: what the browser said, and what was planted."""
    said, planted, seen = [], {}, set()
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if "Content Security" in line.text else None)
    page.on("request", lambda asked: said.append(asked.url) if live_server.url not in asked.url else None)
    for visitor in visitors:
        sign_in(world.visitors[visitor])
        for name in sorted(set(opened_for(visitor)) - seen - NOT_PAGES):
            if not name.startswith(("account_", "mfa_")):
                page.goto(live_server.url + address_of(world, name), wait_until="load")
                if number := page.evaluate(FOUND):
                    planted[name] = number
        seen |= set(opened_for(visitor))
    return said, planted


def test_no_script_of_a_text_runs(world, sign_in, live_server, page):
    with transaction.atomic():
        write_everywhere(SCRIPTS)

    assert walk(world, ["coordinator"], sign_in, live_server, page) == ([], {})


@pytest.mark.long
@pytest.mark.parametrize("turn", range(5, 40, 9))
def test_nor_of_another_text_or_before_anybody_else(world, sign_in, live_server, page, turn):
    """A short field holds three or four of the forty: each turn begins with others."""
    with transaction.atomic():
        write_everywhere(SCRIPTS, turn)
    visitors = [name for name, user in world.visitors.items() if user is not None]

    assert walk(world, visitors, sign_in, live_server, page) == ([], {})
