from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Citizen
from plans.actions.goals import add_subgoal, change_goal
from plans.actions.sections import write_section
from plans.actions.versions import fingerprint, new_draft
from plans.actions.writing import lock
from plans.marks import GOALS, SECTIONS, drafted, frozen
from plans.models import Plan, PlanVersion
from plans.reading import day, marks_today, readable
from plans.reopening import Part, to_take_back
from plans.snapshot import Facts, snapshot
from roles.permissions import Access, Permission, require

CHANGED_SINCE = "Planen er rettet, siden den blev vist her. Se den igennem igen, før du henter noget tilbage."


def offered(version: PlanVersion, now: Facts, access: Access, on: date) -> list[Part]:
    """What may be taken back from the version, as this reader may see both. `now` is the plan's snapshot."""
    then = frozen(version.content, marks_today(version.plan_id))
    return to_take_back(readable(then, access), readable(drafted(now), access), on)


@transaction.atomic
def take_back(version: PlanVersion, *, parts: Collection[str], seen: str, on: date, by: User) -> list[Part]:
    """The chosen words of the version stand in the plan again; one that is agreed goes on as a new draft.

    `seen` is the fingerprint of the plan that they were chosen beside, so that nobody's words of a moment
    ago are written over unread.
    """
    access = require(by, Permission.EDIT_PLAN, version.plan.course_id)
    plan = lock(version.plan)
    now = snapshot(plan, on=on)
    if seen != fingerprint(now):
        raise ValidationError(CHANGED_SINCE)
    chosen = [part for part in offered(version, now, access, on) if part.key in parts]
    if not chosen:
        raise ValidationError({"parts": "Vælg mindst ét sted at hente tilbage."})
    if plan.status == Plan.Status.AGREED:
        plan = new_draft(plan, by=by)
    for part in chosen:
        _TAKEN[part.kind](plan, part.row, on, by)
    record(
        "plan.taken_back_from_version",
        by=by,
        target=version,
        course_id=plan.course_id,
        number=version.number,
        sections=[part.row["kind"] for part in chosen if part.kind == SECTIONS],
        goals=[part.row["id"] for part in chosen if part.kind == GOALS],
    )
    return chosen


def _take_section(plan: Plan, row: Facts, on: date, by: User) -> None:
    """For whom it is stays as it is decided today."""
    stands = plan.sections.filter(kind=row["kind"], person=row["person"]).first()
    person = Citizen.objects.get(pk=row["person"]) if row["person"] else None
    write_section(
        plan,
        kind=row["kind"],
        person=person,
        text=row["text"],
        said_on=day(row["said_on"]),
        written_with=row["written_with"],
        domain=stands.domain if stands else row["domain"],
        level=stands.level if stands else row["level"],
        version=stands.version if stands else 0,
        by=by,
    )


def _take_goal(plan: Plan, row: Facts, on: date, by: User) -> None:
    goal = plan.goals.get(pk=row["id"])
    words = {name: row[name] for name in ("title", "why", "horizon", "status")}
    goal = change_goal(goal, version=goal.version, review_on=day(row["review_on"]), by=by, **words)
    for step in row["gone"]:
        add_subgoal(goal, text=step["text"], due_on=day(step["due_on"]), by=by)


_TAKEN = {SECTIONS: _take_section, GOALS: _take_goal}
