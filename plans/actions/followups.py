"""Opfølgning: planned with a reason, held with three answers, and the next planned in the same breath."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.law.models import Section
from borgerforloeb.notices.actions import settle
from plans.actions.writing import lock, put, save_checked
from plans.models import FollowUp, Plan
from plans.reminders import FOLLOW_UP
from roles.models import Assignment
from roles.permissions import Permission, require


@transaction.atomic
def plan_follow_up(
    plan: Plan,
    *,
    due_on: date,
    reason: str,
    sections: Iterable[Section],
    responsible: User,
    today: date,
    by: User,
) -> FollowUp:
    """There is one next follow-up; planning again moves it. The field history keeps where it was."""
    require(by, Permission.EDIT_PLAN, plan.course_id)
    plan = lock(plan)
    if due_on < today:
        raise ValidationError({"due_on": "Den næste opfølgning kan ikke ligge i fortiden."})
    _check_responsible(plan, responsible, today)
    followup = plan.followups.open().first() or FollowUp(plan=plan, responsible=responsible)
    changed = put(followup, {"due_on": due_on, "reason": reason, "responsible": responsible})
    save_checked(followup)
    followup.sections.set(sections)
    if "due_on" in changed or "responsible" in changed:
        settle(FOLLOW_UP, f"followup:{followup.pk}")
    record("plan.follow_up_planned", by=by, target=followup, course_id=plan.course_id, fields=changed)
    return followup


@transaction.atomic
def hold_follow_up(
    followup: FollowUp,
    *,
    done_on: date,
    does_it_work: str,
    right_things: str,
    done_right: str,
    due_on: date,
    reason: str,
    sections: Iterable[Section],
    responsible: User,
    today: date,
    by: User,
) -> FollowUp:
    """Either all of it is kept, the answers and the next date, or nothing."""
    require(by, Permission.EDIT_PLAN, followup.plan.course_id)
    plan = lock(followup.plan)
    followup = lock(followup)
    answers = {"does_it_work": does_it_work, "right_things": right_things, "done_right": done_right}
    if followup.done_on is not None:
        return _held_before(followup, answers, by)
    if done_on > today:
        raise ValidationError({"done_on": "Opfølgningen kan først skrives ind, når den er holdt."})
    if due_on <= done_on:
        raise ValidationError({"due_on": "Den næste opfølgning skal ligge efter den, der er holdt."})
    put(followup, {**answers, "done_on": done_on, "done_by": by})
    save_checked(followup)
    settle(FOLLOW_UP, f"followup:{followup.pk}")
    plan_follow_up(
        plan, due_on=due_on, reason=reason, sections=sections, responsible=responsible, today=today, by=by
    )
    # Not before the next one is planned: the log keeps what it has been told.
    record("plan.follow_up_held", by=by, target=followup, course_id=plan.course_id)
    return followup


def _held_before(followup: FollowUp, answers: dict[str, str], by: User) -> FollowUp:
    """The second of two equal submits changes nothing; other words are given back to who wrote them."""
    if followup.done_by_id == by.pk and not put(followup, answers):
        return followup
    raise ValidationError("Opfølgningen er allerede skrevet ind. Det, du har skrevet her, er ikke gemt.")


def _check_responsible(plan: Plan, responsible: User, today: date) -> None:
    here = (
        Assignment.objects.in_force(today)
        .of_the_team()
        .filter(course_id=plan.course_id, user__is_active=True)
    )
    if not here.filter(user=responsible).exists():
        raise ValidationError({"responsible": "Vælg en, der arbejder med forløbet."})
