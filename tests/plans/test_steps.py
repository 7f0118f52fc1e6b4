"""Who takes a step of a goal: of the team, of the course or of a network; and who is told by name."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Stale
from plans.actions.goals import change_subgoal, tick_subgoal
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
    make_user,
)
from tests.plans.factories import answer, take_to_talk
from tests.plans.stepping import DUE, TEXT, add, change, family

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(plan):
    return konsulent_of(plan.course)


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
