"""The forms of the plan page: what is written, what is refused, and that nothing written is lost."""

import pytest
from django.utils import timezone

from plans.models import Goal, Note
from roles.models import Role
from tests.factories import (
    assign,
    main_person,
    make_agreement,
    make_citizen,
    make_course,
    make_goal,
    make_network_person,
    make_user,
)
from tests.plans.factories import HTMX, goal_fields, make_intervention, make_note, url

pytestmark = pytest.mark.django_db


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


def test_with_script_only_the_part_comes_back(client, plan, jonas):
    goal = plan.goals.get()

    answered = client.post(url(plan, "goal_edit", goal.pk), goal_fields(goal, title="Kort"), headers=HTMX)

    text = answered.content.decode()
    assert answered.status_code == 200
    assert answered["HX-Retarget"] == f"#maal-{goal.pk}"
    assert "Kort" in text
    assert 'id="rund-om" hx-swap-oob="true"' in text
    assert "<html" not in text


def test_an_error_comes_back_with_what_was_written(client, plan, jonas):
    goal = plan.goals.get()

    answered = client.post(url(plan, "goal_edit", goal.pk), goal_fields(goal, title="", why="Mine ord"))

    text = answered.content.decode()
    assert answered.status_code == 422
    assert "<title>Fejl: " in text
    assert "Udfyld ”Mål”" in text
    assert "Mine ord" in text


def test_two_who_save_at_once_both_see_both_texts(client, plan, jonas):
    goal = plan.goals.get()
    client.post(url(plan, "goal_edit", goal.pk), goal_fields(goal, title="Den førstes ord"))

    late = client.post(url(plan, "goal_edit", goal.pk), goal_fields(goal, title="Den andens ord"))

    text = late.content.decode()
    assert late.status_code == 409
    assert "Den førstes ord" in text
    assert "Den andens ord" in text
    assert Goal.objects.get(pk=goal.pk).title == "Den førstes ord"
    # The form that comes back has seen the other text, so saving it again is a choice.
    client.post(url(plan, "goal_edit", goal.pk), goal_fields(goal, title="Den andens ord", version=1))
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
