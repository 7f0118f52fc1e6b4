"""Goals for later: a day on which the two who hold the plan are reminded, and the goal taken up.

The day is a note for those who work here, and no part of what is agreed: it is set in an agreed plan too.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.notices.actions import settle
from plans.actions.goals import set_horizon
from plans.actions.versions import new_draft
from plans.actions.writing import lock, lock_version, may_read_row, persons_of, put, save_checked
from plans.models import Goal
from plans.reminders import LATER, goal_key
from roles.permissions import Permission, require

NOT_WAITING = "Målet er ikke til senere mere. Se det i planen."


@transaction.atomic
def remind_of(goal: Goal, *, remind_on: date | None, version: int, today: date, by: User) -> Goal:
    """Without a day nobody is reminded."""
    _require(goal, by)
    goal = lock_version(goal, version)
    if not goal.waits:
        raise ValidationError(NOT_WAITING)
    changed = put(goal, {"remind_on": remind_on})
    if changed and remind_on is not None and remind_on <= today:
        raise ValidationError({"remind_on": "Skriv en dag, der ikke er kommet endnu."})
    goal.updated_by = by
    save_checked(goal)
    if changed:
        settle(LATER, goal_key(goal))
    told = {**goal.field_and_level, "fields": changed}
    course_id = goal.plan.course_id
    record("plan.goal_remind_set", by=by, target=goal, course_id=course_id, persons=persons_of(goal), **told)
    return goal


@transaction.atomic
def begin_now(goal: Goal, *, by: User) -> Goal:
    """A goal that is begun is a new plan to agree on: an agreed one gets its next draft."""
    _require(goal, by)
    # The plan first, as everywhere.
    plan = lock(goal.plan)
    goal = lock(goal)
    if not goal.waits:
        raise ValidationError(NOT_WAITING)
    if not plan.can_be_written:
        new_draft(plan, by=by)
    return set_horizon(goal, horizon=Goal.Horizon.NOW, by=by)


def _require(goal: Goal, by: User) -> None:
    access = require(by, Permission.EDIT_PLAN, goal.plan.course_id)
    if not may_read_row(access, goal):
        raise PermissionDenied
