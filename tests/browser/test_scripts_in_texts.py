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
        made = make_world()
        write_everywhere(SCRIPTS)
        return made


def test_no_script_of_a_text_runs(world, sign_in, live_server, page):
    said, planted = [], {}
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if "Content Security" in line.text else None)
    page.on("request", lambda asked: said.append(asked.url) if live_server.url not in asked.url else None)
    sign_in(world.visitors["coordinator"])

    for name in opened_for("coordinator"):
        if name not in NOT_PAGES and not name.startswith(("account_", "mfa_")):
            page.goto(live_server.url + address_of(world, name), wait_until="load")
            if number := page.evaluate(FOUND):
                planted[name] = number

    assert said == []
    assert planted == {}
