"""From draft to the talk, from the talk to the citizen's answer, and on to a new draft."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson
from plans.actions.goal_answers import GoalSaid, keep_answers, refuse_answers
from plans.actions.writing import AGREED, lock
from plans.models import Acceptance, Goal, Plan, PlanVersion
from plans.snapshot import Facts, snapshot
from roles.permissions import Permission, may_know, require

Answer = Acceptance.Answer
NO_GOAL = "Planen har ingen mål endnu. Skriv mindst ét mål, som borgeren kan genkende."


class PersonAnswer(NamedTuple):
    person: Citizen
    answer: str
    words: str = ""


@transaction.atomic
def begin_plan(course: Course, *, by: User) -> Plan:
    require(by, Permission.EDIT_PLAN, course.pk)
    plan, made = Plan.objects.get_or_create(course=course)
    if made:
        record("plan.begun", by=by, target=plan, course_id=course.pk)
    return plan


@transaction.atomic
def take_to_talk(plan: Plan, *, on: date, by: User) -> Plan:
    require(by, Permission.EDIT_PLAN, plan.course_id)
    plan = lock(plan)
    if plan.status == Plan.Status.IN_TALK:
        raise ValidationError("Planen er allerede taget med til samtale.")
    if plan.status == Plan.Status.AGREED:
        raise ValidationError(AGREED)
    if not plan.goals.open().exists():
        raise ValidationError(NO_GOAL)
    plan.status, plan.taken_to_talk_on = Plan.Status.IN_TALK, on
    plan.save()
    record("plan.taken_to_talk", by=by, target=plan, course_id=plan.course_id, number=plan.number)
    return plan


@transaction.atomic
def accept_plan(
    plan: Plan,
    *,
    answers: Sequence[tuple[Citizen, str, str]],
    way: str,
    answered_on: date,
    by: User,
    goal_answers: Sequence[GoalSaid] = (),
    seen: str = "",
    seen_on: date | None = None,
) -> PlanVersion:
    """Freezes what was on the table, with what each person answered to it.

    A yes (whole or in part) and nobody's no: the plan is agreed. Otherwise the answered version stays as it
    was answered, and the work goes on in a draft with the next number. `seen` is the fingerprint of the plan
    that the citizen was shown, so that nobody says yes to words that came after; `seen_on` the day
    that it was shown as of, for what is tried stands in the plan until its last day.
    """
    access = require(by, Permission.RECORD_ANSWER, plan.course_id)
    given = [PersonAnswer(*answer) for answer in answers]
    plan, known = _locked_with_persons(plan, by)
    facts = snapshot(plan, on=answered_on)
    _refuse(plan, facts, given, known)
    refuse_answers(goal_answers, {one.person.pk: one.answer for one in given}, facts, access)
    shown = facts if seen_on in (None, answered_on) else snapshot(plan, on=seen_on)
    if seen and seen != fingerprint(shown):
        raise ValidationError("Planen er rettet, siden den blev vist her. Se den igennem igen, før I svarer.")
    version = _freeze(plan, facts, answered_on, by)
    Acceptance.objects.bulk_create(_acceptance(version, answer, way, by) for answer in given)
    keep_answers(version, goal_answers)
    _go_on(plan, agreed=is_agreed([answer.answer for answer in given]))
    record(
        "plan.answered",
        by=by,
        target=version,
        course_id=plan.course_id,
        persons=[answer.person.pk for answer in given],
        answers=[str(answer.answer) for answer in given],
        way=str(way),
        number=version.number,
        goals=sorted({said.goal for said in goal_answers}),
    )
    return version


def _freeze(plan: Plan, facts: Facts, answered_on: date, by: User) -> PlanVersion:
    return PlanVersion.objects.create(
        plan=plan,
        number=plan.number,
        answered_on=answered_on,
        content=facts,
        sha256=checksum(facts),
        frozen_by=by,
    )


def _acceptance(version: PlanVersion, given: PersonAnswer, way: str, by: User) -> Acceptance:
    acceptance = Acceptance(
        version=version,
        person=given.person,
        answer=given.answer,
        words=given.words,
        way=way,
        answered_on=version.answered_on,
        recorded_by=by,
    )
    acceptance.clean_fields(exclude=["version", "person", "recorded_by"])
    return acceptance


@transaction.atomic
def new_draft(plan: Plan, *, by: User) -> Plan:
    """The rows go on from where they are; the version that was agreed stays as it is."""
    require(by, Permission.EDIT_PLAN, plan.course_id)
    plan = lock(plan)
    if plan.status != Plan.Status.AGREED:
        raise ValidationError("Der er allerede en kladde.")
    _go_on(plan, agreed=False)
    record("plan.new_draft", by=by, target=plan, course_id=plan.course_id, number=plan.number)
    return plan


def is_agreed(answers: Sequence[str]) -> bool:
    return Answer.NO not in answers and any(answer in (Answer.YES, Answer.PARTLY) for answer in answers)


def checksum(facts: Facts) -> str:
    """Over the same text whatever order the database gives the keys back in."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(facts: Facts) -> str:
    """The plan's words alone: a page that was opened yesterday shows the same plan today."""
    shown = ("number", "sections", "goals", "agreements", "placements", "safeguards")
    return checksum({name: facts[name] for name in shown})


def _locked_with_persons(plan: Plan, by: User) -> tuple[Plan, set[UUID]]:
    """The plan, and those of its course whom the writer may know of."""
    here = CoursePerson.objects.filter(may_know(by), course=OuterRef("course"), ends_on=None)
    plans = Plan.objects.annotate(known=ArraySubquery(here.values("citizen_id")))
    locked: Any = plans.select_for_update(of=("self",)).get(pk=plan.pk)
    return locked, set(locked.known)


def _refuse(plan: Plan, facts: Facts, given: list[PersonAnswer], known: set[UUID]) -> None:
    if plan.status != Plan.Status.IN_TALK:
        raise ValidationError("Planen er ikke til samtale, eller den er allerede besvaret.")
    if all(goal["status"] in Goal.ENDED for goal in facts["goals"]):
        raise ValidationError(NO_GOAL)
    if not given:
        raise ValidationError("Skriv svaret fra mindst én.")
    persons = {answer.person.pk for answer in given}
    if len(persons) != len(given) or not persons <= known:
        raise ValidationError("Kun de personer, forløbet handler om, kan svare, og hver kun én gang.")


def _go_on(plan: Plan, *, agreed: bool) -> None:
    if agreed:
        plan.status = Plan.Status.AGREED
    else:
        plan.status = Plan.Status.DRAFT
        plan.number += 1
    plan.taken_to_talk_on = None if not agreed else plan.taken_to_talk_on
    plan.save()
