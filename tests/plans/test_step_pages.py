"""The steps of a goal on its card and in their form: who may be chosen, and whose name is told to whom."""

import pytest

from plans.models import SubGoal
from tests.factories import konsulent_of, main_person, make_user
from tests.plans.factories import HTMX, url
from tests.plans.stepping import DUE, TEXT, add, change, family

pytestmark = pytest.mark.django_db


def test_the_card_tells_who_and_when_and_hides_the_same_names(client):
    plan, goal, mother, _, anna = family()
    add(goal, citizen=mother, due_on=DUE)

    shown = []
    for user in (konsulent_of(plan.course), anna):
        client.force_login(user)
        shown.append(client.get(url(plan)).content.decode())

    about = '<span class="bf-meta"><span class="bf-private">{}</span>, inden 11. september</span>'
    assert about.format(mother.name) in shown[0]
    assert about.format("en anden") in shown[1]
    assert mother.name not in shown[1]


def test_a_step_is_written_with_its_taker_from_the_page(client, plan, goal, jonas, ida):
    sent = {"text": TEXT, "who": f"network_person:{ida.pk}", "due_on": DUE.isoformat()}

    answered = client.post(url(plan, "subgoals", goal.pk), sent, headers=HTMX)

    assert "Ida Lindqvist Holm" in answered.content.decode()
    assert goal.subgoals.get().network_person == ida


def test_a_step_is_changed_from_the_page(client, plan, goal, jonas):
    step = add(goal, user=jonas)
    page = url(plan, "subgoal_edit", step.pk)

    shown = client.get(page).content.decode()
    client.post(page, {"text": "Ringer til skat", "who": "", "due_on": "", "version": 1})

    step.refresh_from_db()
    assert f'<option value="user:{jonas.pk}" selected>' in shown
    assert (step.text, step.user) == ("Ringer til skat", None)


def test_a_late_save_on_the_page_shows_what_the_other_wrote(client, plan, goal, jonas):
    step = add(goal)
    change(step, text="Den første", citizen=main_person(plan.course))

    late = client.post(
        url(plan, "subgoal_edit", step.pk), {"text": "Den anden", "who": "", "due_on": "", "version": 1}
    )

    text = late.content.decode()
    assert late.status_code == 409
    assert "Den første" in text
    assert "Den anden" in text
    step.refresh_from_db()
    assert step.text == "Den første"


def test_who_is_not_on_the_list_is_refused_at_the_field(client, plan, goal, jonas):
    stranger = make_user("Stig Fremmed")

    answered = client.post(url(plan, "subgoals", goal.pk), {"text": TEXT, "who": f"user:{stranger.pk}"})

    assert answered.status_code == 422
    assert TEXT in answered.content.decode()
    assert answered.context["form"].errors.keys() == {"who"}
    assert not goal.subgoals.exists()


def test_one_whom_the_writer_may_not_know_of_keeps_the_step_without_a_name(client):
    plan, goal, mother, child, _ = family()
    step = add(goal, citizen=mother)
    jonas = konsulent_of(plan.course)
    plan.course.assignments.filter(user=jonas).update(person=child)
    client.force_login(jonas)
    page = url(plan, "subgoal_edit", step.pk)

    shown = client.get(page).content.decode()
    client.post(page, {"text": "Ringer til skat", "who": "as_now", "due_on": "", "version": 1})

    step.refresh_from_db()
    assert mother.name not in shown
    assert str(mother.pk) not in shown
    assert '<option value="as_now" selected>Den, der gør det nu</option>' in shown
    assert (step.text, step.citizen) == ("Ringer til skat", mother)


def test_who_has_left_stands_on_the_list_of_the_step(client, plan, goal, jonas):
    anna = make_user()
    step = SubGoal.objects.create(goal=goal, text=TEXT, user=anna)

    shown = client.get(url(plan, "subgoal_edit", step.pk)).content.decode()

    assert '<optgroup label="Ikke med længere">' in shown
    assert f'<option value="user:{anna.pk}" selected>{anna.name}</option>' in shown


@pytest.mark.parametrize("hidden", [{"level": "domain", "domain": "health"}, {"level": "shielded"}])
def test_a_step_of_a_goal_that_is_closed_is_not_found(client, plan, goal, jonas, hidden):
    step = add(goal)
    for name, value in hidden.items():
        setattr(goal, name, value)
    goal.save()

    assert client.get(url(plan, "subgoal_edit", step.pk)).status_code == 404
