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
from tests.security.reading_for_a_while import LEADER, ON_DUTY, opened, reads
from tests.security.walking import CPR, PAPER, READ, TOKEN, Reader

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
# The two who hold the plan, and a helper of another field: all that each may read, and paper.
WHOLE = {"katrine": "freja", "jonas": "freja", "sanne": "freja"}
LOG_REVIEWER = "vera"


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


def _not_found(reader, due) -> list[tuple[str, str]]:
    """Each kind of text that this reader looks for in vain, and one of its marks."""
    missing = {one["field"]: one["token"] for one in due if one["token"] not in reader.found}
    return sorted(missing.items())


def _due(marked, username, keys) -> list[dict]:
    courses = {marked["by key"][key] for key in keys}
    return [one for one in marked["canaries"] if one["course"] in courses and username in one["may_read"]]


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


@pytest.mark.parametrize("username", WHOLE)
def test_what_may_be_read_is_found(marked, username):
    """On a page that is there to be read: a text that no page shows is lost to those who need it."""
    key = WHOLE[username]
    reader = _go(marked, username, [key], only=READ)

    due = _due(marked, username, [key])
    assert len(due) > 100
    assert _not_found(reader, due) == []
    assert _too_much(marked, reader) == []


def test_paper_tells_the_reader_no_more(marked):
    """What a helper of one field can print: each edition and each letter."""
    reader = Reader(User.objects.get(username="sanne"))
    reader.walk(Course.objects.get(pk=marked["by key"]["freja"]), most=1, papers=True, only=PAPER)

    assert "application/pdf" in reader.types
    assert len(reader.found) > 20
    assert _too_much(marked, reader) == []


@pytest.mark.parametrize("username", [LEADER, ON_DUTY])
def test_who_reads_for_a_while_finds_what_may_be_read_and_no_more(marked, username):
    course = marked["by key"]["freja"]
    with opened(username, course):
        reader = _go(marked, username, ["freja"], papers=True, only=READ | PAPER)

    of_it = [one for one in marked["canaries"] if one["course"] == course]
    due = {one["token"]: one for one in of_it if reads(username, one)}
    assert len(due) > 100
    assert _not_found(reader, due.values()) == []
    found = reader.found.items()
    assert [(marked["by token"][one]["field"], path) for one, path in found if one not in due] == []
    assert "application/pdf" not in reader.types


def test_who_looks_through_the_log_finds_no_text(marked):
    reader = _go(marked, LOG_REVIEWER, ["freja"], only=READ)
    reader.follow(40)

    assert reader.found == {}


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
    """Every employee in every told course of theirs, and in some of others'; paper for those of FEW."""
    amiss = {}
    for username in (user["username"] for user in marked["users"]):
        own = _courses_of(marked, username)
        others = [key for key in TOLD if key not in own][:1]
        with _machine_log() as lines:
            reader = _go(marked, username, [*own, *others], most=1, papers=username in FEW)
            reader.follow(20)
        wrong = [*_too_much(marked, reader), *_leaks(marked, reader, lines)]
        if wrong:
            amiss[username] = wrong[:20]

    assert amiss == {}


@pytest.mark.long
def test_every_employee_finds_what_may_be_read(marked):
    """In every told course of theirs; who has none, in one that was not told."""
    amiss = {}
    for username in (user["username"] for user in marked["users"]):
        own = _courses_of(marked, username) or _untold_of(marked, username)
        reader = _go(marked, username, own, only=READ)
        if missing := _not_found(reader, _due(marked, username, own)):
            amiss[username] = missing

    assert amiss == {}


def _courses_of(marked, username) -> list[str]:
    mine = _ids_of(marked, username)
    return [key for key in TOLD if marked["by key"][key] in mine]


def _untold_of(marked, username) -> list[str]:
    mine = _ids_of(marked, username)
    return [key for key, course in marked["by key"].items() if course in mine][:1]


def _ids_of(marked, username) -> set[str]:
    return {canary["course"] for canary in marked["canaries"] if username in canary["may_read"]}
