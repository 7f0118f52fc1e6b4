"""Who helps proposes, the coordinator answers, and only they are told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from plans.actions.adjustments import ANSWERED, PROPOSED
from plans.actions.goals import change_goal, change_subgoal, end_goal, remove_subgoal
from plans.actions.interventions import remove_intervention
from plans.models import AdjustmentRequest, Intervention, Plan
from roles.actions import end_assignment
from roles.models import Assignment, Role
from tests.factories import TODAY, assign, caseworker_of, konsulent_of, make_goal, make_user
from tests.networkmeetings.made import START
from tests.plans.factories import answer, make_intervention, take_to_talk
from tests.plans.proposing import actions, answered, proposed, told, withdrawn

pytestmark = pytest.mark.django_db


def make_deputy(goal, user) -> None:
    stood_in = Assignment.objects.get(user=caseworker_of(goal.plan.course), role=Role.COORDINATING_CASEWORKER)
    assign(user, goal.plan.course, Role.DEPUTY, deputy_for=stood_in, ends_on=TODAY + timedelta(days=900))


def test_other_words_for_the_goal_are_proposed_and_the_coordinator_alone_is_told(goal):
    assign(make_user("Sanne Krogh"), goal.plan.course)

    row = proposed(goal)

    assert (row.before, row.after, row.status) == (goal.title, "Jeg åbner min post", "open")
    assert told(PROPOSED) == [caseworker_of(goal.plan.course).pk]
    event = AuditEvent.objects.get()
    assert (event.action, event.details) == ("adjustment.made", {"kind_of": "words"})
    goal.refresh_from_db()
    assert goal.title == row.before


@pytest.mark.parametrize("role", [Role.TEAM_MEMBER, Role.CASEWORKER])
def test_who_may_not_write_the_plan_may_propose(goal, role):
    sanne = make_user("Sanne Krogh")
    assign(sanne, goal.plan.course, role)

    assert proposed(goal, by=sanne).proposed_by == sanne


def test_nobody_else_proposes(goal):
    for user in (caseworker_of(goal.plan.course), make_user("Stig Fremmed")):
        with pytest.raises(PermissionDenied):
            proposed(goal, by=user)


def test_what_one_may_not_read_is_not_proposed_about(goal):
    hidden = make_goal(goal.plan, domain="health", level="domain")
    help_ = make_intervention(goal, domain="health", level="domain")

    for about, key in ((hidden, "words"), (goal, f"hours-{help_.pk}")):
        with pytest.raises(PermissionDenied):
            proposed(about, "2", key)


def test_an_adjustment_that_nobody_could_answer_is_refused(goal):
    hidden = make_goal(goal.plan, domain="health", level="domain")
    nurse = make_user("Lone Bak")
    assign(nurse, goal.plan.course, domains=["health"])

    with pytest.raises(ValidationError, match="må ikke læse målet"):
        proposed(hidden, by=nurse)


@pytest.mark.parametrize(
    ("key", "after", "words"),
    [
        ("words", "Jeg klarer post og regninger selv", "står der allerede"),
        ("words", "  ", "hvad der skal stå"),
        ("hours", "meget", "som et tal"),
        ("hours", "-1", "som et tal"),
        ("hours", "4", "står der allerede"),
    ],
)
def test_what_is_no_change_or_no_number_is_refused(goal, key, after, words):
    help_ = make_intervention(goal, hours_per_week=4)

    with pytest.raises(ValidationError, match=words):
        proposed(goal, after, key if key == "words" else f"hours-{help_.pk}")
    assert not AdjustmentRequest.objects.exists()


def test_nothing_is_proposed_on_a_goal_that_has_ended(goal):
    end_goal(goal, status="reached", why="Det går.", on=TODAY, by=caseworker_of(goal.plan.course))
    goal.refresh_from_db()

    with pytest.raises(ValidationError, match="afsluttet"):
        proposed(goal)


def test_the_same_adjustment_sent_twice_is_one(goal):
    assert proposed(goal) == proposed(goal)
    assert len(told(PROPOSED)) == 1


def test_a_yes_writes_the_words_and_tells_who_proposed(goal):
    row = answered(proposed(goal), at=START + timedelta(days=1))

    goal.refresh_from_db()
    assert (goal.title, goal.version) == ("Jeg åbner min post", 1)
    assert (row.status, row.result) == ("accepted", "Jeg åbner min post")
    assert told(PROPOSED) == []
    assert told(ANSWERED) == [konsulent_of(goal.plan.course).pk]
    assert actions() == ["adjustment.made", "plan.goal_changed", "adjustment.answered"]


def test_a_yes_with_a_change_writes_the_words_of_the_coordinator(goal):
    step = goal.subgoals.create(text="Åbner e-Boks")
    answered(proposed(goal, "Åbner al post", f"step-{step.pk}"), "changed", result="Åbner e-Boks hver mandag")

    step.refresh_from_db()
    assert step.text == "Åbner e-Boks hver mandag"
    assert actions()[1:] == ["plan.subgoal_changed", "adjustment.answered"]


def test_a_new_step_is_added(goal):
    answered(proposed(goal, "Ringer til banken", "step"))

    assert goal.subgoals.get().text == "Ringer til banken"


def test_hours_are_changed_on_the_help(goal):
    help_ = make_intervention(goal, hours_per_week=4)
    row = answered(proposed(goal, "2,5", f"hours-{help_.pk}"), "changed", result="3")

    help_.refresh_from_db()
    assert help_.hours_per_week == Decimal(3)
    assert (row.before, row.after, row.result) == ("4.00", "2.50", "3.00")


def test_a_no_takes_a_reason_and_changes_nothing(goal):
    row = proposed(goal)
    with pytest.raises(ValidationError, match="Skriv hvorfor"):
        answered(row, "declined")

    answered(row, "declined", reason="Freja vil have ordet regninger med.")

    goal.refresh_from_db()
    assert goal.title == row.before
    assert told(ANSWERED) == [konsulent_of(goal.plan.course).pk]


@pytest.mark.parametrize(
    ("status", "result", "words"),
    [("changed", "", "hvad der skal stå"), ("withdrawn", "", "Vælg et svar"), ("open", "", "Vælg et svar")],
)
def test_an_answer_that_says_nothing_is_refused(goal, status, result, words):
    with pytest.raises(ValidationError, match=words):
        answered(proposed(goal), status, result=result)


def test_only_who_coordinates_answers(goal):
    row = proposed(goal)
    sanne = make_user("Sanne Krogh")
    assign(sanne, goal.plan.course)

    for user in (konsulent_of(goal.plan.course), sanne, make_user("Stig Fremmed")):
        with pytest.raises(PermissionDenied):
            answered(row, by=user)


def test_who_stands_in_for_the_coordinator_answers_and_not_herself(goal):
    jonas, deputy = konsulent_of(goal.plan.course), make_user("Ida Ny")
    make_deputy(goal, jonas)
    make_deputy(goal, deputy)
    row = proposed(goal, by=jonas)

    assert set(told(PROPOSED)) == {caseworker_of(goal.plan.course).pk, deputy.pk}
    with pytest.raises(PermissionDenied):
        answered(row, by=jonas)
    assert answered(row, by=deputy).answered_by == deputy


def test_an_answer_is_given_once(goal):
    row = answered(proposed(goal))

    for act in (lambda: answered(row, "declined", reason="Nej."), lambda: withdrawn(row)):
        with pytest.raises(ValidationError, match="allerede besvaret"):
            act()


def test_what_was_changed_while_one_looked_is_looked_at_again(goal):
    row = proposed(goal)
    by = caseworker_of(goal.plan.course)
    change_goal(goal, version=0, title="Jeg klarer min post", by=by)

    with pytest.raises(ValidationError, match="ændret, mens du så på det"):
        answered(row)
    answered(row, seen="Jeg klarer min post")

    goal.refresh_from_db()
    assert goal.title == "Jeg åbner min post"


def test_a_step_that_is_gone_can_only_be_declined(goal):
    step = goal.subgoals.create(text="Åbner e-Boks")
    row = proposed(goal, "Åbner al post", f"step-{step.pk}")
    remove_subgoal(step, by=caseworker_of(goal.plan.course))

    with pytest.raises(ValidationError, match="fjernet fra planen"):
        answered(row, seen="")
    assert answered(row, "declined", reason="Delmålet er væk.").status == "declined"


def test_a_goal_that_ended_meanwhile_is_not_changed(goal):
    row = proposed(goal)
    end_goal(goal, status="reached", why="Det går.", on=TODAY, by=caseworker_of(goal.plan.course))

    with pytest.raises(ValidationError, match="afsluttet"):
        answered(row)


def test_a_yes_to_an_agreed_plan_begins_a_draft(plan, goal):
    answer(take_to_talk(plan))
    row = proposed(goal)
    assert Plan.objects.get().status == "agreed"

    answered(row)

    plan.refresh_from_db()
    assert (plan.status, plan.number) == ("draft", 2)
    assert plan.versions.get().content["goals"][0]["title"] == row.before


def test_a_no_leaves_the_agreed_plan(plan, goal):
    answer(take_to_talk(plan))

    answered(proposed(goal), "declined", reason="Vent til opfølgningen.")

    plan.refresh_from_db()
    assert plan.status == "agreed"


def test_who_left_the_course_is_told_no_answer(goal):
    sanne = make_user("Sanne Krogh")
    held = assign(sanne, goal.plan.course)
    row = proposed(goal, by=sanne)
    end_assignment(held, ends_on=TODAY, reason="Nyt arbejde.", by=caseworker_of(goal.plan.course))

    answered(row)

    assert told(ANSWERED) == []


def test_a_help_whose_hours_somebody_asked_for_is_not_taken_away(goal):
    help_ = make_intervention(goal, hours_per_week=4)
    proposed(goal, "3", f"hours-{help_.pk}")

    with pytest.raises(ValidationError, match="foreslået andre timer"):
        remove_intervention(help_, by=caseworker_of(goal.plan.course))


def test_a_step_is_given_other_words(goal):
    step, by = goal.subgoals.create(text="Åbner e-Boks"), caseworker_of(goal.plan.course)

    assert change_subgoal(step, version=0, text="Åbner al post", by=by).text == "Åbner al post"
    with pytest.raises(PermissionDenied):
        change_subgoal(step, version=1, text="Intet", by=make_user("Stig Fremmed"))
    assert actions() == ["plan.subgoal_changed"]


def test_it_is_read_by_those_who_may_read_the_goal_and_the_help(goal):
    help_ = make_intervention(goal, hours_per_week=4)
    row, by = proposed(goal, "3", f"hours-{help_.pk}"), caseworker_of(goal.plan.course)
    teacher = make_user("Trine Lærer")
    assign(teacher, goal.plan.course, domains=["school"])

    assert row in AdjustmentRequest.objects.visible_to(teacher)
    assert row in AdjustmentRequest.objects.waiting_for(by)
    assert row not in AdjustmentRequest.objects.waiting_for(konsulent_of(goal.plan.course))
    Intervention.objects.update(domain="health", level="domain")

    assert row not in AdjustmentRequest.objects.visible_to(teacher)
    assert row not in AdjustmentRequest.objects.waiting_for(by)
