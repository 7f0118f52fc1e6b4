"""What people have said of a plan and its laws, as one reader may know it and as it stood on a day."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BigAutoField, DateField, F, OuterRef, QuerySet

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.questions import Given, question
from borgerforloeb.citizens.models import Circumstance, Domain
from borgerforloeb.law.models import Act, Check, PlanKind, Requirement, Section, Situation
from borgerforloeb.lawlens.models import Confirmation, OnePlanYes, ReplacedPlan
from plans.models import Plan, PlanSection
from plans.queries import Rows
from plans.reading import day
from roles.permissions import may_read


class Said(NamedTuple):
    """Each as a list of rows."""

    circumstances: Any
    confirmations: Any
    replaced: Any
    yeses: Any


def said_of(user: User, plan: Plan, on: date) -> Said:
    """One question. Circumstances come with those that are over, and those that begin later."""
    (row,) = _said(user, plan=plan.pk, on=on)
    return Said(*(json.loads(part, object_hook=_with_days) for part in row))


def _with_days(row: dict[str, Any]) -> dict[str, Any]:
    """Dates come out of JSON as text."""
    return {name: day(value) if name.endswith("_on") else value for name, value in row.items()}


@question(Said, plan=BigAutoField(), on=DateField())
def _said(user: User, plan: Given, on: Any) -> QuerySet[Any, Any]:
    this = OuterRef("pk")
    circumstances = Circumstance.objects.filter(may_read(user), course=OuterRef("course_id"))
    confirmations = Confirmation.objects.visible_to(user).on(on).filter(plan=this)
    replaced = ReplacedPlan.objects.visible_to(user).on(on).filter(plan=this)
    yeses = OnePlanYes.objects.visible_to(user).on(on).filter(plan=this)
    return (
        Plan.objects.visible_to(user)
        .filter(pk=plan)
        .values_list(
            Rows(
                circumstances.order_by("situation__group", "starts_on", "id").values(
                    "id",
                    "person_id",
                    "situation_id",
                    "situation__name",
                    "starts_on",
                    "ends_on",
                    "source",
                    "domain",
                    "level",
                )
            ),
            Rows(
                confirmations.values(
                    "id",
                    "person_id",
                    "requirement_id",
                    "words",
                    "confirmed_on",
                    "domain",
                    "level",
                    by=F("confirmed_by__name"),
                )
            ),
            Rows(
                replaced.values(
                    "id", "person_id", "name", "system", "replaced_on", "taken_back_on", code=F("kind__code")
                )
            ),
            Rows(yeses.values("id", "person_id", "said_by_id", "said_on", "way", "said_by__first_names")),
        )
    )


def situations_of(on: date) -> QuerySet[Situation]:
    """What may be noted of somebody that day."""
    return Situation.objects.in_force(on)


def replaceable(on: date) -> QuerySet[PlanKind]:
    """The plans that one plan may take the place of, by the law of that day."""
    return PlanKind.objects.in_force(on).filter(merged_by__isnull=False)


def confirmable(on: date) -> QuerySet[Requirement]:
    return Requirement.objects.in_force(on).filter(check_by=Check.CONFIRMED).select_related("kind")


def argument_words(row: Requirement) -> str:
    """What a requirement asks about, as it is called on the plan's page."""
    match row.check_by:
        case Check.SECTION:
            return str(dict(PlanSection.Kind.choices).get(row.argument, row.argument))
        case Check.GOAL:
            return str(dict(Domain.choices).get(row.argument, row.argument))
        case Check.FIELDS:
            return f"mindst {row.argument}"
    return row.argument


def situations_to_choose() -> QuerySet[Situation]:
    return Situation.objects.all()


def sections_to_choose() -> QuerySet[Section]:
    """Those that tell of plans and procedure; what carries help is for decisions."""
    return Section.objects.filter(grants_help=False).select_related("act")


def act_names() -> list[str]:
    return sorted(set(Act.objects.values_list("short_name", flat=True)))


def all_kinds() -> QuerySet[PlanKind]:
    kinds = PlanKind.objects.select_related("section__act", "merged_by__act")
    return kinds.prefetch_related("when", "requirements")


def all_requirements() -> QuerySet[Requirement]:
    return Requirement.objects.select_related("kind")


def rules_of(on: date) -> list[PlanKind]:
    """The plans that the laws ask for on that day, with whom of and what must stand in them."""
    return list(all_kinds().filter(pk__in=PlanKind.objects.in_force(on)))
