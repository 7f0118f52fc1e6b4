"""A goal for later, or one that has ended, is a line; what stands below it opens behind one word."""

import re

import pytest

from borgerforloeb.citizens.models import Level
from plans.models import Goal, SubGoal
from tests.factories import assign, konsulent_of, make_agreement, make_goal, make_user
from tests.plans.factories import make_intervention, url
from tests.queries import all_queries

pytestmark = pytest.mark.django_db

WHY, STEP, HELP, WHO = "Så kan jeg bo alene.", "Ser en lejlighed", "Samtaler om bolig", "Boligforeningen"
LATER = {"horizon": Goal.Horizon.LATER}
ENDED = {"status": Goal.Status.REACHED, "ended_on": "2026-08-01", "ended_why": "Han flyttede."}
BELOW = re.compile(r'<details class="bf-more"><summary>(?P<what>[^<]*).*?</details>', re.S)


def told_goal(plan, **fields):
    goal = make_goal(plan, "Et sted at bo", why=WHY, **fields)
    SubGoal.objects.create(goal=goal, text=STEP)
    make_intervention(goal, HELP, provider_name=WHO)
    return goal


def the_line(client, plan, goal) -> str:
    page = client.get(url(plan)).content.decode()
    return page.partition(f'id="maal-{goal.pk}"')[2].partition(f'id="i-maal-{goal.pk}"')[0]


@pytest.mark.parametrize(
    ("fields", "what"),
    [(LATER, "Delmål og indsatser"), (ENDED, "Hvorfor, delmål og indsatser")],
    ids=["later", "ended"],
)
def test_what_stands_below_it_is_read_there(client, plan, jonas, fields, what):
    goal = told_goal(plan, **fields)

    line = the_line(client, plan, goal)

    assert [words in line for words in (WHY, STEP, HELP, WHO)] == [True] * 4
    found = BELOW.search(line)
    assert found["what"] == what
    # To be read alone: it is written again when the goal is.
    assert [word in found[0] for word in ("<button", "<a ")] == [False, False]


def test_an_ended_goal_says_that_it_has_ended_before_all_else(client, plan, jonas):
    line = the_line(client, plan, told_goal(plan, **ENDED))

    assert line.index("nået 1. august 2026: Han flyttede.") < line.index("<details")


def test_a_line_without_anything_below_it_opens_nothing(client, plan, jonas):
    assert "<details" not in the_line(client, plan, make_goal(plan, "Et sted at bo", why=WHY, **LATER))


@pytest.mark.parametrize("fields", [LATER, ENDED], ids=["later", "ended"])
def test_whoever_may_not_read_the_help_is_not_shown_it(client, plan, fields):
    goal = told_goal(plan, **fields)
    goal.interventions.update(level=Level.SHIELDED)
    trusted = make_user("Betroet")
    assign(trusted, plan.course, sees_shielded=True)
    seen = []
    for user in (konsulent_of(plan.course), trusted):
        client.force_login(user)
        line = the_line(client, plan, goal)
        seen.append([STEP in line, HELP in line])

    assert seen == [[True, False], [True, True]]


def test_prices_below_it_are_for_those_who_may_see_them(client, plan, jonas):
    goal = told_goal(plan, **LATER)
    goal.interventions.update(yearly_cost=48_000)

    assert "48.000" not in the_line(client, plan, goal)


def test_a_closed_agreement_says_on_what_it_stood_and_who_may_read_it(client, plan, jonas):
    fields = {"domain": "social", "level": Level.DOMAIN, "condition": "bussen kører"}
    assign(jonas, plan.course, domains=["social"])
    make_agreement(plan, "Tager med til prøven", status="done", done_on="2026-08-01", **fields)

    closed = client.get(url(plan)).content.decode().partition("Lukkede aftaler (1)")[2].partition("</ul>")[0]

    assert "kun hvis bussen kører" in closed
    assert "kun social" in closed


def test_many_lines_cost_no_more_questions(client, plan, jonas):
    told_goal(plan, **LATER)
    client.get(url(plan))
    counts = []
    for number in (2, 60):
        for _ in range(number):
            told_goal(plan, **(LATER if number == 2 else ENDED))
        with all_queries() as asked:
            client.get(url(plan))
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12
