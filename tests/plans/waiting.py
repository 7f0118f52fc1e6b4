"""A goal for later through the acts: given its day, and begun."""

from datetime import timedelta

from plans.actions.later import begin_now, remind_of
from tests.factories import TODAY, konsulent_of

DAY = TODAY + timedelta(days=30)


def remind(goal, on=DAY, **fields):
    by = konsulent_of(goal.plan.course)
    return remind_of(goal, **{"remind_on": on, "version": goal.version, "today": TODAY, "by": by} | fields)


def begun(goal):
    begin_now(goal, by=konsulent_of(goal.plan.course))
