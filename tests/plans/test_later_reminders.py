"""Who is reminded of a goal for later on its day, and when the reminder goes or comes again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.models import Notice
from borgerforloeb.pages.worklist import worklist
from plans.actions.goals import end_goal, set_horizon
from plans.models import Goal
from plans.reminders import LATER, find_due
from roles.models import Role
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    make_course,
    make_goal,
    make_plan,
    make_user,
)
from tests.plans.waiting import DAY, begun, remind

pytestmark = pytest.mark.django_db


def told():
    open_ones = Notice.objects.filter(settled_at=None).order_by("recipient__name")
    return [(one.recipient.name, one.object_key, one.due_on) for one in open_ones]


def test_the_two_who_hold_the_plan_are_reminded_once_on_the_day(later):
    remind(later)
    assign(make_user(), later.plan.course)

    assert [find_due(DAY - timedelta(days=1)), find_due(DAY), find_due(DAY)] == [0, 2, 0]

    key = f"goal:{later.pk}"
    assert told() == [("Jonas Bech", key, DAY), ("Katrine Dahl", key, DAY)]
    assert {notice.kind for notice in Notice.objects.all()} == {LATER}
    assert {notice.path for notice in Notice.objects.all()} == {
        f"/courses/{later.plan.course_id}/plan/later/"
    }


def test_of_a_shielded_goal_those_of_the_two_who_read_it_are_reminded(later):
    """Whoever wrote in it last: the course may have changed hands since."""
    remind(later)
    Goal.objects.filter(pk=later.pk).update(level="shielded")

    assert find_due(DAY) == 0
    held = later.plan.course.assignments.filter(role=Role.COORDINATING_CASEWORKER)
    held.update(sees_shielded=True)
    find_due(DAY)

    assert told() == [("Katrine Dahl", f"goal:{later.pk}", DAY)]


def test_one_who_holds_both_roles_hears_it_once():
    katrine = make_user("Katrine Dahl")
    plan = make_plan(make_course(caseworker=katrine, konsulent=katrine))
    remind(make_goal(plan, horizon="later"))

    assert find_due(DAY) == 1


def test_whoever_has_left_is_not_reminded(later):
    remind(later)
    later.plan.course.assignments.filter(role=Role.BORGERKONSULENT).update(starts_on=DAY + timedelta(days=1))

    find_due(DAY)

    assert [name for name, _, _ in told()] == ["Katrine Dahl"]


def test_a_closed_course_reminds_of_no_goal(later):
    remind(later)
    Course.objects.update(status="closed", closed_on=TODAY, closing="job")

    assert find_due(DAY) == 0


def ended(goal):
    end_goal(goal, status="given_up", why="Ikke nu.", on=DAY, by=konsulent_of(goal.plan.course))


def moved(goal):
    remind(goal, DAY + timedelta(days=7), today=DAY)


def unset(goal):
    remind(goal, None, today=DAY)


@pytest.mark.parametrize("act", [begun, ended, moved, unset])
def test_the_reminder_goes_when_somebody_has_acted_on_it(later, act):
    later = remind(later)
    find_due(DAY)

    act(later)

    assert told() == []
    assert find_due(DAY) == 0


def test_what_is_moved_is_told_again_on_its_new_day(later):
    later = remind(later)
    find_due(DAY)
    moved(later)

    assert find_due(DAY + timedelta(days=7)) == 2


def test_a_reminder_stands_in_mit_arbejde_until_then(later):
    now = timezone.localtime()
    Goal.objects.filter(pk=later.pk).update(remind_on=now.date())
    find_due(now.date())

    shown = worklist(caseworker_of(later.plan.course), now).now

    assert [(task.title, task.button) for task in shown if "senere" in task.title] == [
        ("Et mål til senere skal ses på", "Se målet")
    ]


def test_a_goal_moved_by_its_button_is_reminded_of_no_more(later):
    later = remind(later)
    find_due(DAY)

    set_horizon(later, horizon="now", by=konsulent_of(later.plan.course))

    later.refresh_from_db()
    assert (later.remind_on, told()) == (None, [])
