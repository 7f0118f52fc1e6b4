"""Something small that is tried for a while: begun, changed, read, and over by its date."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course, Stale
from plans.actions.trials import reopen_trial
from plans.models import Trial
from roles.models import Role
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    make_goal,
    make_user,
)
from tests.plans.factories import answer, make_trial, take_to_talk
from tests.plans.trying import AFTER, LAST_DAY, State, begin, change, close, refused, team_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def jonas(plan):
    return konsulent_of(plan.course)


def test_a_trial_is_written_on_a_goal_and_told_to_the_log(goal, jonas):
    trial = begin(goal)

    assert (trial.plan, trial.person, trial.version, trial.outcome) == (goal.plan, goal.person, 1, "")
    event = AuditEvent.objects.get(action="trial.added")
    assert (event.domain, event.level, event.person_ids) == (goal.domain, goal.level, [goal.person_id])
    assert trial.question not in str(event.details)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (TODAY - timedelta(days=1), State.PLANNED),
        (TODAY, State.RUNNING),
        (LAST_DAY, State.RUNNING),
        (AFTER, State.OVER),
    ],
)
def test_its_state_follows_from_the_day_alone(goal, today, state):
    trial = make_trial(goal, starts_on=TODAY, stops_on=LAST_DAY)

    assert trial.state(today) == state
    assert Trial.objects.not_over(today).exists() == (state != State.OVER)
    assert close(trial, today=AFTER).state(today) == State.CLOSED


def test_the_same_trial_sent_twice_is_one(goal):
    assert begin(goal) == begin(goal)
    assert begin(goal, question="Hjælper bussen?") != begin(goal)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"stops_on": TODAY - timedelta(days=1)}, "Dagen er gået"),
        ({"starts_on": AFTER, "stops_on": LAST_DAY}, "ikke stoppe, før den begynder"),
        ({"stops_on": TODAY + timedelta(weeks=13, days=1)}, "højst 13 uger"),
    ],
)
def test_days_that_cannot_be_are_refused(goal, fields, words):
    assert words in refused(begin, goal, **fields)
    assert not Trial.objects.exists()


def test_a_trial_of_thirteen_weeks_and_one_of_a_day_are_possible(goal):
    begin(goal, stops_on=TODAY + timedelta(weeks=13))
    begin(goal, question="I dag?", stops_on=TODAY)

    assert Trial.objects.count() == 2


def test_only_one_who_works_with_the_course_is_responsible(goal):
    assert "arbejder med forløbet" in refused(begin, goal, responsible=make_user())


def test_what_the_writer_may_not_read_is_not_saved(goal):
    assert "selv må læse" in refused(begin, goal, domain="health", level="domain")


def test_a_cap_in_kroner_is_set_by_those_who_see_costs(goal, jonas):
    with pytest.raises(PermissionDenied):
        begin(goal, cost_cap=2400)
    katrine = caseworker_of(goal.plan.course)
    trial = begin(goal, cost_cap=2400, by=katrine)
    with pytest.raises(PermissionDenied):
        change(trial, cost_cap=9000)

    trial.refresh_from_db()
    assert trial.cost_cap == 2400


def test_an_agreed_plan_takes_new_trials_and_ends_them_but_rewrites_none(plan, goal):
    answer(take_to_talk(plan))
    goal.refresh_from_db()

    trial = begin(goal)
    assert "Lav en ny kladde" in refused(change, trial, what="Tre formiddage.")
    assert close(trial).outcome == "stopped"


def test_a_trial_is_changed_and_the_log_names_the_fields(goal):
    trial = change(begin(goal), what="Tre formiddage.", effort="en halv dag")

    assert (trial.what, trial.effort, trial.version) == ("Tre formiddage.", "en halv dag", 2)
    assert AuditEvent.objects.get(action="trial.changed").details["fields"] == ["what", "effort"]


def test_a_second_writer_is_stopped(goal):
    trial = begin(goal)
    change(trial, what="Tre formiddage.")

    with pytest.raises(Stale):
        change(trial, what="Fire formiddage.")
    with pytest.raises(Stale):
        close(trial)


def test_one_that_is_over_gets_no_new_day_but_may_be_shown_to_fewer(goal):
    trial = begin(goal)

    assert "Prøvehandlingen er stoppet" in refused(
        change, trial, today=AFTER, stops_on=AFTER + timedelta(days=5)
    )
    assert change(trial, today=AFTER, level="domain").level == "domain"
    trial.refresh_from_db()
    assert trial.stops_on == LAST_DAY


def test_one_that_is_closed_is_not_rewritten_but_may_be_shown_to_fewer(goal):
    trial = close(begin(goal))

    assert "allerede afsluttet" in refused(change, trial, what="Noget andet.")
    assert change(trial, level="domain").level == "domain"


def test_what_is_shielded_stays_shielded_also_in_the_next_one(goal):
    goal.plan.course.assignments.update(sees_shielded=True)
    trial = begin(goal, level="shielded")
    assert "skærmet" in refused(change, trial, level="common").lower()
    close(trial, "widened")
    trial.refresh_from_db()

    assert "skærmet" in refused(begin, goal, question="Igen?", level="common", continues=trial).lower()
    assert begin(goal, question="Igen?", level="shielded", continues=trial).continues == trial


ACTS = {
    "add": lambda trial, by: begin(trial.goal, question="Ny?", by=by),
    "change": lambda trial, by: change(trial, by=by, what="x"),
    "close": lambda trial, by: close(trial, by=by),
    "reopen": lambda trial, by: reopen_trial(trial, version=1, by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_those_who_do_not_write_the_plan_try_nothing(plan, goal, act):
    trial = make_trial(goal)
    for by in (team_member(plan), make_user("Fremmed"), caseworker(plan)):
        with pytest.raises(PermissionDenied):
            ACTS[act](trial, by)


def caseworker(plan):
    user = make_user("Sagsbehandler")
    assign(user, plan.course, Role.CASEWORKER)
    return user


@pytest.mark.parametrize("act", ACTS)
def test_a_closed_course_tries_nothing(plan, goal, act):
    trial = make_trial(goal)
    Course.objects.update(status="closed", closed_on=TODAY, closing="job")

    with pytest.raises(PermissionDenied):
        ACTS[act](trial, konsulent_of(plan.course))


@pytest.mark.parametrize("act", ["change", "close", "reopen"])
def test_what_is_closed_to_the_writer_is_not_written(goal, act):
    with pytest.raises(PermissionDenied):
        ACTS[act](make_trial(goal, level="shielded"), konsulent_of(goal.plan.course))


def test_it_is_read_by_its_own_marks_and_those_of_its_goal(plan, goal, jonas):
    shown, hidden = make_trial(goal), make_trial(goal, "Skærmet", level="shielded")
    below = make_trial(make_goal(plan, "Skærmet mål", level="shielded"), "På et skærmet mål")

    assert list(Trial.objects.visible_to(jonas)) == [shown]
    assert not Trial.objects.visible_to(make_user()).exists()
    assert {hidden, below} <= set(Trial.objects.all())


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "stopped"},
        {"outcome": "stopped", "learned": "Nej.", "closed_on": TODAY},
        {"closed_on": TODAY},
        {"outcome": "help", "learned": "Ja.", "closed_on": TODAY},
    ],
)
def test_the_database_keeps_no_end_that_is_half_told(goal, jonas, fields):
    trial = make_trial(goal)
    by = {"closed_by": jonas} if fields.get("outcome") == "help" else {}

    with pytest.raises(IntegrityError), transaction.atomic():
        Trial.objects.filter(pk=trial.pk).update(**fields, **by)


def test_the_first_day_of_one_that_has_begun_stands(goal):
    """Moved on and on, it would last for ever; moved to a day that comes, it would not have been tried."""
    trial = begin(goal)

    with pytest.raises(ValidationError, match="første dag står fast"):
        change(trial, today=TODAY + timedelta(days=1), starts_on=TODAY + timedelta(days=1))


def test_who_may_not_read_the_goal_reads_nothing_that_is_tried_on_it(plan, goal):
    trial = begin(goal)
    teacher = make_user("Lærer")
    assign(teacher, plan.course)
    assert Trial.objects.visible_to(teacher).get() == trial

    goal.level = "shielded"
    goal.save()

    assert not Trial.objects.visible_to(teacher).exists()
