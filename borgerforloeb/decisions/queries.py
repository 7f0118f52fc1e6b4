"""The decisions of one course as its reader may know them, in the order in which they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from borgerforloeb.accounts.models import OrgUnit, User
from borgerforloeb.citizens.models import Course
from borgerforloeb.decisions.models import Authority, Decision
from borgerforloeb.law.models import Act, Section
from roles.grants import GRANTS, Permission

# The roles whose work it is to decide.
DECIDING = [role for role, may in GRANTS.items() if Permission.DECIDE in may]


def sections_to_decide_by(on: date) -> QuerySet[Section]:
    return Section.objects.in_force(on).filter(grants_help=True, needs_decision=True).select_related("act")


def acts_in_force(on: date) -> QuerySet[Act]:
    return Act.objects.in_force(on)


def decisions_of(course: Course, user: User, persons: Sequence[UUID]) -> QuerySet[Decision]:
    rows = Decision.objects.visible_to(user).filter(course=course, person__in=persons)
    return rows.select_related("section__act", "person", "decided_by", "written_by", "replaced_by")


def decided_for(course: Course, user: User, person: UUID | None) -> QuerySet[Decision]:
    """What has been decided for one person, or for anybody where help is for the whole family."""
    rows = Decision.objects.visible_to(user).decided().filter(course=course)
    return rows.filter(person=person) if person else rows


@dataclass(frozen=True)
class Told:
    """Drafts, what holds today or will, and what does not hold: refused, over, or replaced."""

    drafts: list[Decision]
    now: list[Decision]
    rest: list[Decision]


def told(rows: Sequence[Decision], on: date) -> Told:
    drafts = [row for row in rows if row.is_draft]
    now = [row for row in rows if row.holds(on)]
    return Told(drafts, now, [row for row in rows if not row.is_draft and row not in now])


def authorities_under(leader: User) -> QuerySet[Authority]:
    """Of everybody who answers to the leader."""
    rows = Authority.objects.filter(user__unit__in=OrgUnit.objects.under(leader.unit_id))
    return rows.select_related("user__unit", "act", "section__act", "given_by").order_by(
        "user__name", "act__short_name", "starts_on", "id"
    )


def deciding(section: Section, on: date, course: Course) -> list[str]:
    """The names of those who decide in the course, and may by that section today: whom to ask."""
    held = Authority.objects.in_force(on).by(section).filter(user__is_active=True)
    here = course.assignments.in_force(on).filter(role__in=DECIDING).values("user")
    return sorted(set(held.filter(user__in=here).values_list("user__name", flat=True)))
