"""Each text of the demo carries a mark; a reader finds those that are for that reader, and no other.

Who may read what is written by hand in `borgerforloeb.pages.demo.canaries`, apart from the rules that
are tested here (D7).
"""

import json
import logging
from contextlib import contextmanager

import pytest
from django.core import mail
from django.utils import timezone

from borgerforloeb.accounts.models import User
from borgerforloeb.casework.reminders import find_due as find_due_consents
from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.actions import deliver
from plans.reminders import find_due as find_due_plans
from tests.pages.filling import filled
from tests.security.walking import CPR, TOKEN, Reader

pytestmark = pytest.mark.usefixtures("db")

TOLD = ("freja", "mikkel", "rahbek_said", "torben", "poul_erik", "signe", "camille", "nadia", "maria", "maja")
OWN_PAGES = (
    "/",
    "/courses/",
    "/meetings/",
    "/overview/",
    "/log/",
    "/search/",
    "/profile/",
    "/staff-citizens/",
)
# A helper of one person and one field, two around a child of a family, and two without courses.
FEW = {
    "sanne": ("rahbek_said",),
    "trine": ("maja",),
    "sofie": ("maja",),
    "birthe": ("freja",),
    "frederik": ("freja",),
}


@pytest.fixture
def db():
    """Asked for so that this file alone has a test database too; what is in it is filled once, below."""


@pytest.fixture(scope="module")
def marked(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("var")
    with django_db_blocker.unblock(), filled(folder, canaries=True, date=timezone.localdate()) as facts:
        facts["by token"] = {canary["token"]: canary for canary in facts["canaries"]}
        facts["by key"] = {course["key"]: course["id"] for course in facts["courses"]}
        yield facts


@contextmanager
def _machine_log():
    """All that the machine's own log would hold, the lines of debugging too."""
    lines = []
    handler = logging.Handler(logging.DEBUG)
    handler.emit = lambda record: lines.append(record.getMessage() + str(record.exc_text or ""))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield lines
    finally:
        root.removeHandler(handler)


def _go(marked, username, keys, **how) -> Reader:
    reader = Reader(User.objects.get(username=username))
    for path in OWN_PAGES:
        reader.open(path)
    for key in keys:
        reader.walk(Course.objects.get(pk=marked["by key"][key]), **how)
        reader.open("/search/", {"q": next(c["name"] for c in marked["courses"] if c["key"] == key)})
    return reader


def _too_much(marked, reader) -> list[tuple[str, str]]:
    canaries, name = marked["by token"], reader.user.username
    return [
        (canaries[token]["field"], path)
        for token, path in reader.found.items()
        if name not in canaries[token]["may_read"]
    ]


def _leaks(marked, reader, lines) -> list[str]:
    """In what is kept outside the database: addresses, and the machine's log."""
    kept = [*reader.opened, *lines]
    return [line for line in kept if TOKEN.search(line) or CPR.search(line) or reader.session_key in line]


@pytest.mark.parametrize("username", FEW)
def test_nobody_finds_more(marked, username):
    with _machine_log() as lines:
        reader = _go(marked, username, FEW[username], most=1)
        reader.follow(20)

    assert _too_much(marked, reader) == []
    assert _leaks(marked, reader, lines) == []
    assert [path for path, status in reader.opened.items() if status >= 500] == []


def test_a_mail_tells_of_nobody(marked):
    today = timezone.localdate()
    find_due_plans(today)
    find_due_consents(today)
    deliver(timezone.now())

    assert mail.outbox
    said = [json.dumps([message.subject, message.body, message.extra_headers]) for message in mail.outbox]
    names = {person["name"] for course in marked["courses"] for person in course["persons"]}
    assert [text for text in said if TOKEN.search(text) or CPR.search(text)] == []
    assert [text for text in said if any(name in text for name in names)] == []


@pytest.mark.long
def test_nobody_finds_more_in_any_course(marked):
    """Every employee in every told course of theirs, and in some of others'."""
    amiss = {}
    for username in (user["username"] for user in marked["users"]):
        own = _courses_of(marked, username)
        others = [key for key in TOLD if key not in own][:1]
        with _machine_log() as lines:
            reader = _go(marked, username, [*own, *others], most=1)
            reader.follow(20)
        wrong = [*_too_much(marked, reader), *_leaks(marked, reader, lines)]
        if wrong:
            amiss[username] = wrong[:20]

    assert amiss == {}


def _courses_of(marked, username) -> list[str]:
    mine = {canary["course"] for canary in marked["canaries"] if username in canary["may_read"]}
    return [key for key in TOLD if marked["by key"][key] in mine]
