"""A leader gives a course to somebody else, without reading it, when one of its two may or can no longer."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from borgerforloeb.accounts.acting import opening
from borgerforloeb.accounts.addresses import path_of, path_to
from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.actions import tell_at_once
from borgerforloeb.notices.models import NO_COURSE
from roles.actions.appointing import begin, end_holder, refuse_unfit
from roles.gate import HeldUnder
from roles.models import Assignment
from roles.permissions import courses_to_lead

HANDED_TO, HANDED_FROM = "course_handed_to", "course_handed_from"


class Absence(models.TextChoices):
    BARRED = "barred", "må ikke have forløbet"
    LEFT = "left", "er holdt op"
    MOVED = "moved", "arbejder et andet sted nu"
    ILL = "ill", "er syg"
    OTHER = "other", "andet"


@transaction.atomic
def hand_over(
    assignment_id: int, *, user: User, cause: str, reason: str, starts_on: date, on: date, by: User
) -> Assignment:
    """The new one has the fields of the one before, for the leader cannot know what the course needs."""
    held = to_hand_over(assignment_id, by)
    if user == by:
        raise ValidationError({"user": "Vælg en anden end dig selv."})
    if starts_on < on:
        raise ValidationError({"starts_on": "Overdragelsen kan ikke ligge før i dag."})
    # The second wall lets nobody write in a course that is not one's own.
    opening(held.course_id)
    course = Course.objects.select_for_update().get(pk=held.course_id)
    before = Assignment.objects.get(pk=assignment_id)
    if before.ends_on is not None:
        raise ValidationError("Forløbet er allerede givet videre.")
    if user == before.user:
        raise ValidationError({"user": f"{user.name} har allerede den rolle."})
    why = f"{Absence(cause).label.capitalize()}: {reason}"[:300]
    after = Assignment(course=course, user=user, role=before.role, starts_on=starts_on, reason=why)
    after.domains, after.sees_shielded, after.appointed_by = before.domains, before.sees_shielded, by
    refuse_unfit(after)
    begin(after, None, replaced=end_holder(after, by=by))
    _tell(after, before)
    record(
        "role.handed_over",
        by=by,
        target=after,
        course_id=course.pk,
        basis="leader",
        role=after.role,
        cause=cause,
        user=user.pk,
        replaced=before.pk,
    )
    return after


def to_hand_over(assignment_id: int, leader: User) -> HeldUnder:
    found = next((row for row in courses_to_lead(leader) if row.assignment_id == assignment_id), None)
    if found is None:
        raise PermissionDenied
    return found


def _tell(after: Assignment, before: Assignment) -> None:
    key, on = f"assignment:{after.pk}", after.starts_on
    mine: dict[str, Any] = {"course_id": after.course_id, "path": path_to("pages:course", after.course_id)}
    theirs: dict[str, Any] = {"course_id": NO_COURSE, "path": path_of("casework:course_list")}
    tell_at_once(HANDED_TO, key, due_on=on, recipients=[after.user_id], **mine)
    tell_at_once(HANDED_FROM, key, due_on=on, recipients=[before.user_id], **theirs)
