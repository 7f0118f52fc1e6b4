"""Who takes a step of a goal: of the team, of the course or of a network; and who is told by name."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Stale
from plans.actions.goals import add_subgoal, change_subgoal, tick_subgoal
from plans.changes import compare
from plans.marks import drafted
from plans.models import SubGoal
from plans.reading import readable
from plans.snapshot import snapshot
from plans.steps import holder_of_step, step_text
from plans.version_page import VersionPage
from roles.permissions import access_to
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_network_person,
    make_plan,
    make_user,
)
from tests.plans.factories import HTMX, answer, take_to_talk, url

pytestmark = pytest.mark.django_db
TEXT = "Ringer til banken"
DUE = TODAY + timedelta(days=9)


@pytest.fixture
def by(plan):
    return konsulent_of(plan.course)


@pytest.fixture
def ida(plan):
    return make_network_person(plan.course)


def add(goal, **fields):
    return add_subgoal(goal, **{"text": TEXT, "by": konsulent_of(goal.plan.course)} | fields)


def change(step, **fields):
    by = konsulent_of(step.goal.plan.course)
    return change_subgoal(step, **{"version": step.version, "by": by} | fields)


def family():
    """A mother and a child, each with a sister; Anna works with the child alone, and knows no other."""
    mother, child = make_citizen("Amina"), make_citizen("Yusuf")
    plan = make_plan(make_course(citizens=[mother, child]))
    goal = plan.goals.get()
    goal.person, goal.domain = None, "common"
    goal.save()
    anna = make_user()
    assign(anna, plan.course, person=child)
    return plan, goal, mother, child, anna


def read_by(user, plan):
    facts = readable(drafted(snapshot(plan, on=TODAY)), access_to(user, plan.course_id))
    return [step["who"] for goal in facts["goals"] for step in goal["subgoals"]]


@pytest.mark.parametrize("kind", ["user", "citizen", "network_person"])
def test_a_step_is_taken_by_anyone_around_the_citizen(goal, by, ida, kind):
    holders = {"user": by, "citizen": main_person(goal.plan.course), "network_person": ida}

    step = add(goal, due_on=DUE, **{kind: holders[kind]})

    step.refresh_from_db()
    assert (getattr(step, kind), step.due_on, step.version) == (holders[kind], DUE, 1)
    assert AuditEvent.objects.get().action == "plan.subgoal_added"


def test_a_step_may_be_nobody_s(goal):
    step = add(goal)

    assert (step.user, step.citizen, step.network_person) == (None, None, None)


def test_a_step_is_taken_by_one_alone(goal, by):
    with pytest.raises(ValidationError, match="Vælg én"):
        add(goal, user=by, citizen=main_person(goal.plan.course))
    assert not goal.subgoals.exists()


@pytest.mark.parametrize(
    "pair", [("user", "citizen"), ("user", "network_person"), ("citizen", "network_person")]
)
def test_the_database_keeps_no_step_of_two(goal, by, ida, pair):
    holders = {"user": by, "citizen": main_person(goal.plan.course), "network_person": ida}

    with pytest.raises(IntegrityError), transaction.atomic():
        SubGoal.objects.create(goal=goal, text=TEXT, **{kind: holders[kind] for kind in pair})


def strangers(course):
    elsewhere = make_course()
    gone = make_network_person(course, "Nabo", ended_on=TODAY)
    away = make_citizen("Bo")
    course.memberships.create(
        citizen=away, part="child", starts_on=course.opened_on, ends_on=TODAY, added_by=caseworker_of(course)
    )
    left = make_user("Gået Hjem")
    assign(left, course, ends_on=TODAY - timedelta(days=1), starts_on=TODAY - timedelta(days=9))
    return [
        {"user": make_user("Stig Fremmed")},
        {"user": left},
        {"citizen": main_person(elsewhere)},
        {"citizen": away},
        {"network_person": make_network_person(elsewhere)},
        {"network_person": gone},
    ]


def test_nobody_from_outside_the_course_takes_a_step(goal):
    step = add(goal)

    for stranger in strangers(goal.plan.course):
        with pytest.raises(ValidationError, match="med i forløbet"):
            add(goal, text="Et andet", **stranger)
        with pytest.raises(ValidationError, match="med i forløbet"):
            change(step, **stranger)
    assert AuditEvent.objects.count() == 1


def test_nobody_asks_one_whom_she_may_not_know_of():
    plan, goal, mother, _, _ = family()
    konsulent = konsulent_of(plan.course)
    plan.course.assignments.filter(user=konsulent).update(
        person=plan.course.persons.exclude(pk=mother.pk).get()
    )

    with pytest.raises(ValidationError, match="med i forløbet"):
        add(goal, citizen=mother)
    with pytest.raises(ValidationError, match="med i forløbet"):
        add(goal, network_person=make_network_person(plan.course))


def test_a_step_is_changed_and_the_log_names_the_fields(goal, by):
    step = add(goal, user=by)

    change(step, text="Ringer til skat", user=None, citizen=main_person(goal.plan.course))

    step.refresh_from_db()
    assert (step.text, step.user, step.citizen, step.version) == (
        "Ringer til skat",
        None,
        main_person(goal.plan.course),
        2,
    )
    assert AuditEvent.objects.latest("id").details["fields"] == ["text", "user", "citizen"]


def test_a_step_that_is_saved_as_it_was_is_no_change(goal, by):
    step = add(goal, user=by)

    change(step, text=TEXT, user=by)

    step.refresh_from_db()
    assert step.version == 1
    assert AuditEvent.objects.count() == 1


def test_who_has_left_keeps_the_step_until_another_is_chosen(goal):
    anna = make_user()
    held = assign(anna, goal.plan.course)
    step = add(goal, user=anna)
    held.ends_on = TODAY - timedelta(days=1)
    held.starts_on = held.ends_on - timedelta(days=1)
    held.save()

    change(step, text="Ringer til skat", user=anna)

    step.refresh_from_db()
    assert (step.text, step.user) == ("Ringer til skat", anna)


def test_a_late_save_of_a_step_is_refused(goal):
    step = add(goal)
    change(step, text="Den første")

    with pytest.raises(Stale) as caught:
        change_subgoal(step, version=1, text="Den anden", by=konsulent_of(goal.plan.course))

    assert caught.value.stored.text == "Den første"


def test_an_agreed_plan_keeps_its_steps(goal):
    step = add(goal)
    take_to_talk(goal.plan)
    answer(goal.plan)

    with pytest.raises(ValidationError, match="ny kladde"):
        change(step, text="Et andet")


def test_a_team_member_changes_no_step(goal):
    step, anna = add(goal), make_user()
    assign(anna, goal.plan.course)

    with pytest.raises(PermissionDenied):
        change(step, text="Et andet", by=anna)
    with pytest.raises(PermissionDenied):
        add(goal, text="Et andet", by=anna)
    assert AuditEvent.objects.count() == 1


def test_who_takes_a_step_is_frozen_with_it(goal, by, ida):
    add(goal, text="En", user=by)
    add(goal, text="To", citizen=main_person(goal.plan.course))
    add(goal, text="Tre", network_person=ida)
    add(goal, text="Fire")

    frozen = snapshot(goal.plan, on=TODAY)["goals"][0]["subgoals"]

    assert [step["who"] for step in frozen] == [by.name, "Freja Lindqvist Holm", ida.name, ""]
    assert {key for step in frozen for key, value in step.items() if value == str(ida.citizen_id)} == {
        "who_citizen",
        "who_network_of",
    }


def test_a_helper_of_the_child_hears_of_no_step_of_the_mother_by_name():
    plan, goal, mother, child, anna = family()
    add(goal, text="En", citizen=mother)
    add(goal, text="To", network_person=make_network_person(plan.course, "Preben"))
    add(goal, text="Tre", citizen=child)

    assert read_by(anna, plan) == ["en anden", "en anden", child.name]
    assert read_by(konsulent_of(plan.course), plan) == [mother.name, "Preben", child.name]


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


def test_a_new_taker_or_day_is_a_change_of_the_steps(goal, by):
    step = add(goal)
    before = drafted(snapshot(goal.plan, on=TODAY))

    change(step, user=by, due_on=DUE)

    (told,) = compare(before, drafted(snapshot(goal.plan, on=TODAY)))
    assert told.what == "delmål ændret"
    assert [(word.was, word.now) for word in told.words] == [
        (TEXT, f"{TEXT}, {by.name}, inden 11. september 2026")
    ]


def test_a_version_from_before_steps_had_takers_is_told_as_it_was():
    old = {"text": TEXT, "due_on": "2026-09-11", "done_on": None}

    assert step_text(old) == f"{TEXT}, inden 11. september 2026"


def test_a_version_tells_who_takes_a_step_and_by_when_until_it_is_done(goal, by):
    add(goal, text="En", user=by, due_on=DUE)
    add(goal, text="To", due_on=DUE)
    done = add(goal, text="Tre", user=by, due_on=DUE)
    SubGoal.objects.filter(pk=done.pk).update(done_on=TODAY)
    take_to_talk(goal.plan)

    (shown,) = VersionPage(answer(goal.plan).content, TODAY).goals_now

    assert shown.steps == [
        ("En", False, f"{by.name}, inden 11. september"),
        ("To", False, "inden 11. september"),
        ("Tre", True, by.name),
    ]


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


def test_the_same_words_for_somebody_else_or_once_more_are_another_step(plan, by, ida):
    goal = plan.goals.get()
    first = add(goal)

    assert add(goal) == first
    assert add(goal, network_person=ida) != first
    tick_subgoal(first, done=True, on=TODAY, by=by)
    assert add(goal) != first
    assert goal.subgoals.count() == 3


def test_the_form_names_the_one_who_takes_it(plan, by, ida):
    goal = plan.goals.get()
    steps = [add(goal, **who) for who in ({}, {"user": by}, {"network_person": ida})]

    assert [holder_of_step(step) for step in steps] == ["", f"user:{by.pk}", f"network_person:{ida.pk}"]
