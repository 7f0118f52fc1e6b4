"""Which courses somebody leaves who works elsewhere, as something else, or not at all."""

from collections.abc import Iterable
from datetime import date

from borgerforloeb.accounts.models import OrgUnit, User
from roles.actions.leaving import Left, keep_courses, leave_courses
from roles.models import does_the_work

NOT_HERE, ELSEWHERE, OTHER_WORK = "Er holdt op", "Arbejder i en anden enhed", "Har ikke længere den adgang"


def leave_all(user: User, *, on: date, by: User | None) -> Left:
    return leave_courses(user, among=lambda held: True, reason=NOT_HERE, on=on, by=by)


def leave_what_no_longer_fits(
    user: User, *, unit_before: OrgUnit | None, held: Iterable[str], on: date, by: User | None
) -> None:
    """`held`: the capabilities of before."""
    if set(held) != set(user.capabilities):
        leave_courses(
            user, among=lambda one: not does_the_work(user, one.role), reason=OTHER_WORK, on=on, by=by
        )
    old = unit_before.pk if unit_before is not None else None
    if old != user.unit_id:
        # A move within the same part of the house leaves what lies under both.
        now = OrgUnit.objects.under(user.unit_id)
        gone = OrgUnit.objects.under(old) - now
        leave_courses(user, among=lambda one: one.unit_id in gone, reason=ELSEWHERE, on=on, by=by)
        come_back(user, by=by)


def come_back(user: User, *, by: User | None) -> int:
    return keep_courses(user, units=OrgUnit.objects.under(user.unit_id), by=by)
