"""The plan page and its forms: who sees what, what an act answers, and what it costs in queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.audit.models import AuditEvent
from plans.actions import agreements, sections
from plans.models import FollowUp, Plan
from tests.factories import (
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_agreement,
    make_citizen,
    make_course,
    make_goal,
    make_plan,
    make_user,
)
from tests.plans.factories import HTMX, answer, goal_fields, make_intervention, make_note, take_to_talk, url
from tests.queries import all_queries

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_plan(client, plan, jonas):
    goal = plan.goals.get()
    make_intervention(goal)
    make_note(goal)
    make_agreement(plan, due_on=timezone.localdate() - timedelta(days=5))

    text = client.get(url(plan)).content.decode()

    for words in (
        "Jeg vil gerne stå op til noget.",
        "Jeg klarer post og regninger selv",
        "Bostøtte hjemme",
        "To breve åbnet uden hjælp.",
        "Ringer til boligstøtten",
        "5 dage over tiden",
        "Kladde 1",
        "2 kontaktpersoner",
        "Tag planen med til samtale",
    ):
        assert words in text


def test_opening_the_page_is_logged(client, plan, jonas):
    client.get(url(plan))

    event = AuditEvent.objects.get(action="plan.opened")
    assert (event.kind, event.course_id, event.person_ids) == (
        "view",
        plan.course_id,
        [main_person(plan.course).pk],
    )
    assert event.basis.startswith("borgerkonsulent:")


def test_the_plan_begins_when_it_is_first_opened_by_somebody_who_may_write_it(client):
    course = make_course()
    team = make_user()
    assign(team, course)

    client.force_login(team)
    first = client.get(reverse("plans:plan", args=[course.pk]))
    assert "Der er ingen plan endnu" in first.content.decode()
    assert not Plan.objects.exists()

    client.force_login(konsulent_of(course))
    client.get(reverse("plans:plan", args=[course.pk]))
    assert Plan.objects.get().course == course


def test_a_stranger_finds_nothing(client, plan):
    client.force_login(make_user("Stig Fremmed"))

    assert client.get(url(plan)).status_code == 404
    assert client.get(url(plan, "notes")).status_code == 404
    assert client.get(url(plan, "goal_edit", plan.goals.get().pk)).status_code == 404


def test_a_goal_of_another_course_is_not_found(client, plan, jonas):
    other = make_plan()

    assert client.get(url(plan, "goal_edit", other.goals.get().pk)).status_code == 404
    assert client.get(url(plan, "note_add", other.goals.get().pk)).status_code == 404


def test_a_team_member_reads_and_writes_notes_only(client, plan):
    team = make_user()
    assign(team, plan.course)
    client.force_login(team)

    text = client.get(url(plan)).content.decode()

    assert "Skriv note" in text
    assert "Nyt mål" not in text
    assert "Tag planen med til samtale" not in text
    assert client.get(url(plan, "goal_add")).status_code == 403
    assert client.get(url(plan, "section_edit", "dreams")).status_code == 403
    assert client.post(url(plan, "talk")).status_code == 403


def _with_a_secret(plan):
    """A goal of the health field with all that can stand on it, each row in itself open to all."""
    goal = make_goal(plan, "HEMMELIGT mål", domain="health", level="domain", why="HEMMELIGT hvorfor")
    goal.subgoals.create(text="HEMMELIGT delmål")
    make_intervention(goal, "HEMMELIG indsats", level="common", domain="common")
    make_note(goal, "HEMMELIG note", level="common", domain="common")
    make_agreement(plan, "HEMMELIG aftale", goal=goal, domain="health", level="domain")
    plan.sections.create(kind="difficulties", text="HEMMELIGT afsnit", domain="health", level="shielded")
    return goal


def test_what_a_reader_may_not_read_is_nowhere(client, plan):
    goal = _with_a_secret(plan)
    version = answer(take_to_talk(plan))
    team = make_user()
    assign(team, plan.course, domains=["employment"])
    client.force_login(team)

    for page in (url(plan), url(plan, "notes"), url(plan, "versions"), url(plan, "version", version.number)):
        assert "HEMMELIG" not in client.get(page).content.decode()
    assert client.get(url(plan, "note_add", goal.pk)).status_code == 404
    assert client.get(url(plan, "part", f"maal-{goal.pk}"), headers=HTMX).status_code == 200
    assert "HEMMELIG" not in client.get(url(plan, "part", f"maal-{goal.pk}"), headers=HTMX).content.decode()


def test_those_who_may_read_it_see_it(client, plan):
    _with_a_secret(plan)
    version = answer(take_to_talk(plan))
    nurse = make_user("Lone")
    assign(nurse, plan.course, domains=["health"])
    client.force_login(nurse)

    assert client.get(url(plan)).content.decode().count("HEMMELIG") >= 5
    assert client.get(url(plan, "version", version.number)).content.decode().count("HEMMELIG") >= 4
    assert "HEMMELIG note" in client.get(url(plan, "notes")).content.decode()


def test_costs_are_for_those_who_may_see_them(client, plan, jonas):
    make_intervention(plan.goals.get(), yearly_cost=172_000)

    assert "172.000" not in client.get(url(plan)).content.decode()
    client.force_login(caseworker_of(plan.course))
    assert "172.000 kr." in client.get(url(plan)).content.decode()


def test_in_a_family_each_text_says_whose_it_is(client):
    mother, son = make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")
    course = make_course(citizens=[mother, son])
    plan = Plan.objects.create(course=course)
    jonas = konsulent_of(course)
    sections.write_section(plan, kind="dreams", person=son, text="Jeg vil lave cykler.", version=0, by=jonas)
    make_goal(plan, "Jeg møder i skole", person=son)
    teacher = make_user("Lærer")
    assign(teacher, course, person=mother)

    client.force_login(jonas)
    text = client.get(url(plan)).content.decode()
    assert "Yusufs egne ord" in text
    assert "Mål 1 · Yusuf" in strip_tags(text)

    client.force_login(teacher)
    assert "Yusuf" not in client.get(url(plan)).content.decode()


def test_what_changed_since_the_version_stands_in_the_margin(client, plan, jonas):
    answer(take_to_talk(plan))
    client.post(url(plan, "new_draft"))
    goal = plan.goals.get()
    client.post(url(plan, "goal_edit", goal.pk), goal_fields(goal, title="En ny ordlyd"))
    agreements.add_agreement(plan, what="Ringer", user=jonas, agreed_on=timezone.localdate(), by=jonas)

    text = client.get(url(plan)).content.decode()

    assert "Ændret siden version 1" in text
    assert "ny ordlyd" in text
    assert "ny aftale" in text
    assert "2 ændringer" in text


def test_the_whole_way_from_draft_to_yes(client, plan, jonas):
    client.post(url(plan, "talk"))
    page = client.get(url(plan, "accept"))
    form = page.context["form"]
    freja = main_person(plan.course)
    fields = {
        f"answer_{freja.pk}": "yes",
        f"words_{freja.pk}": "Det er min plan.",
        "way": "tablet",
        "answered_on": timezone.localdate().isoformat(),
        "seen": form["seen"].value(),
    }

    first = client.post(url(plan, "accept"), fields)
    second = client.post(url(plan, "accept"), fields)

    assert (first.status_code, second.status_code) == (302, 422)
    given = plan.versions.get().acceptances.get()
    assert (given.answer, given.words) == ("yes", "Det er min plan.")
    assert "Lav en ny kladde" in client.get(url(plan)).content.decode()
    assert "Det er min plan." in client.get(url(plan, "version", 1)).content.decode()


def test_an_answer_is_not_forgotten_and_not_nudged(client, plan, jonas):
    take_to_talk(plan)

    page = client.get(url(plan, "accept")).content.decode()
    answered = client.post(url(plan, "accept"), {"way": "tablet", "answered_on": "2.9.2026", "seen": "x"})

    assert page.count("checked") == 1  # the way it is given, never the answer
    assert answered.status_code == 422
    assert "Vælg et svar" in answered.content.decode()


def test_a_draft_is_not_handed_over(client, plan, jonas):
    assert client.get(url(plan, "accept")).status_code == 302


def _queries(client, page):
    with all_queries() as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def _grow(plan, number):
    for index in range(number):
        goal = make_goal(plan, f"Mål {index}")
        goal.subgoals.create(text="Et skridt")
        make_intervention(goal)
        make_note(goal)
        make_agreement(plan, f"Aftale {index}")


@pytest.mark.parametrize("name", ["plan", "notes", "versions", "goal_add", "agreement_add"])
def test_a_page_costs_the_same_at_three_rows_and_at_many(client, plan, jonas, name):
    answer(take_to_talk(plan))
    client.post(url(plan, "new_draft"))
    _grow(plan, 3)
    few = _queries(client, url(plan, name))

    _grow(plan, 30)

    assert _queries(client, url(plan, name)) == few <= 12


@pytest.mark.long
def test_a_plan_of_three_hundred_goals_costs_the_same(client, plan, jonas):
    _grow(plan, 3)
    few = _queries(client, url(plan))

    _grow(plan, 300)

    assert _queries(client, url(plan)) == few


def test_an_overdue_follow_up_is_told_as_late(client):
    plan = make_plan()
    anna = caseworker_of(plan.course)
    due_on = timezone.localdate() - timedelta(days=1)
    FollowUp.objects.create(plan=plan, due_on=due_on, reason="Vores rytme.", responsible=anna)
    client.force_login(anna)

    text = client.get(url(plan)).content.decode()

    assert f"Skulle være holdt {longdate(due_on)}." in text
