"""Goals that several fields work on: named and counted, and read by nobody who did not read them before."""

import pytest

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.disclosures.models import Edition
from plans.actions.goals import add_goal, change_goal
from plans.changes import compare
from plans.marks import drafted
from plans.models import Goal
from plans.print_words import goals as printed
from plans.projection import Giving, View
from plans.sharing import counted, shared_in_words
from plans.snapshot import snapshot
from plans.version_page import VersionPage
from roles.permissions import access_to
from tests.factories import TODAY, assign, konsulent_of, main_person, make_goal, make_user
from tests.plans.factories import answer, goal_fields, take_to_talk, url

pytestmark = pytest.mark.django_db


def share(goal, *domains, **fields):
    by = konsulent_of(goal.plan.course)
    return change_goal(goal, version=goal.version, with_domains=list(domains), by=by, **fields)


def project(plan, edition, giving):
    access = access_to(konsulent_of(plan.course), plan.course_id)
    view = View(access, edition, str(main_person(plan.course).pk), giving)
    return view.project(drafted(snapshot(plan, on=TODAY)))


def test_a_goal_is_shared_with_other_fields(goal):
    share(goal, "school", "health")

    goal.refresh_from_db()
    assert goal.with_domains == ["health", "school"]
    assert AuditEvent.objects.get().details["fields"] == ["with_domains"]


def test_a_new_goal_is_shared_and_its_own_field_is_not_named_twice(plan, jonas):
    goal = add_goal(plan, title="Jeg sover", domain="social", with_domains=["social", "health"], by=jonas)

    assert goal.with_domains == ["health"]


def test_a_goal_that_comes_to_another_field_is_not_shared_with_that_one(goal):
    goal = share(goal, "employment", "health")

    change_goal(goal, version=goal.version, domain="employment", by=konsulent_of(goal.plan.course))

    goal.refresh_from_db()
    assert goal.with_domains == ["health"]


def test_nobody_reads_a_goal_because_it_is_shared_with_her_field(client, goal):
    goal = share(goal, "health", level="domain")
    nurse = make_user("Lone")
    assign(nurse, goal.plan.course, domains=["health"])
    client.force_login(nurse)

    assert not Goal.objects.visible_to(nurse).filter(pk=goal.pk).exists()
    assert goal.title not in client.get(url(goal.plan)).content.decode()


def test_who_shares_a_goal_stands_on_its_card_and_line(client, goal, jonas):
    share(goal, "health", "housing")
    make_goal(goal.plan, "Senere", horizon="later", with_domains=["school"])

    page = client.get(url(goal.plan)).content.decode()

    assert " · fælles med sundhed og bolig" in page
    assert '<span class="bf-meta">fælles med skole</span>' in page


def test_sharing_is_a_change_of_the_goal(goal):
    before = drafted(snapshot(goal.plan, on=TODAY))
    for row in before["goals"]:
        # As a version from before goals were shared.
        del row["with_domains"]
    goal = share(goal, "health")
    between = drafted(snapshot(goal.plan, on=TODAY))
    share(goal)
    after = drafted(snapshot(goal.plan, on=TODAY))

    told = [compare(before, between), compare(between, after), compare(before, after)]

    assert [[change.what for change in changes] for changes in told] == [
        ["fælles med andre områder"],
        ["ikke fælles mere"],
        [],
    ]
    assert [(word.was, word.now) for word in told[0][0].words] == [("", "fælles med sundhed")]


def test_a_version_tells_who_shares_a_goal(goal):
    share(goal, "health")
    take_to_talk(goal.plan)

    (shown,) = VersionPage(answer(goal.plan).content, TODAY).goals_now

    assert shown.shared == "fælles med sundhed"


@pytest.mark.parametrize(
    ("edition", "giving", "expected"),
    [
        (Edition.CITIZEN, Giving("Freja"), ["health"]),
        (Edition.AUTHORITY, Giving("Retten"), ["health"]),
        (Edition.PARENT, Giving("Far"), []),
        (Edition.PROFESSIONAL, Giving("Lægen", domains=frozenset({"social"})), []),
    ],
)
def test_other_fields_are_told_of_inside_the_house_and_to_the_citizen(goal, edition, giving, expected):
    share(goal, "health")

    facts = project(goal.plan, edition, giving)

    (row,) = facts["goals"]
    assert row["with_domains"] == expected
    (on_paper,) = printed(facts | {"on": "2026-09-02"}, None, [], "")
    assert on_paper.shared == ("fælles med sundhed" if expected else "")


@pytest.mark.parametrize(
    ("domains", "words"),
    [
        ([], ""),
        (["health"], "fælles med sundhed"),
        (["health", "school", "housing"], "fælles med sundhed, skole og bolig"),
    ],
)
def test_the_fields_are_named_in_words(domains, words):
    assert shared_in_words(domains) == words


def row(domain, *shared, status="started"):
    return {"domain": domain, "with_domains": list(shared), "status": status}


@pytest.mark.parametrize(
    ("goals", "words"),
    [
        ([], ""),
        ([row("common")], ""),
        ([row("social"), row("social")], "Mål i ét område. 0 af 2 mål er fælles for flere."),
        (
            [
                row("social", "health"),
                row("common", "school"),
                row("housing"),
                row("family", status="reached"),
            ],
            "Mål i 4 områder. 2 af 3 mål er fælles for flere.",
        ),
    ],
)
def test_fields_and_shared_goals_are_counted(goals, words):
    assert counted(goals) == words


def test_the_margin_counts_what_the_reader_may_read(client, goal, jonas):
    share(goal, "health")
    make_goal(goal.plan, "Lægens", domain="school", level="domain")

    page = client.get(url(goal.plan)).content.decode()

    assert "Mål i 2 områder. 1 af 1 mål er fælles for flere." in page


def test_sharing_is_chosen_on_the_form_of_the_goal(client, plan, goal, jonas):
    page = url(plan, "goal_edit", goal.pk)

    shown = client.get(page).content.decode()
    client.post(page, goal_fields(goal, with_domains=["health"]))

    goal.refresh_from_db()
    assert "Det giver ingen adgang" in shown
    assert goal.with_domains == ["health"]


def test_a_field_that_is_not_there_is_refused_at_its_place(client, plan, goal, jonas):
    answered = client.post(url(plan, "goal_edit", goal.pk), goal_fields(goal, with_domains=["common"]))

    assert answered.status_code == 422
    assert answered.context["form"].errors.keys() == {"with_domains"}
