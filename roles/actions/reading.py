"""A leader who must read a case of the unit says why, reads for the rest of the day, and the team knows."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.timezone import localdate, make_aware

from borgerforloeb.accounts.addresses import path_to
from borgerforloeb.accounts.models import Capability, OrgUnit, User
from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.actions import tell_at_once
from roles.actions.emergency import (
    NOTHING_TO_OPEN,
    open_for_a_while,
    record_opening,
    refuse_administrators,
)
from roles.actions.requests import count_search
from roles.gate import find_outside
from roles.models import Assignment, OutsideSearch, Role
from roles.models.emergency import SHORTEST_REASON
from roles.permissions import require_capability

LONGEST = timedelta(hours=8)
READ = "leader_reads"


class Cause(models.TextChoices):
    COMPLAINT = "complaint", "klage"
    SUPERVISION = "supervision", "tilsyn med enhedens arbejde"
    ADVICE = "advice", "sparring med en medarbejder"
    OTHER = "other", "andet"


def read_as_leader(number: str, *, reason_code: str, reason: str, at: datetime, by: User) -> Assignment:
    """As far as the unit's own staff in that course reads, and never what is shielded.

    The search is counted whatever it leads to: a refusal must not take back what it cost.
    """
    refuse_administrators(by)
    require_capability(by, Capability.LEADER)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError({"reason": "Skriv mindst 20 tegn om, hvorfor du skal læse sagen."})
    why = Cause(reason_code).label
    course_id, unit_id = find_outside(OutsideSearch.By.NUMBER, number)
    mine = OrgUnit.objects.under(by.unit_id)
    with transaction.atomic():
        count_search(OutsideSearch.By.NUMBER, number, course_id=course_id, at=at, by=by)
    if unit_id not in mine:
        raise ValidationError(NOTHING_TO_OPEN)
    return _open(course_id, mine, why=why, reason=f"{why}: {reason}", at=at, by=by)


@transaction.atomic
def _open(
    course_id: UUID | None, mine: set[int], *, why: str, reason: str, at: datetime, by: User
) -> Assignment:
    assignment = open_for_a_while(
        course_id,
        role=Role.READER,
        domains=[],
        reason=reason,
        at=at,
        expires_at=_until(at),
        by=by,
    )
    course = Course.objects.get(pk=assignment.course_id)
    staff = Assignment.objects.in_force().of_the_team().filter(course=course, user__unit__in=mine)
    assignment.domains = sorted(set().union(*staff.values_list("domains", flat=True)))
    assignment.save(update_fields=["domains"])
    key, path = f"assignment:{assignment.pk}", path_to("pages:course_log", course.pk)
    told: dict[str, Any] = {"due_on": localdate(at), "course_id": course.pk, "path": path}
    coordinating = course.assignments.in_force().coordinating().user_ids()
    tell_at_once(READ, key, recipients=coordinating - {by.pk}, **told)
    record_opening("reading.opened", assignment, reason=why)
    return assignment


def _until(at: datetime) -> datetime:
    """The end of the day, and never more than eight hours."""
    midnight = make_aware(datetime.combine(localdate(at) + timedelta(days=1), time.min))
    return min(midnight, at + LONGEST)
