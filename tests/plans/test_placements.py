"""Where somebody is at work: noted, changed, ended, and taken back when it was wrong."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course, Stale
from plans.models import Placement, PlacementHours
from plans.placements import State, state_of
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    konsulent_of,
    main_person,
    make_citizen,
    make_goal,
    make_user,
)
from tests.plans.at_work import RISING, add, change, end, hours, take_back
from tests.plans.factories import answer, take_to_talk
from tests.plans.placing import make_placement

pytestmark = pytest.mark.django_db


def agree(plan):
    take_to_talk(plan)
    answer(plan)


ACTS = [add, hours, change, end, take_back]


def test_a_placement_is_of_the_field_employment_and_begins_with_its_hours(plan, goal):
    row = add(plan, goal=goal, kind="taster", hours=Decimal("3.5"), purpose="At se stedet.")

    assert (row.domain, row.level, row.goal, row.kind) == ("employment", "common", goal, "taster")
    assert row.steps == [(TODAY, Decimal("3.5"))]
    event = AuditEvent.objects.get(action="placement.added")
    assert (event.details, event.domain) == ({"kind_of": "taster"}, "employment")
    assert event.person_ids == [main_person(plan.course).pk]


def test_it_is_found_and_ends_also_when_the_plan_is_agreed(plan):
    agree(plan)

    row = end(add(plan), outcome_words="Godt.")

    assert (row.outcome, row.ended_on, row.outcome_words, row.version) == ("job", TODAY, "Godt.", 2)
    assert AuditEvent.objects.get(action="placement.ended").details["status"] == "job"


@pytest.mark.parametrize("act", [hours, change])
def test_what_was_agreed_is_changed_in_a_draft_alone(plan, act):
    row = make_placement(plan)
    agree(plan)
    row.refresh_from_db()

    with pytest.raises(ValidationError, match="ny kladde"):
        act(row)


def test_the_same_sent_twice_is_one(plan):
    assert add(plan) == add(plan)
    assert AuditEvent.objects.filter(action="placement.added").count() == 1


def test_a_placement_that_was_taken_back_can_be_noted_again(plan):
    assert take_back(add(plan)) != add(plan)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ends_on": TODAY - timedelta(days=1)}, "kan ikke slutte, før"),
        ({"level": "shielded"}, "selv må læse"),
        ({"hours": Decimal("37.5")}, "højst 37"),
        ({"hours": Decimal(0)}, "over 0"),
    ],
)
def test_what_cannot_be_is_refused(plan, fields, words):
    with pytest.raises(ValidationError, match=words), transaction.atomic():
        add(plan, **fields)

    assert not Placement.objects.exists()


def test_a_goal_of_another_person_or_plan_is_refused(plan, goal):
    type(goal).objects.filter(pk=goal.pk).update(person=make_citizen("Ida"))
    goal.refresh_from_db()

    with pytest.raises(ValidationError, match="handler om en anden"):
        add(plan, goal=goal)


@pytest.mark.parametrize("act", [hours, change, end])
def test_a_late_save_is_told_and_writes_nothing(plan, act):
    row = make_placement(plan, steps=RISING[:1])
    Placement.objects.update(version=5, support="En anden skrev.")

    with pytest.raises(Stale):
        act(row)

    row.refresh_from_db()
    assert (row.version, row.outcome, row.steps) == (5, "", RISING[:1])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ended_on": None}, "Skriv den sidste dag"),
        ({"ended_on": TODAY + timedelta(days=1)}, "en dag, der har været"),
        ({"ended_on": TODAY - timedelta(days=1)}, "før den begynder"),
        ({"outcome": ""}, "Vælg, hvordan det endte"),
    ],
)
def test_an_end_that_cannot_be_is_refused(plan, fields, words):
    row = make_placement(plan)

    with pytest.raises(ValidationError, match=words):
        end(row, **fields)


def test_an_end_by_mistake_is_undone(plan):
    row = end(make_placement(plan), outcome_words="Godt.")

    row = end(row, outcome="", ended_on=TODAY)

    assert (row.outcome, row.ended_on, row.outcome_words) == ("", None, "")
    assert AuditEvent.objects.filter(action="placement.resumed").count() == 1


@pytest.mark.parametrize("act", [hours, change])
def test_what_has_ended_is_not_changed(plan, act):
    with pytest.raises(ValidationError, match="Praktikken er slut"):
        act(end(make_placement(plan)))


def test_what_was_wrong_stays_with_its_reason_and_is_changed_no_more(plan):
    row = take_back(make_placement(plan))

    assert (row.taken_back_why, row.taken_back_on) == ("Forkert borger.", TODAY)
    assert AuditEvent.objects.filter(action="placement.taken_back").count() == 1
    for act in (hours, change, end, take_back):
        with pytest.raises(ValidationError, match="taget tilbage"):
            act(row)


def test_it_is_taken_back_with_a_reason(plan):
    with pytest.raises(ValidationError, match="hvorfor"):
        take_back(make_placement(plan), why=" ")


@pytest.mark.parametrize("act", ACTS)
def test_a_team_member_changes_nothing(plan, act):
    anna = make_user()
    assign(anna, plan.course)

    with pytest.raises(PermissionDenied):
        act(plan if act is add else make_placement(plan), by=anna)


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_written_in_a_closed_course(plan, act):
    row = plan if act is add else make_placement(plan)
    Course.objects.update(status=Course.Status.CLOSED, closed_on=TODAY, closing=Course.Closing.JOB)

    with pytest.raises(PermissionDenied):
        act(row)


@pytest.mark.parametrize("act", ACTS[1:])
def test_nobody_changes_what_they_may_not_read(plan, act):
    row = make_placement(plan, level="shielded")

    with pytest.raises(PermissionDenied):
        act(row)


def test_a_placement_on_a_goal_is_read_with_the_goal(plan, goal):
    row, jonas = make_placement(plan, goal=goal, steps=RISING), konsulent_of(plan.course)
    assert Placement.objects.visible_to(jonas).get() == row
    assert PlacementHours.objects.visible_to(jonas).count() == 3

    type(goal).objects.filter(pk=goal.pk).update(level="shielded")

    assert not Placement.objects.visible_to(jonas).exists()
    assert not PlacementHours.objects.visible_to(jonas).exists()


def test_the_database_refuses_hours_twice_a_day_and_an_end_without_outcome(plan):
    row = make_placement(plan, steps=RISING[:1])

    with pytest.raises(IntegrityError, match="placement_hours_one_a_day"), transaction.atomic():
        PlacementHours.objects.create(placement=row, from_on=TODAY, hours=3)
    with pytest.raises(IntegrityError, match="placement_ended_with_outcome"), transaction.atomic():
        Placement.objects.filter(pk=row.pk).update(ended_on=TODAY)
    with pytest.raises(IntegrityError, match="placement_taken_back_with_reason"), transaction.atomic():
        Placement.objects.filter(pk=row.pk).update(taken_back_on=TODAY)


@pytest.mark.parametrize(
    ("starts_on", "ended_on", "taken_back", "state"),
    [
        (TODAY, None, False, State.RUNNING),
        (TODAY + timedelta(days=1), None, False, State.PLANNED),
        (LONG_AGO, TODAY, False, State.ENDED),
        (LONG_AGO, TODAY, True, State.TAKEN_BACK),
    ],
)
def test_how_it_stands_follows_from_its_days(starts_on, ended_on, taken_back, state):
    found = state_of(starts_on=starts_on, ended_on=ended_on, today=TODAY, taken_back=taken_back)

    assert found == state


def test_another_goal_of_one_s_own_is_chosen(plan):
    row, goal = make_placement(plan), make_goal(plan, "Praktik")

    assert change(row, goal=goal).goal == goal


def test_the_last_day_is_the_day_that_it_ended_on_or_that_it_is_to_end_on(plan):
    ended, planned = TODAY + timedelta(days=3), TODAY + timedelta(days=30)

    assert make_placement(plan).last_day is None
    assert make_placement(plan, ends_on=planned).last_day == planned
    assert make_placement(plan, "To", ends_on=planned, ended_on=ended, outcome="job").last_day == ended
