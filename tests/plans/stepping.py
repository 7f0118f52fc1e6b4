"""A step of a goal through the acts, as the borgerkonsulent writes and changes it, also in a family."""

from datetime import timedelta

from plans.actions.goals import add_subgoal, change_subgoal
from tests.factories import TODAY, assign, konsulent_of, make_citizen, make_course, make_plan, make_user

TEXT = "Ringer til banken"
DUE = TODAY + timedelta(days=9)


def add(goal, **fields):
    return add_subgoal(goal, **{"text": TEXT, "by": konsulent_of(goal.plan.course)} | fields)


def change(step, **fields):
    by = konsulent_of(step.goal.plan.course)
    return change_subgoal(step, **{"version": step.version, "by": by} | fields)


def family():
    """A mother and a child, each with a sister; Anna works with the child alone, and knows no other."""
    mother, child = make_citizen("Amina"), make_citizen("Yusuf")
    plan = make_plan(make_course(citizens=[mother, child]))
    goal = plan.goals.get()
    goal.person, goal.domain = None, "common"
    goal.save()
    anna = make_user()
    assign(anna, plan.course, person=child)
    return plan, goal, mother, child, anna
