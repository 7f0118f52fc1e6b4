"""What is new since a version, in words."""

import copy

import pytest

from plans.changes import Change, compare
from plans.snapshot import snapshot
from tests.factories import TODAY, make_agreement, make_plan
from tests.plans.factories import make_intervention

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    plan = make_plan()
    goal = plan.goals.get()
    goal.subgoals.create(text="Åbner e-Boks")
    make_intervention(goal)
    make_agreement(plan)
    return snapshot(plan, on=TODAY)


@pytest.fixture
def later(facts):
    return copy.deepcopy(facts)


def test_the_same_plan_has_no_changes(facts, later):
    assert compare(facts, later) == []


def test_ticks_and_numbers_are_not_changes(facts, later):
    later["goals"][0]["citizen_progress"] = 7
    later["goals"][0]["subgoals"][0]["done_on"] = "2026-09-02"
    later["goals"][0]["status"] = "on_the_way"

    assert compare(facts, later) == []


def test_a_section_is_rewritten_new_or_gone(facts, later):
    later["sections"][0]["text"] = "Noget andet."
    later["sections"].append(later["sections"][0] | {"kind": "end_goal"})

    assert compare(facts, later) == [
        Change("dreams", "Mine drømme", "skrevet om"),
        Change("end_goal", "Slutmål", "nyt"),
    ]
    assert compare(later, facts | {"sections": []})[0].what == "fjernet"


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("title", "Noget andet", "ny ordlyd"),
        ("why", "Fordi.", "nye ord om hvorfor"),
        ("horizon", "later", "flyttet til senere"),
        ("status", "reached", "nået"),
        ("review_on", "2026-12-01", "ny dato for, hvornår vi ser på det"),
        ("subgoals", [], "delmål ændret"),
        ("interventions", [], "indsats fjernet: Bostøtte hjemme"),
    ],
)
def test_a_goal_says_what_is_new_about_it(facts, later, field, value, what):
    later["goals"][0][field] = value

    assert [change.what for change in compare(facts, later)] == [what]


def test_interventions_are_new_or_changed(facts, later):
    first = later["goals"][0]["interventions"][0]
    later["goals"][0]["interventions"].append(first | {"id": 0, "title": "Praktik"})
    first["hours_per_week"] = "4.00"

    assert compare(facts, later)[0].what == "indsats ændret: Bostøtte hjemme, ny indsats: Praktik"


def test_agreements_are_new_changed_and_closed(facts, later):
    later["agreements"][0]["due_on"] = "2026-12-01"
    assert compare(facts, later)[0].what == "aftalen er ændret"

    later["agreements"][0] |= {"status": "done"}
    assert compare(facts, later)[0].what == "gjort"

    assert compare(facts, later | {"agreements": []})[0].what == "aflyst"
    assert compare(facts | {"agreements": []}, facts)[0].what == "ny aftale"


def test_a_new_goal_is_new_and_one_already_ended_says_so(facts, later):
    goal = later["goals"][0]
    later["goals"].append(goal | {"id": 0, "title": "Et nyt"})
    later["goals"].append(goal | {"id": -1, "title": "Et nået", "status": "reached"})

    assert [change.what for change in compare(facts, later)] == ["nyt mål", "nået"]
