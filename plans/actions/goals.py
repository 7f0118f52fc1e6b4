from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Citizen, CoursePerson, Domain, Level, NetworkPerson
from borgerforloeb.notices.actions import settle
from plans.actions.measurements import tell_progress
from plans.actions.writing import (
    lock,
    lock_in_plan,
    lock_version,
    lock_writable,
    persons_of,
    put,
    save_checked,
    save_readable,
)
from plans.models import Goal, Plan, SubGoal
from plans.reminders import LATER, goal_key
from plans.sharing import shared_with
from plans.steps import HOLDERS
from roles.models import Assignment
from roles.permissions import Access, Permission, require

Holder = User | Citizen | NetworkPerson
NOT_HERE = "Vælg en, der er med i forløbet."


@transaction.atomic
def add_goal(plan: Plan, *, title: str, by: User, **fields: Any) -> Goal:
    access = require(by, Permission.EDIT_PLAN, plan.course_id)
    plan = lock_writable(plan)
    person = fields.get("person")
    same = plan.goals.open().visible_to(by).filter(title=title, person=person).first()
    if same is not None:
        return same
    goal = Goal(plan=plan, title=title, updated_by=by, version=1, **fields)
    goal.with_domains = shared_with(goal.domain, goal.with_domains)
    goal.position = _last_position(plan, goal.horizon) + 1
    save_readable(goal, access)
    _record("plan.goal_added", goal, by)
    return goal


@transaction.atomic
def change_goal(goal: Goal, *, version: int, by: User, **fields: Any) -> Goal:
    access = require(by, Permission.EDIT_PLAN, goal.plan.course_id)
    goal = lock_in_plan(goal, version)
    ended_as = goal.status if goal.is_ended else ""
    # A goal that comes to another field is not shared with that one besides.
    shared = shared_with(fields.get("domain", goal.domain), fields.get("with_domains", goal.with_domains))
    changed = put(goal, fields | {"with_domains": shared})
    if "horizon" in changed:
        _place_last(goal)
    if not goal.is_ended:
        if ended_as:
            # Taken up again: how it had ended is still told of.
            goal.was_status, goal.was_ended_on, goal.was_ended_why = ended_as, goal.ended_on, goal.ended_why
        goal.ended_on, goal.ended_why = None, ""
    goal.updated_by = by
    save_readable(goal, access)
    _record("plan.goal_changed", goal, by, fields=changed)
    return goal


@transaction.atomic
def set_progress(
    goal: Goal, *, citizen_progress: int | None, worker_progress: int | None, version: int, on: date, by: User
) -> Goal:
    """How far we are may be said at any time: it happens to what was agreed, it does not change it.

    The goal holds what was said last; each number also stands as a measurement of its day.
    """
    require(by, Permission.EDIT_PLAN, goal.plan.course_id)
    goal = lock_version(goal, version)
    changed = put(goal, {"citizen_progress": citizen_progress, "worker_progress": worker_progress})
    tell_progress(goal, changed, on=on, by=by)
    if goal.status == Goal.Status.NOT_BEGUN and changed:
        goal.status = Goal.Status.STARTED
    goal.updated_by = by
    save_checked(goal)
    _record("plan.progress_told", goal, by, fields=changed)
    return goal


@transaction.atomic
def end_goal(goal: Goal, *, status: str, why: str, on: date, by: User) -> Goal:
    require(by, Permission.EDIT_PLAN, goal.plan.course_id)
    goal = lock(goal)
    if status not in Goal.ENDED:
        raise ValidationError({"status": "Vælg, om målet er nået, ændret eller opgivet."})
    if not why.strip():
        raise ValidationError({"why": "Skriv et ord om hvorfor."})
    if goal.is_ended:
        raise ValidationError("Målet er allerede afsluttet.")
    goal.status, goal.ended_why, goal.ended_on = Goal.Status(status), why, on
    _remind_no_more(goal)
    goal.updated_by = by
    goal.version += 1
    save_checked(goal)
    _record("plan.goal_ended", goal, by, status=status)
    return goal


@transaction.atomic
def move_goal(goal: Goal, *, step: int, by: User) -> Goal:
    """One place up (-1) or down (1) among the open goals that the mover can see; at the end it stays."""
    require(by, Permission.EDIT_PLAN, goal.plan.course_id)
    goal = lock_in_plan(goal)
    seen = list(goal.plan.goals.visible_to(by).open().filter(horizon=goal.horizon).order_by("position", "id"))
    place = next((index for index, row in enumerate(seen) if row.pk == goal.pk), None)
    if place is None or not 0 <= place + step < len(seen):
        return goal
    seen.insert(place + step, seen.pop(place))
    places = _distinct(sorted(row.position for row in seen))
    for row, position in zip(seen, places, strict=True):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    _record("plan.goal_moved", goal, by, step=step)
    return goal


