"""The plan page and its forms: who sees what, what an act answers, and what it costs in queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.audit.models import AuditEvent
from plans.actions import agreements, sections
from plans.models import FollowUp, Goal, Note, Plan
from roles.models import Role
from tests.factories import (
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_agreement,
    make_citizen,
    make_course,
    make_goal,
    make_network_person,
    make_plan,
    make_user,
)
from tests.plans.factories import answer, make_intervention, make_note, take_to_talk

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def jonas(client, plan):
    user = konsulent_of(plan.course)
    client.force_login(user)
    return user


def url(plan, name="plan", *arguments):
    return reverse(f"plans:{name}", args=[plan.course_id, *arguments])


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


def test_a_goal_is_written_without_script(client, plan, jonas):
    answered = client.post(
        url(plan, "goal_add"),
        {
            "title": "Jeg sover bedre",
            "status": "not_begun",
            "horizon": "now",
            "domain": "social",
            "level": "common",
        },
    )

    assert answered.status_code == 302
    goal = Goal.objects.get(title="Jeg sover bedre")
    assert (goal.person, goal.horizon) == (main_person(plan.course), "now")


def _goal_fields(goal, **changed):
    fields = {
        "title": goal.title,
        "why": "",
        "status": goal.status,
        "domain": goal.domain,
        "level": goal.level,
    }
    return fields | {"version": goal.version} | changed


def test_with_script_only_the_part_comes_back(client, plan, jonas):
    goal = plan.goals.get()

    answered = client.post(url(plan, "goal_edit", goal.pk), _goal_fields(goal, title="Kort"), headers=HTMX)

    text = answered.content.decode()
    assert answered.status_code == 200
    assert answered["HX-Retarget"] == f"#maal-{goal.pk}"
    assert "Kort" in text
    assert 'id="rund-om" hx-swap-oob="true"' in text
    assert "<html" not in text


def test_an_error_comes_back_with_what_was_written(client, plan, jonas):
    goal = plan.goals.get()

    answered = client.post(url(plan, "goal_edit", goal.pk), _goal_fields(goal, title="", why="Mine ord"))

    text = answered.content.decode()
    assert answered.status_code == 422
    assert "<title>Fejl: " in text
    assert "Udfyld ”Mål”" in text
    assert "Mine ord" in text


def test_two_who_save_at_once_both_see_both_texts(client, plan, jonas):
    goal = plan.goals.get()
    client.post(url(plan, "goal_edit", goal.pk), _goal_fields(goal, title="Den førstes ord"))

    late = client.post(url(plan, "goal_edit", goal.pk), _goal_fields(goal, title="Den andens ord"))

    text = late.content.decode()
    assert late.status_code == 409
    assert "Den førstes ord" in text
    assert "Den andens ord" in text
    assert Goal.objects.get(pk=goal.pk).title == "Den førstes ord"
    # The form that comes back has seen the other text, so saving it again is a choice.
    client.post(url(plan, "goal_edit", goal.pk), _goal_fields(goal, title="Den andens ord", version=1))
    assert Goal.objects.get(pk=goal.pk).title == "Den andens ord"


def test_a_section_lost_in_a_race_is_not_lost(client, plan, jonas):
    person = main_person(plan.course).pk
    fields = {"text": "Mine nye ord", "domain": "common", "level": "common", "version": 7}

    late = client.post(f"{url(plan, 'section_edit', 'dreams')}?person={person}", fields)

    assert late.status_code == 409
    assert "Jeg vil gerne stå op til noget." in late.content.decode()
    assert "Mine nye ord" in late.content.decode()


def test_an_unknown_section_or_person_is_not_found(client, plan, jonas):
    assert client.get(url(plan, "section_edit", "secrets")).status_code == 404
    stranger = make_citizen("Mikkel", "Østerby").pk
    assert client.get(f"{url(plan, 'section_edit', 'dreams')}?person={stranger}").status_code == 404


def test_an_agreement_is_written_for_the_citizen(client, plan, jonas):
    freja = main_person(plan.course)
    fields = {"who": f"citizen:{freja.pk}", "what": "Åbner e-Boks", "domain": "common", "level": "common"}

    without = client.post(url(plan, "agreement_add"), fields)
    with_words = client.post(url(plan, "agreement_add"), fields | {"due_words": "hver mandag"})

    assert without.status_code == 422
    assert "Skriv en dato" in without.content.decode()
    assert with_words.status_code == 302
    agreement = plan.agreements.get()
    assert (agreement.citizen, agreement.person, agreement.due_words) == (freja, freja, "hver mandag")


def test_an_agreement_is_offered_to_nobody_from_another_course(client, plan, jonas):
    other = make_network_person(make_course(), "En fremmed")
    fields = {"who": f"network_person:{other.pk}", "what": "X", "due_words": "nu", "domain": "common"}

    answered = client.post(url(plan, "agreement_add"), fields | {"level": "common"})

    assert answered.status_code == 422
    assert "En fremmed" not in answered.content.decode()


def test_an_agreement_is_closed_with_its_outcome(client, plan, jonas):
    agreement = make_agreement(plan)

    client.post(
        url(plan, "agreement_end", agreement.pk),
        {"status": "done", "done_on": timezone.localdate().isoformat(), "outcome": "Det gik godt."},
    )
    again = client.post(
        url(plan, "agreement_end", agreement.pk), {"status": "cancelled", "outcome": "Nej."}, headers=HTMX
    )

    agreement.refresh_from_db()
    assert (agreement.status, agreement.outcome) == ("done", "Det gik godt.")
    assert again.status_code == 422


def test_a_decision_is_not_offered_to_those_who_do_not_decide(client, plan, jonas):
    row = make_intervention(plan.goals.get())
    page = url(plan, "intervention_status", row.pk)

    assert "Bevilget" not in client.get(page).content.decode()
    assert client.post(page, {"status": "granted", "version": 0}).status_code == 422
    lone = make_user("Lone")
    assign(lone, plan.course, Role.CASEWORKER)
    client.force_login(lone)
    assert "Bevilget" in client.get(page).content.decode()


def test_a_step_is_ticked_from_the_page(client, plan, jonas):
    goal = plan.goals.get()
    step = goal.subgoals.create(text="Åbner e-Boks")

    client.post(url(plan, "subgoal_tick", goal.pk), {"done": step.pk})

    step.refresh_from_db()
    assert step.done_on == timezone.localdate()
    assert client.post(url(plan, "subgoal_tick", goal.pk), {"done": "0"}).status_code == 404


def test_goals_move_from_the_page(client, plan, jonas):
    goal = plan.goals.get()

    client.post(url(plan, "goal_move", goal.pk), {"to": "later"})

    goal.refresh_from_db()
    assert goal.horizon == "later"
    assert client.post(url(plan, "goal_move", goal.pk), {"to": "nowhere"}).status_code == 404
    assert client.get(url(plan, "goal_move", goal.pk)).status_code == 405


def test_a_note_is_written_from_the_page(client, plan, jonas):
    goal = plan.goals.get()
    fields = {"text": "Freja ringede selv.", "about_on": timezone.localdate().isoformat(), "level": "common"}

    for _ in range(2):
        client.post(url(plan, "note_add", goal.pk), fields)

    assert Note.objects.get().text == "Freja ringede selv."


def test_notes_are_paged_and_chosen_by_goal(client, plan, jonas):
    goal, other = plan.goals.get(), make_goal(plan, "Andet")
    for number in range(55):
        make_note(goal, f"Note nummer {number}.")
    make_note(other, "Om det andet mål.")

    first = client.get(url(plan, "notes")).content.decode()
    second = client.get(f"{url(plan, 'notes')}?side=2").content.decode()
    chosen = client.get(f"{url(plan, 'notes')}?goal={other.pk}").content.decode()

    assert first.count("bf-noted") == 50
    assert second.count("bf-noted") == 6
    assert chosen.count("bf-noted") == 1


def test_what_changed_since_the_version_stands_in_the_margin(client, plan, jonas):
    answer(take_to_talk(plan))
    client.post(url(plan, "new_draft"))
    goal = plan.goals.get()
    client.post(url(plan, "goal_edit", goal.pk), _goal_fields(goal, title="En ny ordlyd"))
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
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return len([query for query in caught.captured_queries if "SAVEPOINT" not in query["sql"]])


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
