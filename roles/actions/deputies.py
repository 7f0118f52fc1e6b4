"""A deputy: somebody who does another's work in a course for some days, and no longer than that other."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Course
from roles.actions.appointing import begin, may_give, refuse_beyond, refuse_unfit
from roles.models import Assignment, Role
from roles.permissions import Permission, require

MAY_BE_STOOD_IN_FOR = (Role.COORDINATING_CASEWORKER, Role.BORGERKONSULENT, Role.CASEWORKER)


@transaction.atomic
def stand_in(
    assignment: Assignment,
    *,
    user: User,
    starts_on: date,
    ends_on: date,
    reason: str,
    by: User,
    sees_shielded: bool = False,
) -> Assignment:
    """The deputy does what the one stood in for does, and reads of it what `by` may give.

    Shielded texts only if that is said. `ends_on` is the first day without it.
    """
    access = require(by, Permission.MANAGE_ROLES, assignment.course_id)
    Course.objects.select_for_update().get(pk=assignment.course_id)
    deputy = Assignment(
        course=assignment.course,
        user=user,
        role=Role.DEPUTY,
        deputy_for=assignment,
        function=assignment.function,
        person=assignment.person,
        domains=may_give(assignment.domains, access),
        sees_shielded=sees_shielded,
        starts_on=starts_on,
        ends_on=ends_on,
        appointed_by=by,
        reason=reason,
    )
    _refuse_odd(deputy, assignment)
    refuse_unfit(deputy)
    refuse_beyond(deputy, access)
    begin(deputy, access)
    return deputy


def _refuse_odd(deputy: Assignment, assignment: Assignment) -> None:
    if assignment.role not in MAY_BE_STOOD_IN_FOR:
        raise ValidationError("Den rolle har ingen stedfortræder.")
    if deputy.user in (assignment.user, deputy.appointed_by):
        raise ValidationError({"user": "Vælg en anden end dig selv og den, der skal afløses."})
    if deputy.ends_on is None or not assignment.starts_on <= deputy.starts_on < deputy.ends_on:
        raise ValidationError({"ends_on": "Sidste dag skal ligge efter den første."})
    if assignment.ends_on is not None and assignment.ends_on <= deputy.starts_on:
        raise ValidationError({"starts_on": "Den, der skal afløses, har ikke længere rollen den dag."})
    overlapping = assignment.deputies.filter(starts_on__lt=deputy.ends_on, ends_on__gt=deputy.starts_on)
    if overlapping.filter(user=deputy.user).exists():
        raise ValidationError({"user": f"{deputy.user.name} er allerede stedfortræder i de dage."})
