"""The rows of the plan page that are made in Python: what a person wrote is text, never HTML."""

import pytest

from plans import rows
from plans.agreement_cards import AgreementRow
from plans.cards import Help, Step

HOSTILE = "<script>\"&'{pk}"
ESCAPED = "&lt;script&gt;&quot;&amp;&#x27;{pk}"


@pytest.fixture
def desk():
    return _desk(may_write=True, may_set_status=True)


def _desk(**may) -> rows.Desk:
    may = {"may_edit": True, "sees_costs": True, "may_answer": False, "user_id": 1} | may
    return rows.Desk(url="/p/", notes_url="/n/", **may)


def _help(words: str, missing: str = "") -> Help:
    return Help(
        pk=3, title=words, law=words, missing=missing, who=words, hours=words, period=words, status=words,
        cost=words,
    )  # fmt: skip


def _agreement(words: str) -> AgreementRow:
    return AgreementRow(
        pk=4,
        what=words,
        who=words,
        when=words,
        late="",
        terms=words,
        kept=words,
        circle=words,
        outcome=words,
        open=True,
    )


@pytest.mark.parametrize("can_tick", [True, False])
def test_steps_escape_what_was_written(can_tick):
    made = rows.steps([Step(1, HOSTILE, HOSTILE, done=False)], can_tick=can_tick)

    assert (made.count(ESCAPED), "<script" in made) == (2, False)


@pytest.mark.parametrize("when", ["", HOSTILE])
def test_who_takes_a_step_is_escaped_and_comes_before_the_day(when):
    made = rows.steps([Step(1, "Ringer", when, done=False, who=HOSTILE)], can_tick=False)

    assert (made.count(ESCAPED), "<script" in made) == (1 + bool(when), False)
    assert '<span class="bf-meta"><span class="bf-private">' in made


def test_helps_escape_what_was_written(desk):
    made = rows.helps("1", [_help(HOSTILE), _help("Ro", missing=HOSTILE)], desk)

    assert (made.count(ESCAPED), "<script" in made) == (9, False)


def test_agreements_escape_what_was_written(desk):
    made = rows.agreements([_agreement(HOSTILE)], desk) + rows.ended_agreements([_agreement(HOSTILE)], desk)

    assert (made.count(ESCAPED), "<script" in made) == (18, False)


def test_a_step_says_the_state_that_is_wanted():
    made = rows.steps([Step(1, "Ringer", "", done=True), Step(2, "Skriver", "", done=False)], can_tick=True)

    assert 'name="undone" value="1" aria-pressed="true"' in made
    assert 'name="done" value="2" aria-pressed="false"' in made


def test_without_leave_to_tick_the_state_is_said():
    made = rows.steps([Step(1, "Ringer", "", done=True)], can_tick=False)

    assert ("Nået: " in made, "<button" in made) == (True, False)


@pytest.mark.parametrize(
    ("may_write", "may_set_status", "address"),
    [
        (True, True, "/p/interventions/3/edit/"),
        (False, True, "/p/interventions/3/status/"),
        (False, False, ""),
    ],
)
def test_a_help_is_changed_as_far_as_one_may(may_write, may_set_status, address):
    desk = _desk(may_write=may_write, may_edit=False, may_set_status=may_set_status, sees_costs=False)

    made = rows.helps("1", [_help("Bostøtte")], desk)

    assert (f'hx-get="{address}"' in made) == bool(address)
    assert ("<a " in made, "Pris om året" in made) == (bool(address), False)


def test_an_agreement_names_itself_to_those_who_do_not_see_the_row(desk):
    made = rows.agreements([_agreement("Ringer")], desk)

    assert 'Luk<span class="sr-only"> aftalen: Ringer</span>' in made
    assert 'hx-target="#i-aftaler" hx-swap="innerHTML"' in made
