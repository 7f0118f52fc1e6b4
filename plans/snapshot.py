"""A plan as facts on one day: what an agreed version freezes, and what every print is made from.

Nothing is left out here. Each row carries its person, domain and level, so that whoever shows a version
lets it through `roles.permissions` first, exactly as the live rows.
"""

from datetime import date
from typing import Any

from django.db.models import Prefetch

from borgerforloeb.citizens.models import Confidential, Consent, Course, NetworkPerson
from plans.models import Agreement, Goal, Intervention, Plan
from roles.models import SINGLE_ROLES, Assignment

FORMAT = 1
Facts = dict[str, Any]


def snapshot(plan: Plan, *, on: date) -> Facts:
    """Plain JSON; nine queries, however long the plan is."""
    course = plan.course
    return {
        "format": FORMAT,
        "course": course.name,
        "number": plan.number,
        "on": on.isoformat(),
        "persons": [_person(member) for member in _members(course, on)],
        "sections": [
            {
                "kind": section.kind,
                "text": section.text,
                "said_on": _iso(section.said_on),
                "written_with": section.written_with,
                **_marks(section),
            }
            for section in plan.sections.order_by("pk")
        ],
        "goals": [_goal(goal) for goal in _goals(plan)],
        "agreements": [_agreement(agreement) for agreement in _agreements(plan)],
        "network": [_network_person(person) for person in course.network.all() if _still_with(person, on)],
        "contacts": [_contact(assignment) for assignment in _contacts(course, on)],
        "consents": [_consent(consent) for consent in course.consents.all().in_force(on)],
    }


def _members(course: Course, on: date) -> list[Any]:
    members = course.memberships.select_related("citizen")
    return [member for member in members if member.ends_on is None or member.ends_on >= on]


def _goals(plan: Plan) -> list[Goal]:
    interventions = Intervention.objects.select_related("section__act", "provider")
    goals = plan.goals.prefetch_related("subgoals", Prefetch("interventions", interventions))
    return sorted(goals, key=lambda goal: (goal.horizon != Goal.Horizon.NOW, goal.position, goal.pk))


def _agreements(plan: Plan) -> Any:
    return plan.agreements.exclude(status=Agreement.Status.CANCELLED).select_related(
        "user", "citizen", "network_person"
    )


def _contacts(course: Course, on: date) -> Any:
    return (
        Assignment.objects.in_force(on)
        .filter(course=course, role__in=SINGLE_ROLES)
        .select_related("user")
        .order_by("role")
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _marks(row: Confidential) -> Facts:
    return {"person": str(row.person_id) if row.person_id else None, "domain": row.domain, "level": row.level}


def _person(member: Any) -> Facts:
    citizen = member.citizen
    return {
        "id": str(citizen.pk),
        "name": citizen.name,
        "first_name": citizen.first_name,
        "part": member.part,
    }


def _goal(goal: Goal) -> Facts:
    return {
        "id": goal.pk,
        "title": goal.title,
        "why": goal.why,
        "horizon": goal.horizon,
        "status": goal.status,
        "review_on": _iso(goal.review_on),
        "citizen_progress": goal.citizen_progress,
        "worker_progress": goal.worker_progress,
        "subgoals": [
            {"text": step.text, "due_on": _iso(step.due_on), "done_on": _iso(step.done_on)}
            for step in goal.subgoals.all()
        ],
        "interventions": [_intervention(item) for item in goal.interventions.all()],
        **_marks(goal),
    }


def _intervention(item: Intervention) -> Facts:
    return {
        "id": item.pk,
        "title": item.title,
        "who": item.who,
        "hours_per_week": str(item.hours_per_week) if item.hours_per_week is not None else None,
        "starts_on": _iso(item.starts_on),
        "ends_on": _iso(item.ends_on),
        "status": item.status,
        "section": f"{item.section} {item.section.title}".strip() if item.section else "",
        **_marks(item),
    }


def _agreement(agreement: Agreement) -> Facts:
    return {
        "id": agreement.pk,
        "what": agreement.what,
        "who": agreement.who,
        "citizen": str(agreement.citizen_id) if agreement.citizen_id else None,
        "due_on": _iso(agreement.due_on),
        "due_words": agreement.due_words,
        "condition": agreement.condition,
        "status": agreement.status,
        "goal": agreement.goal_id,
        **_marks(agreement),
    }


def _still_with(person: NetworkPerson, on: date) -> bool:
    return person.ended_on is None or person.ended_on > on


def _network_person(person: NetworkPerson) -> Facts:
    return {
        "name": person.name,
        "relation": person.relation,
        "organisation": person.organisation,
        "side": person.side,
        "contribution": person.contribution,
        "person": str(person.citizen_id),
    }


def _contact(assignment: Assignment) -> Facts:
    user = assignment.user
    return {"role": assignment.role, "name": user.name, "title": user.title, "phone": user.phone}


def _consent(consent: Consent) -> Facts:
    return {
        "information": consent.information,
        "from_whom": consent.from_whom,
        "to_whom": consent.to_whom,
        "expires_on": _iso(consent.expires_on),
        "person": str(consent.citizen_id),
    }
