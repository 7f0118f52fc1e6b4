"""Who is reminded that a safeguard is to be looked at or has run out, and when the reminder goes."""

import pytest

from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.models import Notice
from plans.reminders import SAFEGUARD_OVER, SAFEGUARD_REVIEW, find_due
from tests.factories import TODAY, assign, make_user
from tests.plans.factories import make_safeguard
from tests.plans.safeguarding import DAY, LAST_DAY, REVIEW, end, keep

pytestmark = pytest.mark.django_db


def told():
    waiting = Notice.objects.filter(settled_at=None)
    return [(one.kind, one.object_key, one.recipient, one.due_on) for one in waiting]


def test_who_is_responsible_is_reminded_a_week_before_it_is_to_be_looked_at(plan):
    anna = make_user()
    assign(anna, plan.course)
    row = make_safeguard(plan, review_on=REVIEW, responsible=anna)
    week_before = REVIEW - 7 * DAY

    assert find_due(week_before - DAY) == 0
    assert find_due(week_before) == 1
    assert find_due(REVIEW) == 0

    assert told() == [(SAFEGUARD_REVIEW, f"safeguard:{row.pk}", anna, week_before)]
    assert Notice.objects.get().path == f"/courses/{plan.course_id}/plan/safeguards/"


def test_when_it_has_run_out_that_is_told_instead(plan, jonas):
    row = make_safeguard(plan, review_on=REVIEW, until_on=REVIEW)
    find_due(REVIEW)

    assert find_due(REVIEW + DAY) == 1

    assert told() == [(SAFEGUARD_OVER, f"safeguard:{row.pk}", jonas, REVIEW + DAY)]


@pytest.mark.parametrize("act", ["keep", "end"])
def test_the_reminder_goes_when_somebody_has_looked(plan, act):
    row = make_safeguard(plan, review_on=REVIEW)
    find_due(REVIEW)
    assert len(told()) == 1

    {"keep": keep, "end": end}[act](row, today=REVIEW, **({"review_on": LAST_DAY} if act == "keep" else {}))

    assert told() == []
    assert find_due(REVIEW) == 0


def test_a_closed_course_reminds_of_none(plan):
    make_safeguard(plan, review_on=TODAY)
    Course.objects.update(status="closed", closed_on=TODAY, closing="job")

    assert find_due(TODAY) == 0


def test_of_a_shielded_one_nobody_hears_who_may_not_read_it(plan, jonas):
    anna = make_user()
    assign(anna, plan.course)
    row = make_safeguard(plan, review_on=REVIEW, responsible=anna, level="shielded")

    assert find_due(REVIEW) == 0
    plan.course.assignments.filter(user=jonas).update(sees_shielded=True)
    find_due(REVIEW)

    assert [recipient for _, _, recipient, _ in told()] == [jonas]
    assert row.responsible == anna
