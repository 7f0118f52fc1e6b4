"""A plan as facts on one day: what an agreed version freezes, and what every print is made from.

Nothing is left out here. Each row carries its person, domain and level, so that whoever shows a version
lets it through `roles.permissions` first, exactly as the live rows.
"""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject, Trim

from borgerforloeb.citizens.models import Consent, CoursePerson, NetworkPerson
from plans.models import (
    Agreement,
    FollowUp,
    Goal,
    Intervention,
    Placement,
    PlacementHours,
    Plan,
    PlanSection,
    Safeguard,
    SubGoal,
    Trial,
)
from plans.steps import who_columns
from roles.models import SINGLE_ROLES, Assignment

FORMAT = 1
Facts = dict[str, Any]
# What roles.permissions asks about a row before it is shown.
MARKS = {"person": "person_id", "domain": "domain", "level": "level"}


def snapshot(plan: Plan, *, on: date) -> Facts:
    """Plain JSON, as the database gives it; one query, however long the plan is."""
    facts: Facts = Plan.objects.filter(pk=plan.pk).values_list(_facts(on), flat=True).get()
    persons = [_named(person) for person in facts["persons"]]
    return facts | {"format": FORMAT, "number": plan.number, "on": on.isoformat(), "persons": persons}


def _facts(on: date) -> JSONObject:
    return JSONObject(
        course="course__name",
        persons=_persons(on),
        sections=_sections(),
        goals=_goals(on),
        agreements=_agreements(),
        placements=_placements(),
        safeguards=_safeguards(on),
        network=_network(on),
        contacts=_contacts(on),
        consents=_consents(on),
        followup=_followup(),
    )


def _rows(queryset: QuerySet[Any], *names: str, **named: Any) -> ArraySubquery:
    """Each row as an object of these columns, those of `named` under another name."""
    return ArraySubquery(queryset.values(row=JSONObject(**{name: name for name in names}, **named)))


def _persons(on: date) -> ArraySubquery:
    here = Q(ends_on=None) | Q(ends_on__gte=on)
    members = CoursePerson.objects.filter(here, course=OuterRef("course")).order_by("id")
    names = {"first_names": "citizen__first_names", "last_name": "citizen__last_name"}
    return _rows(members, "part", id="citizen_id", **names)


def _named(person: Facts) -> Facts:
    first, last = person["first_names"], person["last_name"]
    return {
        "id": person["id"],
        "name": f"{first} {last}",
        "first_name": first.split(" ", 1)[0],
        "part": person["part"],
    }


def _sections() -> ArraySubquery:
    sections = PlanSection.objects.filter(plan=OuterRef("pk")).order_by("id")
    return _rows(sections, "kind", "text", "said_on", "written_with", **MARKS)


def _goals(on: date) -> ArraySubquery:
    """Now before later, each with its steps, the help towards it and what is tried."""
    goals = Goal.objects.filter(plan=OuterRef("pk")).order_by("-horizon", "position", "id")
    steps = SubGoal.objects.filter(goal=OuterRef("pk")).order_by("position", "id")
    return _rows(
        goals,
        *("id", "title", "why", "horizon", "status", "review_on", "citizen_progress", "worker_progress"),
        "with_domains",
        subgoals=_rows(steps, "text", "due_on", "done_on", **who_columns()),
        interventions=_interventions(),
        trials=_trials(on),
        **MARKS,
    )


def _interventions() -> ArraySubquery:
    section = Concat("section__act__short_name", Value(" "), "section__number", Value(" "), "section__title")
    return _rows(
        Intervention.objects.filter(goal=OuterRef("pk")).order_by("id"),
        *("id", "title", "starts_on", "ends_on", "status"),
        who=Coalesce("provider__name", "provider_name"),
        # As text: 2.50 is a number that JSON does not know.
        hours_per_week=Cast("hours_per_week", CharField()),
        section=Trim(section),
        **MARKS,
    )


def _trials(on: date) -> ArraySubquery:
    """What it may cost at most stands nowhere that the citizen's plan is shown."""
    return _rows(
        Trial.objects.filter(goal=OuterRef("pk")).not_over(on).order_by("starts_on", "id"),
        *("id", "question", "what", "looks_at", "starts_on", "stops_on"),
        who="responsible__name",
        **MARKS,
    )


def _agreements() -> ArraySubquery:
    agreements = Agreement.objects.filter(plan=OuterRef("pk")).exclude(status=Agreement.Status.CANCELLED)
    citizen = Concat("citizen__first_names", Value(" "), "citizen__last_name")
    return _rows(
        agreements.order_by("due_on", "id"),
        *("id", "what", "due_on", "due_words", "condition", "reward", "reward_kr", "status"),
        # Exactly one of the three has promised it.
        who=Coalesce("user__name", "network_person__name", citizen),
        citizen="citizen_id",
        network_person="network_person_id",
        goal="goal_id",
        **MARKS,
    )


def _placements() -> ArraySubquery:
    """What was noted by mistake is not told of."""
    steps = PlacementHours.objects.filter(placement=OuterRef("pk")).order_by("from_on")
    placements = Placement.objects.standing().filter(plan=OuterRef("pk")).order_by("starts_on", "id")
    return _rows(
        placements,
        *("id", "kind", "company", "contact_name", "contact_phone", "purpose", "support"),
        *("starts_on", "ends_on", "ended_on", "outcome", "outcome_words"),
        responsible="responsible__name",
        steps=_rows(steps, "from_on", hours=Cast("hours", CharField())),
        goal="goal_id",
        **MARKS,
    )


def _safeguards(on: date) -> ArraySubquery:
    rows = Safeguard.objects.filter(plan=OuterRef("pk")).not_over(on).order_by("review_on", "id")
    return _rows(
        rows,
        *("id", "what", "why", "agreed_with", "review_on", "until_on"),
        responsible="responsible__name",
        network_person="network_person_id",
        **MARKS,
    )


def _network(on: date) -> ArraySubquery:
    still_with = Q(ended_on=None) | Q(ended_on__gt=on)
    people = NetworkPerson.objects.filter(still_with, course=OuterRef("course"))
    return _rows(people, "name", "relation", "organisation", "side", "contribution", person="citizen_id")


def _contacts(on: date) -> ArraySubquery:
    held = Assignment.objects.in_force(on).filter(course=OuterRef("course"), role__in=SINGLE_ROLES)
    user = {"name": "user__name", "title": "user__title", "phone": "user__phone"}
    return _rows(held.order_by("role"), "role", **user)


def _consents(on: date) -> ArraySubquery:
    consents = Consent.objects.in_force(on).filter(course=OuterRef("course"))
    return _rows(
        consents, "information", "from_whom", "to_whom", "expires_on", "domains", person="citizen_id"
    )


def _followup() -> Subquery:
    """The day of the next one, which is moved when it is held: later nobody knows what it was."""
    following = FollowUp.objects.open().filter(plan=OuterRef("pk"))
    return Subquery(following.values("due_on")[:1])
