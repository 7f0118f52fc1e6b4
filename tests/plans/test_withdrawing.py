"""Who proposed an adjustment takes it back, and nobody else."""

import pytest
from django.core.exceptions import PermissionDenied

from plans.actions.adjustments import ANSWERED, PROPOSED
from roles.models import Assignment, Role
from tests.factories import assign, caseworker_of, make_user
from tests.plans.proposing import actions, answered, proposed, told, withdrawn

pytestmark = pytest.mark.django_db


def test_who_proposed_may_take_it_back(goal):
    row = withdrawn(proposed(goal))

    assert (row.status, row.answered_by) == ("withdrawn", row.proposed_by)
    assert told(PROPOSED) + told(ANSWERED) == []
    assert actions() == ["adjustment.made", "adjustment.withdrawn"]


def test_who_coordinates_by_now_takes_her_own_back(goal):
    """She may not answer it herself, and proposes nothing any more."""
    sanne = make_user("Sanne Krogh")
    held = assign(sanne, goal.plan.course, Role.TEAM_MEMBER)
    row = proposed(goal, by=sanne)
    held.delete()
    Assignment.objects.filter(course=goal.plan.course, role=Role.COORDINATING_CASEWORKER).update(user=sanne)

    with pytest.raises(PermissionDenied):
        answered(row, by=sanne)
    assert withdrawn(row).status == "withdrawn"


def test_nobody_else_takes_it_back(goal):
    row = proposed(goal)
    sanne = make_user("Sanne Krogh")
    assign(sanne, goal.plan.course)

    for user in (sanne, caseworker_of(goal.plan.course)):
        with pytest.raises(PermissionDenied):
            withdrawn(row, user)
