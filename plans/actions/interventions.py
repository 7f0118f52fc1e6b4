from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.decisions.models import Decision
from borgerforloeb.law.models import Section
from plans.actions.resting import rest_on_decision
from plans.actions.writing import (
    lock_in_plan,
    lock_version,
    lock_writable,
    persons_of,
    put,
    save_checked,
    save_readable,
)
from plans.models import Goal, Intervention
from roles.permissions import Access, Permission, require


@transaction.atomic
def add_intervention(goal: Goal, *, title: str, on: date, by: User, **fields: Any) -> Intervention:
    access = require(by, Permission.EDIT_PLAN, goal.plan.course_id)
    lock_writable(goal.plan)
    same = goal.interventions.visible_to(by).filter(title=title, status=fields.get("status", "idea")).first()
    if same is not None:
        return same
    intervention = Intervention(goal=goal, version=1)
    changed = put(intervention, {"title": title} | fields)
    _refuse_what_is_reserved(access, intervention, changed)
    rest_on_decision(intervention, changed, on=on, by=by)
    save_readable(intervention, access)
    _record("plan.intervention_added", intervention, by, status=intervention.status)
    return intervention


@transaction.atomic
def change_intervention(
    intervention: Intervention, *, version: int, on: date, by: User, **fields: Any
) -> Intervention:
    access = require(by, Permission.EDIT_PLAN, intervention.goal.plan.course_id)
    intervention = lock_in_plan(intervention, version)
    rests = _rests_on_a_decision(intervention)
    changed = put(intervention, fields)
    _refuse_what_is_reserved(access, intervention, changed, rests=rests)
    rest_on_decision(intervention, changed, on=on, by=by)
    save_readable(intervention, access)
    _record("plan.intervention_changed", intervention, by, fields=changed)
    return intervention


@transaction.atomic
def set_status(
    intervention: Intervention,
    *,
    status: str,
    section: Section | None,
    version: int,
    on: date,
    by: User,
    decision: Decision | None = None,
) -> Intervention:
    """What happens to an intervention may be said while the plan is agreed: granted, begun, stopped."""
    course_id = intervention.goal.plan.course_id
    decided = status in Intervention.DECIDED
    access = require(by, Permission.DECIDE if decided else Permission.EDIT_PLAN, course_id)
    intervention = lock_version(intervention, version)
    rests = _rests_on_a_decision(intervention)
    chosen = {"decision": decision} if decision else {}
    changed = put(intervention, {"status": status, "section": section, **chosen})
    _refuse_what_is_reserved(access, intervention, changed, rests=rests)
    rest_on_decision(intervention, changed, on=on, by=by)
    if decided and intervention.section is None:
        raise ValidationError({"section": "Vælg en paragraf, før indsatsen bevilges eller afslås."})
    save_checked(intervention)
    _record("plan.intervention_status", intervention, by, status=status, fields=changed)
    return intervention


@transaction.atomic
def remove_intervention(intervention: Intervention, *, by: User) -> None:
    """An idea can be taken back; what has been applied for stays and gets a status."""
    require(by, Permission.EDIT_PLAN, intervention.goal.plan.course_id)
    intervention = lock_in_plan(intervention)
    if intervention.status != Intervention.Status.IDEA:
        raise ValidationError("Kun en idé kan fjernes. Sæt i stedet status til stoppet eller slut.")
    # What was said of its hours is kept, and read by those who may read of it.
    if intervention.adjustments.exists():
        raise ValidationError("Der er foreslået andre timer til indsatsen. Sæt i stedet status til stoppet.")
    if intervention.trials.exists():
        raise ValidationError("Indsatsen er blevet til af en prøvehandling. Sæt i stedet status til stoppet.")
    _record("plan.intervention_removed", intervention, by)
    intervention.delete()


def _rests_on_a_decision(intervention: Intervention) -> bool:
    return intervention.status in Intervention.DECIDED or intervention.decision_id is not None


def _refuse_what_is_reserved(
    access: Access, intervention: Intervention, changed: list[str], *, rests: bool = False
) -> None:
    """Whoever could take help away from its section would take it past its decision."""
    if rests and "section" in changed and not access.may(Permission.DECIDE):
        raise PermissionDenied
    decided = "status" in changed and intervention.status in Intervention.DECIDED
    if decided and not access.may(Permission.DECIDE):
        raise PermissionDenied
    if "yearly_cost" in changed and not access.may(Permission.SEE_COSTS):
        raise PermissionDenied


def _record(action: str, intervention: Intervention, by: User, **details: Any) -> None:
    course_id = intervention.goal.plan.course_id
    persons = persons_of(intervention)
    told = {**intervention.field_and_level, **details}
    record(action, by=by, target=intervention, course_id=course_id, persons=persons, **told)
