"""Numbers of a day: what is said of a goal, what is counted of a person, and what was taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from borgerforloeb.audit.models import AuditEvent
from plans.actions.goals import change_goal, set_progress
from plans.actions.measurements import note_measurement, take_back_measurement
from plans.models import Measurement
from tests.factories import LONG_AGO, TODAY, assign, caseworker_of, konsulent_of, main_person, make_user
from tests.plans.factories import answer, goal_fields, take_to_talk

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def say(goal, citizen=None, worker=None, on=TODAY):
    goal.refresh_from_db()
    by, version = konsulent_of(goal.plan.course), goal.version
    said = {"citizen_progress": citizen, "worker_progress": worker}
    return set_progress(goal, **said, version=version, on=on, by=by)


def note(plan, value="95", **fields):
    fields = {"kind": "attendance", "on": TODAY, "today": TODAY, "by": konsulent_of(plan.course)} | fields
    return note_measurement(plan, person=main_person(plan.course), value=Decimal(value), **fields)


def take_back(row, why="Tastefejl.", **fields):
    return take_back_measurement(row, why=why, **{"on": TODAY, "by": konsulent_of(row.plan.course)} | fields)


def numbers(goal):
    return list(goal.measurements.in_force().values_list("kind", "value", "on").order_by("on", "kind"))


def test_progress_is_told_and_measured_in_one_act(goal):
    say(goal, 3, 4, on=LONG_AGO)
    say(goal, 5, 4)

    assert numbers(goal) == [("citizen", 3, LONG_AGO), ("worker", 4, LONG_AGO), ("citizen", 5, TODAY)]
    row = goal.measurements.last()
    assert (row.marks, row.noted_by) == (goal.marks, konsulent_of(goal.plan.course))
    assert AuditEvent.objects.filter(action="plan.progress_told").count() == 2


def test_a_new_number_on_the_same_day_takes_the_place_of_the_first(goal):
    say(goal, 3)
    say(goal, 5)

    assert numbers(goal) == [("citizen", 5, TODAY)]
    assert goal.measurements.get(value=3).taken_back_why == "Et nyt tal samme dag."


def test_what_was_said_is_not_wiped_out(goal):
    say(goal, 3)

    with pytest.raises(ValidationError, match="tag det tilbage under Udvikling"):
        say(goal, None, 4)

    goal.refresh_from_db()
    assert (goal.citizen_progress, goal.worker_progress, goal.measurements.count()) == (3, None, 1)


def test_the_words_of_a_goal_are_changed_without_its_numbers(goal):
    say(goal, 3)
    goal.refresh_from_db()

    fields = goal_fields(goal, title="Et andet mål")
    change_goal(goal, by=konsulent_of(goal.plan.course), **fields)

    goal.refresh_from_db()
    assert (goal.citizen_progress, goal.measurements.count()) == (3, 1)


@pytest.mark.parametrize(("which", "left"), [(TODAY, 3), (LONG_AGO, 5)])
def test_the_goal_tells_the_last_number_that_stands(goal, which, left):
    say(goal, 3, 2, on=LONG_AGO)
    say(goal, 5, 2)

    row = take_back(goal.measurements.get(kind="citizen", on=which))

    goal.refresh_from_db()
    assert (goal.citizen_progress, goal.worker_progress) == (left, 2)
    assert (row.taken_back_why, row.taken_back_on) == ("Tastefejl.", TODAY)
    event = AuditEvent.objects.get(action="measurement.taken_back")
    assert (event.details["kind_of"], event.domain) == ("citizen", goal.domain)
    assert str(row.value) not in str(event.details)


def test_a_goal_without_numbers_left_tells_none(goal):
    say(goal, 3)

    take_back(goal.measurements.get())

    goal.refresh_from_db()
    assert goal.citizen_progress is None


def test_the_goal_does_not_tell_what_was_said_under_other_marks(goal):
    say(goal, 3, on=LONG_AGO)
    type(goal).objects.filter(pk=goal.pk).update(domain="common")
    say(goal, 5)

    take_back(goal.measurements.get(value=5))

    goal.refresh_from_db()
    assert goal.citizen_progress is None


def test_taking_back_an_earlier_number_leaves_what_was_said_last(goal):
    say(goal, 3, on=LONG_AGO)
    say(goal, 5)
    # Put right since: what was said before is told under other marks, and 5 was not wrong.
    type(goal).objects.filter(pk=goal.pk).update(domain="common")

    take_back(goal.measurements.get(value=3))

    goal.refresh_from_db()
    assert goal.citizen_progress == 5


def test_a_number_of_a_person_is_noted_also_when_the_plan_is_agreed(plan):
    take_to_talk(plan)
    answer(plan)

    row = note(plan, "12.5", kind="hours", source="Lønseddel")

    assert (row.value, row.domain, row.level, row.source) == (
        Decimal("12.5"),
        "employment",
        "common",
        "Lønseddel",
    )
    event = AuditEvent.objects.get(action="measurement.noted")
    assert event.details == {"kind_of": "hours"}
    assert event.person_ids == [main_person(plan.course).pk]


def test_the_same_number_sent_twice_is_one(plan):
    assert note(plan) == note(plan)
    assert AuditEvent.objects.filter(action="measurement.noted").count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "citizen"}, "Vælg fremmøde eller timer"),
        ({"on": TOMORROW}, "en dag, der har været"),
        ({"value": "100.5"}, "0 til 100 procent"),
        ({"value": "61", "kind": "hours"}, "0 til 60"),
        ({"level": "shielded"}, "selv må læse"),
    ],
)
def test_a_number_that_cannot_be_is_refused(plan, fields, words):
    with pytest.raises(ValidationError, match=words):
        note(plan, **fields)

    assert not Measurement.objects.exists()


def test_another_number_on_the_same_day_asks_for_the_first_to_be_taken_back(plan):
    first = note(plan)

    with pytest.raises(ValidationError, match="allerede et tal for den dag"):
        note(plan, "40")

    take_back(first)
    assert note(plan, "40").value == 40


def test_a_number_is_taken_back_once_and_with_a_reason(plan):
    row = note(plan)

    with pytest.raises(ValidationError, match="hvorfor"):
        take_back(row, why=" ")
    take_back(row)
    with pytest.raises(ValidationError, match="allerede taget tilbage"):
        take_back(row)


def test_nobody_takes_back_what_they_may_not_read(plan):
    row = note(plan)
    Measurement.objects.update(level="shielded")
    row.refresh_from_db()

    with pytest.raises(PermissionDenied):
        take_back(row)


def test_a_team_member_measures_nothing(plan, goal):
    say(goal, 3)
    anna = make_user()
    assign(anna, plan.course)

    for act in (lambda: note(plan, by=anna), lambda: take_back(goal.measurements.get(), by=anna)):
        with pytest.raises(PermissionDenied):
            act()


def test_a_number_of_a_goal_is_read_with_the_goal(plan, goal):
    say(goal, 3)
    katrine = caseworker_of(plan.course)
    assert Measurement.objects.visible_to(katrine).count() == 1

    type(goal).objects.filter(pk=goal.pk).update(level="shielded")

    assert not Measurement.objects.visible_to(katrine).exists()


def test_the_database_keeps_a_number_and_its_reason_together(plan):
    row = note(plan)

    with pytest.raises(IntegrityError, match="measurement_taken_back_with_reason"), transaction.atomic():
        Measurement.objects.filter(pk=row.pk).update(taken_back_on=TODAY)
