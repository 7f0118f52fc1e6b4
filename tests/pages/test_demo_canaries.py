"""Every text carries its own mark, and the file says who may read it; the pages are held against that."""

import pytest
from django.utils import timezone

from borgerforloeb.accounts.models import User
from plans.models import Goal, Note, PlanVersion
from roles.models import Assignment
from roles.permissions import visible_courses
from tests.pages.filling import filled

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db():
    """Asked for so that this file alone has a test database too; what is in it is filled once, below."""


@pytest.fixture(scope="module")
def marked(django_db_setup, django_db_blocker, tmp_path_factory):
    # Of today, for the gate asks by the day of the database: a consent of the demo may run out.
    given = {"canaries": True, "date": timezone.localdate()}
    with django_db_blocker.unblock(), filled(tmp_path_factory.mktemp("var"), **given) as facts:
        yield facts


def test_each_mark_is_there_once(marked):
    tokens = [canary["token"] for canary in marked["canaries"]]
    written = {text.rsplit(" ", 1)[1] for text in Note.objects.values_list("text", flat=True)}

    assert len(tokens) == len(set(tokens))
    assert written <= set(tokens)
    told = {"token", "field", "course", "person", "domain", "level", "is_draft", "may_read"}
    assert set(marked["canaries"][0]) == told


def test_versions_hold_the_marked_texts(marked):
    titles = {goal["title"].rsplit(" ", 1)[1] for goal in PlanVersion.objects.first().content["goals"]}

    assert titles <= {canary["token"] for canary in marked["canaries"]}


def test_the_gate_agrees_with_the_expectations_written_by_hand(marked):
    readers = {canary["token"]: canary["may_read"] for canary in marked["canaries"]}
    for username in ("katrine", "jonas", "sanne", "sofie", "trine", "birthe", "frederik", "pia", "dorthe"):
        user = User.objects.get(username=username)
        for model, field in ((Goal, "title"), (Note, "text")):
            seen = {
                text.rsplit(" ", 1)[1]
                for text in model.objects.visible_to(user).values_list(field, flat=True)
            }
            marks = {text.rsplit(" ", 1)[1] for text in model.objects.values_list(field, flat=True)}
            assert seen == {mark for mark in marks if username in readers[mark]}


def test_what_yusuf_told_stays_with_those_he_chose(marked):
    secret = Note.objects.get(text__startswith="Samtale med Yusuf alene")

    token = secret.text.rsplit(" ", 1)[1]
    assert next(c["may_read"] for c in marked["canaries"] if c["token"] == token) == ["jonas", "sofie"]


def test_a_mother_and_one_who_is_not_wanted_read_nothing_though_they_are_on_the_team(marked):
    for username in ("pia", "dorthe"):
        user = User.objects.get(username=username)
        on_paper = set(Assignment.objects.in_force().filter(user=user).values_list("course", flat=True))
        [closed] = on_paper - set(visible_courses(user).values_list("pk", flat=True))
        marks = [canary for canary in marked["canaries"] if canary["course"] == str(closed)]

        assert marks
        assert not [canary for canary in marks if username in canary["may_read"]]
