"""Who is reminded that a trial is over, and when the reminder goes."""

import pytest

from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.models import Notice
from plans.reminders import TRIAL, find_due
from tests.factories import (
    TODAY,
    konsulent_of,
    make_user,
)
from tests.plans.factories import make_trial
from tests.plans.trying import AFTER, LAST_DAY, close, team_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def jonas(plan):
    return konsulent_of(plan.course)


def told():
    return [(one.object_key, one.recipient, one.due_on) for one in Notice.objects.filter(settled_at=None)]


def test_who_is_responsible_is_reminded_once_when_it_is_over(goal):
    anna = team_member(goal.plan)
    trial = make_trial(goal, responsible=anna, stops_on=LAST_DAY)

    assert find_due(LAST_DAY) == 0
    assert find_due(AFTER) == 1
    assert find_due(AFTER) == 0

    assert told() == [(f"trial:{trial.pk}", anna, AFTER)]
    assert Notice.objects.get().kind == TRIAL
    assert Notice.objects.get().path == f"/courses/{goal.plan.course_id}/plan/trials/"


def test_the_reminder_goes_when_somebody_says_how_it_went(goal):
    trial = make_trial(goal, stops_on=LAST_DAY)
    find_due(AFTER)

    close(trial, today=AFTER)

    assert told() == []
    assert find_due(AFTER) == 0


def test_the_borgerkonsulent_is_reminded_for_one_who_has_left(goal, jonas):
    trial = make_trial(goal, responsible=make_user("Gået"), stops_on=LAST_DAY)

    find_due(AFTER)

    assert told() == [(f"trial:{trial.pk}", jonas, AFTER)]


def test_a_closed_course_reminds_of_no_trial(goal):
    make_trial(goal, stops_on=LAST_DAY)
    Course.objects.update(status="closed", closed_on=TODAY, closing="job")

    assert find_due(AFTER) == 0
