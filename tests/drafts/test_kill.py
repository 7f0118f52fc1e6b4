"""The web is killed in the midst of it (D45): what it has said yes to stands there when it is back."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from random import Random
from threading import Thread
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from django.db import connection

from borgerforloeb.drafts.actions import open_draft
from borgerforloeb.drafts.keys import Key
from borgerforloeb.drafts.models import Draft
from borgerforloeb.launch import web
from tests.browser.conftest import session_cookie
from tests.factories import make_user

pytestmark = [
    pytest.mark.long,
    pytest.mark.usefixtures("truncatable"),
    pytest.mark.django_db(transaction=True),
]
KILLS = 15
TOKEN = "b" * 32
DEMO = {"DEBUG": "1", "DEMO": "1"}  # no second factor is asked for


class Writer(Thread):
    """Sends the text a little longer each time, until nobody answers."""

    def __init__(self, address: str, cookies: str, key: str) -> None:
        super().__init__()
        self.address, self.cookies, self.key = address, cookies, key
        self.acknowledged = 0

    def run(self) -> None:
        number = self.acknowledged
        while True:
            number += 1
            fields = {"kept": self.key, "text": "a" * number, "turn": number, "csrfmiddlewaretoken": TOKEN}
            request = Request(f"{self.address}/drafts/", urlencode(fields).encode())
            request.add_header("Cookie", self.cookies)
            request.add_header("HX-Request", "true")
            try:
                with urlopen(request, timeout=20) as answer:
                    said = answer.read().decode()
            except (URLError, OSError, HTTPException):  # also one that was cut off in the midst of its answer
                return
            if not said.startswith("Kladde gemt"):
                return
            self.acknowledged = number


@contextmanager
def whole_wall() -> Iterator[None]:
    """The web starts only with every trigger in its place; the tests have put some aside."""
    with connection.cursor() as cursor:
        cursor.execute("select tgrelid::regclass::text, tgname from pg_trigger where tgenabled = 'D'")
        aside = cursor.fetchall()
        for table, name in aside:
            cursor.execute(f'alter table {table} enable trigger "{name}"')
        try:
            yield
        finally:
            for table, name in aside:
                cursor.execute(f'alter table {table} disable trigger "{name}"')


def environment() -> dict[str, str]:
    url = urlsplit(os.environ["DATABASE_URL"])
    own = url._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return dict(os.environ) | {"DATABASE_URL": own, "SECRET_KEY": settings.SECRET_KEY, **DEMO}


def start(var: Path) -> tuple[web.Child, str]:
    with web.free_port(8800) as listening:
        address = f"http://{web.HOST}:{listening.getsockname()[1]}"
        child = web.web(var, listening, environment())
        child.start()
    child.wait_until(lambda: web.answers(address), 60)
    return child, address


def test_what_was_acknowledged_stands_after_each_kill(tmp_path):
    for folder in ("log", "run"):
        (tmp_path / folder).mkdir()
    anna, chance = make_user(), Random(45)
    key = Key.new("/courses/", None, anna.pk)
    lost, acknowledged = [], 0
    with whole_wall():
        for _ in range(KILLS):
            child, address = start(tmp_path)
            cookie = session_cookie(anna, address)
            writer = Writer(address, f"csrftoken={TOKEN}; {cookie['name']}={cookie['value']}", key.signed())
            writer.acknowledged = acknowledged
            writer.start()
            time.sleep(0.3 + chance.random())
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
            writer.join(30)
            stands = len(dict(open_draft(Draft.objects.get()))["text"])
            # One more may stand there: received, and killed before it was answered.
            if not writer.acknowledged <= stands <= writer.acknowledged + 1:
                lost.append((writer.acknowledged, stands))
            assert writer.acknowledged > acknowledged
            acknowledged = stands

    assert lost == []
