"""Any two versions held against each other: word for word, per reader, and nothing runs in a browser."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plans.actions.versions import new_draft
from plans.comparing import differences, marked
from plans.models import PlanSection
from plans.snapshot import snapshot
from roles.models import Role
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    make_agreement,
    make_goal,
    make_plan,
    make_user,
)
from tests.plans.factories import answer, make_intervention, take_to_talk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("was", "now", "before", "after"),
    [
        ("Jeg vil bo selv", "Jeg vil gerne bo selv", "Jeg vil bo selv", "Jeg vil <ins>gerne</ins> bo selv"),
        ("bo for mig selv", "bo selv", "bo <del>for mig</del> selv", "bo selv"),
        ("før\nefter", "før\nefter", "før<br>efter", "før<br>efter"),
        ("", "<b>nyt</b>", "", "&lt;b&gt;nyt&lt;/b&gt;"),
        ("a <i>", "a <u>", "a <del>&lt;i&gt;</del>", "a <ins>&lt;u&gt;</ins>"),
    ],
)
def test_what_went_and_what_came_is_marked(was, now, before, after):
    assert marked(was, now) == (before, after)


def test_two_long_texts_stand_side_by_side_unmarked():
    long = "ord " * 2000

    assert marked(long, f"{long}mere") == (long, f"{long}mere")


def test_each_difference_has_its_words():
    plan = make_plan()
    goal = plan.goals.get()
    help_ = make_intervention(goal, hours_per_week=2)
    agreement = make_agreement(plan, due_on=TODAY)
    old = snapshot(plan, on=TODAY)
    PlanSection.objects.filter(plan=plan, kind="dreams").update(text="Et andet sted")
    goal.title, goal.review_on = "Jeg åbner min post", TODAY
    goal.save()
    goal.subgoals.create(text="Åbner e-Boks")
    help_.hours_per_week = 3
    help_.save()
    agreement.due_on = TODAY + timedelta(days=1)
    agreement.save()

    found = differences(old, snapshot(plan, on=TODAY))

    told = {pair.label: (str(pair.was), str(pair.now)) for one in found for pair in one.pairs}
    assert set(told) == {"Teksten", "Ordlyd", "Vi ser på det", "Delmål", "Indsats", "Aftalen"}
    assert told["Indsats"] == (
        "Bostøtte hjemme, <del>2</del> timer om ugen",
        "Bostøtte hjemme, <ins>3</ins> timer om ugen",
    )
    assert told["Delmål"] == ("", "Åbner e-Boks")
    assert "<del>2.</del>" in told["Aftalen"][0]


@pytest.fixture
def plan():
    """Agreed twice: the second time with other words, and then a draft with yet others."""
    plan = make_plan()
    for words in ("Mit eget sted", "Mit eget hus", "Mit eget hus med have"):
        PlanSection.objects.filter(plan=plan, kind="dreams").update(text=words)
        if words != "Mit eget hus med have":
            take_to_talk(plan)
            answer(plan)
            new_draft(plan, by=konsulent_of(plan.course))
    return plan


def compared(client, plan, **query):
    return client.get(reverse("plans:compare", args=[plan.course_id]), query).content.decode()


@pytest.mark.parametrize(
    ("query", "was", "now"),
    [
        ({}, "Mit eget hus", "Mit eget hus <ins>med have</ins>"),
        ({"fra": 1}, "Mit eget <del>sted</del>", "Mit eget <ins>hus med have</ins>"),
        ({"fra": 1, "til": 2}, "Mit eget <del>sted</del>", "Mit eget <ins>hus</ins>"),
        ({"fra": 2, "til": 1}, "Mit eget <del>sted</del>", "Mit eget <ins>hus</ins>"),
    ],
)
def test_the_page_compares_any_two(client, plan, query, was, now):
    client.force_login(konsulent_of(plan.course))

    page = compared(client, plan, **query)

    assert f">{was}<" in page
    assert now in page


def test_the_same_version_has_no_difference_and_an_unknown_one_is_told(client, plan):
    client.force_login(konsulent_of(plan.course))

    assert "Intet er ændret" in compared(client, plan, fra=1, til=1)
    assert "Den version findes ikke" in compared(client, plan, fra=9)
    assert "Mit eget" not in compared(client, plan, fra="x")


def test_what_is_closed_today_is_in_neither(client, plan):
    """Written for all, closed for one field since: who may not read it is not told that it changed."""
    goal = make_goal(plan, "Jeg går til behandling")
    take_to_talk(plan)
    answer(plan)
    new_draft(plan, by=caseworker_of(plan.course))
    goal.title, goal.domain, goal.level = "Jeg er i misbrugsbehandling", "social", "domain"
    goal.save()
    sanne = make_user("Sanne Krogh")
    assign(sanne, plan.course, Role.TEAM_MEMBER, domains=["employment"])

    client.force_login(caseworker_of(plan.course))
    assert "misbrugsbehandling" in compared(client, plan, fra=3)
    client.force_login(sanne)
    assert "behandling" not in compared(client, plan, fra=3)


def test_without_a_version_there_is_nothing_to_compare(client):
    plan = make_plan()
    client.force_login(konsulent_of(plan.course))

    assert "ingen version at sammenligne med" in compared(client, plan)
