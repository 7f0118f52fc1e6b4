"""Goals and their steps."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Stale
from plans.actions import goals
from plans.models import Goal
from tests.factories import TODAY, assign, konsulent_of, main_person, make_goal, make_plan, make_user
from tests.plans.factories import answer, take_to_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def jonas(plan):
    return konsulent_of(plan.course)


def test_a_goal_is_added_last(plan, jonas):
    person = main_person(plan.course)

    goal = goals.add_goal(plan, title="Jeg sover bedre", person=person, domain="social", by=jonas)

    event = AuditEvent.objects.get()
    assert list(plan.goals.all())[-1] == goal
    assert (event.action, event.person_ids, event.actor_id) == ("plan.goal_added", [person.pk], jonas.pk)


def test_the_same_goal_sent_twice_is_one_goal(plan, jonas):
    first = goals.add_goal(plan, title="Jeg sover bedre", by=jonas)
    second = goals.add_goal(plan, title="Jeg sover bedre", by=jonas)

    assert first == second
    assert AuditEvent.objects.count() == 1


def test_a_goal_is_changed_and_the_log_names_the_fields(plan, jonas):
    goal = plan.goals.get()

    goals.change_goal(goal, version=0, title="Jeg klarer posten", why="Jeg tør åbne døren.", by=jonas)

    goal.refresh_from_db()
    assert (goal.title, goal.version, goal.updated_by) == ("Jeg klarer posten", 1, jonas)
    assert AuditEvent.objects.get().details == {"fields": ["title", "why"]}


def test_a_stale_save_carries_what_stands_there(plan, jonas):
    goal = plan.goals.get()
    goals.change_goal(goal, version=0, title="Den første", by=jonas)

    with pytest.raises(Stale) as caught:
        goals.change_goal(goal, version=0, title="Den anden", by=jonas)

    assert caught.value.stored.title == "Den første"
    goal.refresh_from_db()
    assert goal.title == "Den første"


def test_nobody_writes_what_they_may_not_read(plan, jonas):
    goal = plan.goals.get()

    with pytest.raises(ValidationError, match="selv må læse"):
        goals.change_goal(goal, version=0, domain="health", level="domain", by=jonas)

    goal.refresh_from_db()
    assert goal.level == "common"


def test_the_scale_goes_from_one_to_ten(plan, jonas):
    with pytest.raises(ValidationError):
        goals.set_progress(
            plan.goals.get(), citizen_progress=11, worker_progress=None, version=0, on=TODAY, by=jonas
        )


def test_progress_is_told_also_when_the_plan_is_agreed(plan, jonas):
    take_to_talk(plan)
    answer(plan)
    goal = plan.goals.get()

    goals.set_progress(goal, citizen_progress=6, worker_progress=5, version=0, on=TODAY, by=jonas)

    goal.refresh_from_db()
    assert (goal.citizen_progress, goal.worker_progress, goal.status) == (6, 5, Goal.Status.STARTED)


@pytest.mark.parametrize("status", ["reached", "changed", "given_up"])
def test_a_goal_ends_with_a_word_why(plan, jonas, status):
    goal = plan.goals.get()

    goals.end_goal(goal, status=status, why="Freja klarer det selv.", on=TODAY, by=jonas)

    goal.refresh_from_db()
    assert (goal.status, goal.ended_on, goal.ended_why) == (status, TODAY, "Freja klarer det selv.")
    assert AuditEvent.objects.get().details == {"status": status}


@pytest.mark.parametrize(("status", "why"), [("reached", " "), ("started", "Fordi.")])
def test_a_goal_does_not_end_without_a_word_or_an_end(plan, jonas, status, why):
    with pytest.raises(ValidationError):
        goals.end_goal(plan.goals.get(), status=status, why=why, on=TODAY, by=jonas)


def test_a_goal_ends_once(plan, jonas):
    goal = plan.goals.get()
    goals.end_goal(goal, status="reached", why="Nået.", on=TODAY, by=jonas)

    with pytest.raises(ValidationError, match="allerede"):
        goals.end_goal(goal, status="given_up", why="Opgivet.", on=TODAY, by=jonas)


def test_a_goal_that_begins_again_forgets_its_end(plan, jonas):
    goal = goals.end_goal(plan.goals.get(), status="reached", why="Nået.", on=TODAY, by=jonas)

    goals.change_goal(goal, version=goal.version, status="started", by=jonas)

    goal.refresh_from_db()
    assert (goal.ended_on, goal.ended_why) == (None, "")


def test_goals_change_places(plan, jonas):
    first = plan.goals.get()
    second, third = make_goal(plan, "Andet"), make_goal(plan, "Tredje")

    goals.move_goal(third, step=-1, by=jonas)
    goals.move_goal(first, step=-1, by=jonas)
    goals.move_goal(first, step=1, by=jonas)

    assert list(plan.goals.order_by("position")) == [third, first, second]


def test_goals_on_the_same_place_change_places_too(plan, jonas):
    first = plan.goals.get()
    second = make_goal(plan, "Andet", position=first.position)

    goals.move_goal(second, step=-1, by=jonas)

    assert list(plan.goals.order_by("position")) == [second, first]


def test_a_goal_waits_and_comes_back_last(plan, jonas):
    first, second = plan.goals.get(), make_goal(plan, "Andet")

    goals.set_horizon(first, horizon="later", by=jonas)
    goals.set_horizon(first, horizon="now", by=jonas)
    goals.set_horizon(first, horizon="now", by=jonas)

    assert list(plan.goals.filter(horizon="now").order_by("position")) == [second, first]
    assert AuditEvent.objects.count() == 2


def test_steps_are_added_ticked_and_removed(plan, jonas):
    goal = plan.goals.get()

    step = goals.add_subgoal(goal, text="Åbner e-Boks om mandagen", by=jonas)
    assert goals.add_subgoal(goal, text="Åbner e-Boks om mandagen", by=jonas) == step
    goals.tick_subgoal(step, done=True, on=TODAY, by=jonas)
    goals.tick_subgoal(step, done=True, on=TODAY, by=jonas)
    step.refresh_from_db()
    assert step.done_on == TODAY
    goals.tick_subgoal(step, done=False, on=TODAY, by=jonas)
    step.refresh_from_db()
    assert step.done_on is None
    goals.remove_subgoal(step, by=jonas)

    assert not goal.subgoals.exists()
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == [
        "plan.subgoal_added",
        "plan.subgoal_ticked",
        "plan.subgoal_ticked",
        "plan.subgoal_removed",
    ]


def test_a_team_member_changes_no_goal(plan):
    goal = plan.goals.get()
    step = goals.add_subgoal(goal, text="Et skridt", by=konsulent_of(plan.course))
    anna = make_user()
    assign(anna, plan.course)

    acts = [
        lambda: goals.add_goal(plan, title="X", by=anna),
        lambda: goals.change_goal(goal, version=0, title="X", by=anna),
        lambda: goals.set_progress(goal, citizen_progress=1, worker_progress=1, version=0, on=TODAY, by=anna),
        lambda: goals.end_goal(goal, status="reached", why="X", on=TODAY, by=anna),
        lambda: goals.move_goal(goal, step=1, by=anna),
        lambda: goals.set_horizon(goal, horizon="later", by=anna),
        lambda: goals.add_subgoal(goal, text="X", by=anna),
        lambda: goals.change_subgoal(step, version=1, text="X", by=anna),
        lambda: goals.tick_subgoal(step, done=True, on=TODAY, by=anna),
        lambda: goals.remove_subgoal(step, by=anna),
    ]

    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert AuditEvent.objects.count() == 1
