"""How a trial went: closed with what was learned, become help, gone on, and undone."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from borgerforloeb.audit.models import AuditEvent
from plans.actions.interventions import remove_intervention
from plans.actions.trials import reopen_trial
from plans.models import Intervention
from tests.factories import (
    TODAY,
    konsulent_of,
    make_goal,
)
from tests.plans.factories import answer, make_trial, take_to_talk
from tests.plans.trying import AFTER, begin, close, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def jonas(plan):
    return konsulent_of(plan.course)


def test_closing_keeps_how_it_went_and_who_said_so(goal, jonas):
    trial = close(begin(goal), today=AFTER)

    assert (trial.outcome, trial.learned) == ("stopped", "Nej, det var bussen.")
    assert (trial.closed_on, trial.closed_by) == (AFTER, jonas)
    event = AuditEvent.objects.get(action="trial.closed")
    assert event.details["outcome_of"] == "stopped"
    assert "bussen" not in str(event.details)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"learned": "  "}, "hvordan det gik"),
        ({"outcome": ""}, "hvad der så skal ske"),
        ({"outcome": "lost"}, "hvad der så skal ske"),
        ({"outcome": "help"}, "hvad indsatsen skal hedde"),
        ({"outcome": "widened", "today": TODAY - timedelta(days=1)}, "ikke begyndt endnu"),
    ],
)
def test_an_end_that_says_too_little_is_refused(goal, fields, words):
    trial = begin(goal)

    assert words in refused(close, trial, **fields)
    trial.refresh_from_db()
    assert not trial.is_closed
    assert not Intervention.objects.exists()


def test_one_that_has_not_begun_can_be_dropped(goal):
    assert close(begin(goal), today=TODAY - timedelta(days=1)).outcome == "stopped"


def test_it_is_closed_once(goal):
    assert "allerede afsluttet" in refused(close, close(begin(goal)))


def test_it_becomes_help_by_the_ordinary_act_with_its_own_marks(goal):
    trial = close(begin(goal, level="domain"), "help", title="Fast makker i værkstedet")

    help_ = goal.interventions.get()
    assert trial.intervention == help_
    assert (help_.title, help_.status, help_.level, help_.domain) == (
        "Fast makker i værkstedet", "idea", "domain", goal.domain,
    )  # fmt: skip
    assert help_.decision is None
    assert AuditEvent.objects.filter(action="plan.intervention_added").count() == 1


def test_it_becomes_no_help_in_an_agreed_plan(plan, goal):
    trial = begin(goal)
    answer(take_to_talk(plan))

    assert "Lav en ny kladde" in refused(close, trial, "help", title="Fast makker")
    trial.refresh_from_db()
    assert not trial.is_closed


def test_help_that_came_of_a_trial_is_not_taken_away(goal, jonas):
    trial = close(begin(goal), "help", title="Fast makker")

    assert "prøvehandling" in refused(remove_intervention, trial.intervention, by=jonas)
    assert goal.interventions.count() == 1


def test_one_that_is_widened_goes_on_in_the_next(goal):
    first = close(begin(goal), "widened")

    second = begin(goal, question="Holder det alle dage?", continues=first)

    assert list(first.continued_by.all()) == [second]


@pytest.mark.parametrize("outcome", ["", "stopped"])
def test_only_what_is_widened_goes_on(goal, outcome):
    first = close(begin(goal), outcome) if outcome else begin(goal)

    assert "udvides" in refused(begin, goal, question="Igen?", continues=first)


def test_a_trial_goes_on_from_one_of_its_own_goal_alone(plan, goal):
    other = close(begin(make_goal(plan, "Et andet mål")), "widened")

    with pytest.raises(PermissionDenied):
        begin(goal, continues=other)


def test_an_end_is_undone_and_the_words_stay(goal, jonas):
    trial = reopen_trial(close(begin(goal)), version=2, by=jonas)

    assert (trial.outcome, trial.closed_on, trial.closed_by) == ("", None, None)
    assert trial.learned == "Nej, det var bussen."
    assert trial.version == 3
    assert AuditEvent.objects.filter(action="trial.reopened").count() == 1


def test_an_end_that_led_to_more_is_not_undone(goal, jonas):
    helped = close(begin(goal), "help", title="Fast makker")
    widened = close(begin(goal, question="Igen?"), "widened")
    begin(goal, question="Og igen?", continues=widened)

    assert "indsats" in refused(reopen_trial, helped, version=2, by=jonas)
    assert "bygger videre" in refused(reopen_trial, widened, version=2, by=jonas)
    assert "ikke afsluttet" in refused(reopen_trial, begin(goal, question="Nu?"), version=1, by=jonas)


def test_a_next_one_that_is_hidden_is_not_told_of_by_a_refusal(goal, jonas):
    widened = close(begin(goal), "widened")
    make_trial(goal, "Skjult", continues=widened, level="shielded")

    assert reopen_trial(widened, version=2, by=jonas).outcome == ""