@transaction.atomic
def set_horizon(goal: Goal, *, horizon: str, by: User) -> Goal:
    require(by, Permission.EDIT_PLAN, goal.plan.course_id)
    goal = lock_in_plan(goal)
    if goal.horizon != horizon:
        goal.horizon = Goal.Horizon(horizon)
        _place_last(goal)
        goal.version += 1
        goal.updated_by = by
        save_checked(goal)
        _record("plan.goal_moved", goal, by, horizon=horizon)
    return goal


@transaction.atomic
def add_subgoal(
    goal: Goal, *, text: str, by: User, due_on: date | None = None, **who: Holder | None
) -> SubGoal:
    access = require(by, Permission.EDIT_PLAN, goal.plan.course_id)
    lock_writable(goal.plan)
    told = {"text": text, "due_on": due_on, "done_on": None} | dict.fromkeys(HOLDERS) | who
    same = goal.subgoals.filter(**told).first()
    if same is not None:
        return same
    last = goal.subgoals.aggregate(last=Max("position"))["last"] or 0
    subgoal = SubGoal(goal=goal, text=text, due_on=due_on, position=last + 1, version=1)
    _refuse_who(subgoal, put(subgoal, who), access)
    save_checked(subgoal)
    _record("plan.subgoal_added", goal, by, subgoal=subgoal.pk)
    return subgoal


@transaction.atomic
def change_subgoal(subgoal: SubGoal, *, version: int, by: User, **fields: Any) -> SubGoal:
    access = require(by, Permission.EDIT_PLAN, subgoal.goal.plan.course_id)
    subgoal = lock_in_plan(subgoal, version)
    if changed := put(subgoal, fields):
        _refuse_who(subgoal, changed, access)
        save_checked(subgoal)
        _record("plan.subgoal_changed", subgoal.goal, by, subgoal=subgoal.pk, fields=changed)
    return subgoal


@transaction.atomic
def tick_subgoal(subgoal: SubGoal, *, done: bool, on: date, by: User) -> SubGoal:
    """Says the wanted state, not "the other one", so that a second press changes nothing."""
    require(by, Permission.EDIT_PLAN, subgoal.goal.plan.course_id)
    subgoal = lock(subgoal)
    if done is not (subgoal.done_on is not None):
        subgoal.done_on = on if done else None
        save_checked(subgoal)
        _record("plan.subgoal_ticked", subgoal.goal, by, subgoal=subgoal.pk, done=done)
    return subgoal


@transaction.atomic
def remove_subgoal(subgoal: SubGoal, *, by: User) -> None:
    goal, number = subgoal.goal, subgoal.pk
    require(by, Permission.EDIT_PLAN, goal.plan.course_id)
    lock_writable(goal.plan)
    subgoal.delete()
    _record("plan.subgoal_removed", goal, by, subgoal=number)


def _refuse_who(subgoal: SubGoal, changed: list[str], access: Access) -> None:
    """One of the course as it is today; whoever left it stays where chosen before."""
    if not all(_is_here(subgoal, name, access) for name in HOLDERS if name in changed):
        raise ValidationError({"who": NOT_HERE})


def _is_here(subgoal: SubGoal, kind: str, access: Access) -> bool:
    """And whom the writer may know of: nobody is asked by one who may not have heard of them."""
    holder: Holder | None = getattr(subgoal, kind)
    course = {"course": subgoal.goal.plan.course_id}
    if holder is None:
        return True
    if isinstance(holder, User):
        team = Assignment.objects.in_force().of_the_team().filter(user__is_active=True, **course)
        return team.filter(user=holder).exists()
    if isinstance(holder, NetworkPerson):
        there = NetworkPerson.objects.filter(pk=holder.pk, ended_on=None, **course).exists()
        return there and access.may_read(holder.citizen_id, Domain.COMMON, Level.COMMON)
    there = CoursePerson.objects.filter(citizen=holder, ends_on=None, **course).exists()
    return there and access.may_read(holder.pk, Domain.COMMON, Level.COMMON)


def _place_last(goal: Goal) -> None:
    """Among those of its own time; whoever has a goal in front of them needs no reminder of it."""
    goal.position = _last_position(goal.plan, goal.horizon) + 1
    if goal.horizon == Goal.Horizon.NOW:
        _remind_no_more(goal)


def _remind_no_more(goal: Goal) -> None:
    goal.remind_on = None
    settle(LATER, goal_key(goal))


def _last_position(plan: Plan, horizon: str) -> int:
    return plan.goals.filter(Q(horizon=horizon)).aggregate(last=Max("position"))["last"] or 0


def _distinct(positions: list[int]) -> list[int]:
    """Old rows may share a place; then each takes the next free one."""
    for index in range(1, len(positions)):
        positions[index] = max(positions[index], positions[index - 1] + 1)
    return positions


def _record(action: str, goal: Goal, by: User, **details: Any) -> None:
    course_id = goal.plan.course_id
    told = {**goal.field_and_level, **details}
    record(action, by=by, target=goal, course_id=course_id, persons=persons_of(goal), **told)
