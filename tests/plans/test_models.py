"""Whose rows of a plan are found, and what a row says of itself."""

import pytest

from plans.models import FollowUp, Goal, Intervention, Plan, PlanSection, PlanVersion, SubGoal
from tests.factories import TODAY, assign, caseworker_of, konsulent_of, make_goal, make_plan, make_user
from tests.plans.factories import answer, make_intervention, take_to_talk, url
from tests.plans.following import plan_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """With one row of each kind."""
    plan = make_plan()
    goal = plan.goals.get()
    goal.subgoals.create(text="Åbner e-Boks")
    make_intervention(goal)
    plan_one(plan)
    answer(take_to_talk(plan))
    return plan


@pytest.mark.parametrize("model", [FollowUp, Goal, Intervention, Plan, PlanSection, PlanVersion, SubGoal])
def test_a_row_is_found_by_those_of_its_own_course(plan, model):
    here, elsewhere = konsulent_of(plan.course), caseworker_of(make_plan().course)

    assert model.objects.visible_to(here).get() == model.objects.earliest("pk")
    assert not model.objects.visible_to(elsewhere).filter(pk=model.objects.earliest("pk").pk).exists()
    assert not model.objects.visible_to(make_user("Stig Fremmed")).exists()


def test_what_stands_on_a_goal_is_not_found_without_the_goal(plan):
    """However open it is itself."""
    hidden = make_goal(plan, "Sover om natten", domain="health", level="domain")
    help_ = make_intervention(hidden, "Samtaler", domain="common", level="common")
    step = hidden.subgoals.create(text="Slukker kl. 22")
    nurse = make_user("Sygeplejerske")
    assign(nurse, plan.course, domains=["health"])

    for row in (help_, step):
        found = [type(row).objects.visible_to(user) for user in (konsulent_of(plan.course), nurse)]
        assert [row in rows for rows in found] == [False, True]


def test_a_section_of_another_field_is_not_found(plan):
    section = PlanSection.objects.create(plan=plan, kind="purpose", domain="health", level="domain")

    assert section not in PlanSection.objects.visible_to(konsulent_of(plan.course))


def test_a_follow_up_is_either_to_come_or_held(plan):
    katrine = caseworker_of(plan.course)
    common = {"plan": plan, "responsible": katrine, "due_on": TODAY}
    first, second = [FollowUp.objects.create(done_on=TODAY, done_by=katrine, **common) for _ in range(2)]

    assert list(plan.followups.held()) == [second, first]
    assert plan.followups.open().get().done_on is None


def test_a_plan_knows_its_page(plan):
    assert plan.get_absolute_url() == url(plan)


@pytest.mark.parametrize("kind", PlanSection.Kind)
def test_the_dream_and_the_own_solution_are_the_citizens_own_words(kind):
    assert PlanSection(kind=kind).is_own_words is (kind in ("dreams", "own_solution"))


def test_a_text_is_shown_line_by_line_without_the_empty_ones():
    section = PlanSection(text=" Jeg laver mad.\n\n  \r\nJeg lytter. ")

    assert section.lines == ["Jeg laver mad.", "Jeg lytter."]
