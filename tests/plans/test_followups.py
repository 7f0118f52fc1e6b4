"""A follow-up is planned with a reason and held with three answers; no plan is left without a next date."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.models import Notice
from plans.models import FollowUp
from plans.reminders import find_due
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    make_plan,
    make_section,
    make_user,
)
from tests.plans.following import ANSWERS, IN_SPRING, hold, plan_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


def test_planning_makes_the_one_next_and_planning_again_moves_it(plan):
    section = make_section()
    first = plan_one(plan, sections=[section])
    again = plan_one(plan, due_on=IN_SPRING, reason="Hun skal føde.", sections=[])

    assert first.pk == again.pk
    assert FollowUp.objects.get().due_on == IN_SPRING
    assert not again.sections.exists()
    assert [event.action for event in AuditEvent.objects.all()] == ["plan.follow_up_planned"] * 2
    assert AuditEvent.objects.last().details == {"fields": ["due_on", "reason"]}


def test_moving_it_settles_what_was_told(plan):
    plan_one(plan)
    find_due(TODAY)

    plan_one(plan, due_on=IN_SPRING)

    assert not Notice.objects.filter(settled_at=None).exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_planning_is_refused(plan, fields, field):
    with pytest.raises(ValidationError) as error:
        plan_one(plan, **fields)

    assert list(error.value.message_dict) == [field]
    assert not FollowUp.objects.exists()
    assert not AuditEvent.objects.exists()


def test_only_who_works_with_the_course_can_be_responsible(plan):
    gone = make_user("Gerda Gået")
    assign(gone, plan.course, ends_on=TODAY)

    for person in (gone, make_user("Fremmed")):
        with pytest.raises(ValidationError) as error:
            plan_one(plan, responsible=person)
        assert list(error.value.message_dict) == ["responsible"]


def test_holding_keeps_the_answers_and_plans_the_next(plan):
    section = make_section()
    followup = plan_one(plan)
    find_due(TODAY)

    held = hold(followup, sections=[section])

    assert (held.done_on, held.done_by, held.does_it_work) == (
        TODAY,
        caseworker_of(plan.course),
        ANSWERS["does_it_work"],
    )
    following = plan.followups.open().get()
    assert (following.due_on, list(following.sections.all())) == (IN_SPRING, [section])
    assert not Notice.objects.filter(settled_at=None).exists()
    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["plan.follow_up_planned", "plan.follow_up_planned", "plan.follow_up_held"]


def test_the_borgerkonsulent_may_hold_it_too(plan):
    jonas = konsulent_of(plan.course)

    assert hold(plan_one(plan), by=jonas, responsible=jonas).done_by == jonas


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"done_on": TODAY + timedelta(days=1), "due_on": IN_SPRING}, "done_on"),
        ({"due_on": TODAY}, "due_on"),
        ({"due_on": TODAY - timedelta(days=3), "done_on": TODAY - timedelta(days=5)}, "due_on"),
        ({"reason": ""}, "reason"),
    ],
)
def test_either_all_of_it_is_kept_or_nothing(plan, fields, field):
    followup = plan_one(plan)

    with pytest.raises(ValidationError) as error:
        hold(followup, **fields)

    assert list(error.value.message_dict) == [field]
    followup.refresh_from_db()
    assert (followup.done_on, followup.does_it_work) == (None, "")
    assert AuditEvent.objects.count() == 1


def test_the_second_of_two_equal_submits_changes_nothing(plan):
    followup = plan_one(plan)
    hold(followup)

    hold(followup)

    assert plan.followups.count() == 2
    assert AuditEvent.objects.filter(action="plan.follow_up_held").count() == 1


def test_other_words_about_a_held_one_are_given_back(plan):
    followup = plan_one(plan)
    hold(followup)

    with pytest.raises(ValidationError, match="allerede skrevet ind"):
        hold(followup, done_right="Noget andet.")

    followup.refresh_from_db()
    assert followup.done_right == ANSWERS["done_right"]


@pytest.mark.parametrize("act", [plan_one, lambda plan, **fields: hold(FollowUp.objects.get(), **fields)])
def test_who_may_not_edit_the_plan_may_not_follow_up(plan, act):
    plan_one(plan)
    member, stranger = make_user("Medlem"), make_user("Fremmed")
    assign(member, plan.course)

    for person in (member, stranger):
        with pytest.raises(PermissionDenied):
            act(plan, by=person)

    assert FollowUp.objects.get().done_on is None


def test_nor_is_one_that_was_held_told_to_somebody_who_may_not(plan):
    followup = hold(plan_one(plan))
    member = make_user("Medlem")
    assign(member, plan.course)

    with pytest.raises(PermissionDenied):
        hold(followup, by=member)


def test_a_closed_course_is_not_followed_up(plan):
    followup = plan_one(plan)
    katrine = caseworker_of(plan.course)
    Course.objects.filter(pk=plan.course_id).update(status="closed", closed_on=TODAY, closing="job")

    with pytest.raises(PermissionDenied):
        hold(followup, by=katrine, responsible=katrine)
