"""Something small that is tried for a while: it stops by its date, and somebody says how it went."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course, Stale
from borgerforloeb.notices.models import Notice
from plans.actions.interventions import remove_intervention
from plans.actions.trials import add_trial, change_trial, close_trial, reopen_trial
from plans.models import Intervention, Trial
from plans.reminders import TRIAL, find_due
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

pytestmark = pytest.mark.django_db
LAST_DAY = TODAY + timedelta(weeks=3)
AFTER = LAST_DAY + timedelta(days=1)
State = Trial.State


@pytest.fixture
def jonas(plan):
    return konsulent_of(plan.course)


def begin(goal, **changed):
    fields = {
        "question": "Hjælper det at begynde kl. 10?",
        "what": "To formiddage.",
        "looks_at": "fremmøde",
        "starts_on": TODAY,
        "stops_on": LAST_DAY,
        "domain": goal.domain,
        "level": goal.level,
        "today": TODAY,
        "by": konsulent_of(goal.plan.course),
    }
    fields |= {"responsible": fields["by"]} | changed
    return add_trial(goal, **fields)


def change(trial, today=TODAY, **fields):
    return change_trial(
        trial, **{"version": trial.version, "today": today, "by": konsulent_of(trial.plan.course)} | fields
    )


def close(trial, outcome="stopped", learned="Nej, det var bussen.", today=TODAY, **fields):
    told = {"outcome": outcome, "learned": learned, "version": trial.version, "today": today}
    return close_trial(trial, **{**told, "by": konsulent_of(trial.plan.course)} | fields)


def refused(act, *arguments, **fields):
    with pytest.raises(ValidationError) as refusal:
        act(*arguments, **fields)
    return " ".join(refusal.value.messages)


def team_member(plan):
    anna = make_user()
    assign(anna, plan.course)
    return anna


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


def told():
    return [(one.object_key, one.recipient, one.due_on) for one in Notice.objects.filter(settled_at=None)]


def test_who_is_responsible_is_reminded_once_when_it_is_over(goal):
    anna = team_member(goal.plan)
    trial = make_trial(goal, responsible=anna, stops_on=LAST_DAY)

    assert find_due(LAST_DAY) == 0
    assert find_due(AFTER) == 1
    assert find_due(AFTER) == 0

    assert told() == [(f"trial:{trial.pk}", anna, AFTER)]
    assert Notice.objects.get().kind == TRIAL
    assert Notice.objects.get().path == f"/courses/{goal.plan.course_id}/plan/trials/"


def test_the_reminder_goes_when_somebody_says_how_it_went(goal):
    trial = make_trial(goal, stops_on=LAST_DAY)
    find_due(AFTER)

    close(trial, today=AFTER)

    assert told() == []
    assert find_due(AFTER) == 0


def test_the_borgerkonsulent_is_reminded_for_one_who_has_left(goal, jonas):
    trial = make_trial(goal, responsible=make_user("Gået"), stops_on=LAST_DAY)

    find_due(AFTER)

    assert told() == [(f"trial:{trial.pk}", jonas, AFTER)]


def test_a_closed_course_reminds_of_no_trial(goal):
    make_trial(goal, stops_on=LAST_DAY)
    Course.objects.update(status="closed", closed_on=TODAY, closing="job")

    assert find_due(AFTER) == 0


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
