"""Trials are begun and ended between two versions of the plan as well: an agreed plan takes new ones.

Nothing stops one: it stops by its date (`Trial.state`). What is left to do is to say how it went.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import refuse_opened
from borgerforloeb.notices.actions import settle
from plans.actions.interventions import add_intervention
from plans.actions.writing import (
    lock,
    lock_in_plan,
    lock_version,
    may_read_row,
    persons_of,
    put,
    save_checked,
    save_readable,
)
from plans.models import Goal, Intervention, Trial
from plans.reminders import TRIAL
from roles.models import Assignment
from roles.permissions import Access, Permission, require

State, Outcome = Trial.State, Trial.Outcome
# Who may read it can be put right whenever the plan is written in; the words cannot, when it is over.
MARKS = {"domain", "level"}
IS_OVER = "Prøvehandlingen er stoppet. Skriv, hvordan det gik. Vil I fortsætte, så udvid den med en ny."
IS_CLOSED = "Prøvehandlingen er allerede afsluttet."
NOT_BEGUN = "Den er ikke begyndt endnu. Vælg, at den er stoppet, hvis I ikke vil prøve alligevel."
HAS_BEGUN = "Prøvehandlingen er begyndt, så den første dag står fast."
IS_HELP = "Prøvehandlingen er blevet til en indsats. Ret indsatsen i stedet."
IS_CONTINUED = "En ny prøvehandling bygger videre på den, så den kan ikke åbnes igen."


@transaction.atomic
def add_trial(
    goal: Goal, *, question: str, today: date, by: User, continues: Trial | None = None, **fields: Any
) -> Trial:
    access = require(by, Permission.EDIT_PLAN, goal.plan.course_id)
    # One writer at a time, so that two equal submits find each other's row.
    lock(goal.plan)
    same = goal.trials.open().visible_to(by).filter(question=question, continues=continues, **fields).first()
    if same is not None:
        return same
    trial = Trial(plan=goal.plan, goal=goal, person=goal.person, version=1)
    if continues is not None:
        _refuse_continuing(continues, goal, fields, access)
        trial.continues = continues
    changed = put(trial, {"question": question} | fields)
    _refuse(trial, changed, access, today)
    save_readable(trial, access)
    _record("trial.added", trial, by)
    return trial


@transaction.atomic
def change_trial(trial: Trial, *, version: int, today: date, by: User, **fields: Any) -> Trial:
    access = _require(trial, by)
    trial = lock_in_plan(trial, version)
    state = trial.state(today)
    changed = put(trial, fields)
    if state == State.CLOSED and set(changed) - MARKS:
        raise ValidationError(IS_CLOSED)
    if state == State.OVER and set(changed) - MARKS:
        raise ValidationError(IS_OVER)
    if state == State.RUNNING and "starts_on" in changed:
        raise ValidationError({"starts_on": HAS_BEGUN})
    _refuse(trial, changed, access, today)
    save_readable(trial, access)
    if {"stops_on", "responsible"} & set(changed):
        settle(TRIAL, _key(trial))
    _record("trial.changed", trial, by, fields=changed)
    return trial


@transaction.atomic
def close_trial(
    trial: Trial, *, version: int, outcome: str, learned: str, today: date, by: User, title: str = ""
) -> Trial:
    """How it went, and what follows: nothing, a longer trial, or help, which is made by the ordinary act."""
    _require(trial, by)
    # The plan first, as everywhere: help is written in it.
    lock(trial.plan)
    trial = lock_version(trial, version)
    if trial.is_closed:
        raise ValidationError(IS_CLOSED)
    if outcome not in Outcome.values:
        raise ValidationError({"outcome": "Vælg, hvad der så skal ske."})
    if not learned.strip():
        raise ValidationError({"learned": "Skriv, hvordan det gik."})
    if trial.state(today) == State.PLANNED and outcome != Outcome.STOPPED:
        raise ValidationError({"outcome": NOT_BEGUN})
    help_ = _help_of(trial, title, today, by) if outcome == Outcome.HELP else None
    put(trial, {"outcome": outcome, "learned": learned, "intervention": help_})
    put(trial, {"closed_on": today, "closed_by": by})
    save_checked(trial)
    settle(TRIAL, _key(trial))
    _record("trial.closed", trial, by, outcome_of=str(outcome))
    return trial


@transaction.atomic
def reopen_trial(trial: Trial, *, version: int, by: User) -> Trial:
    """Closed by mistake: the words stay for whoever closes it again, and its dates count as before."""
    _require(trial, by)
    trial = lock_version(trial, version)
    if not trial.is_closed:
        raise ValidationError("Prøvehandlingen er ikke afsluttet.")
    if trial.outcome == Outcome.HELP:
        raise ValidationError(IS_HELP)
    if trial.continued_by.visible_to(by).exists():
        raise ValidationError(IS_CONTINUED)
    put(trial, {"outcome": "", "closed_on": None, "closed_by": None})
    save_checked(trial)
    _record("trial.reopened", trial, by)
    return trial


def _require(trial: Trial, by: User) -> Access:
    access = require(by, Permission.EDIT_PLAN, trial.plan.course_id)
    if not may_read_row(access, trial):
        raise PermissionDenied
    return access


def _refuse(trial: Trial, changed: list[str], access: Access, today: date) -> None:
    if "cost_cap" in changed and not access.may(Permission.SEE_COSTS):
        raise PermissionDenied
    if "stops_on" in changed and trial.stops_on < today:
        raise ValidationError({"stops_on": "Dagen er gået. Skriv en dag, der kommer."})
    if "responsible" in changed:
        here = Assignment.objects.in_force(today).of_the_team().filter(course_id=trial.plan.course_id)
        if not here.filter(user=trial.responsible_id, user__is_active=True).exists():
            raise ValidationError({"responsible": "Vælg en, der arbejder med forløbet."})


def _refuse_continuing(continues: Trial, goal: Goal, fields: dict[str, Any], access: Access) -> None:
    if continues.goal_id != goal.pk or not may_read_row(access, continues):
        raise PermissionDenied
    if continues.outcome != Outcome.WIDENED:
        raise ValidationError("Kun en prøvehandling, der udvides, kan der bygges videre på.")
    # Its words are written over into the new one.
    refuse_opened(continues, fields.get("level", continues.level))


def _help_of(trial: Trial, title: str, on: date, by: User) -> Intervention:
    """An idea: what it rests on is found afterwards, where help is always decided."""
    if not title.strip():
        raise ValidationError({"title": "Skriv, hvad indsatsen skal hedde."})
    marks = {"person": trial.person, "domain": trial.domain, "level": trial.level}
    return add_intervention(trial.goal, title=title, on=on, by=by, **marks)


def _key(trial: Trial) -> str:
    return f"trial:{trial.pk}"


def _record(action: str, trial: Trial, by: User, **details: Any) -> None:
    told = {**trial.field_and_level, **details}
    record(action, by=by, target=trial, course_id=trial.plan.course_id, persons=persons_of(trial), **told)
