"""What an employee can open is looked through by somebody else, every half year."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from roles.holders import LOOK_THROUGH, accesses_of
from roles.models import AccessReview
from roles.permissions import require_capability


@transaction.atomic
def look_through(employee: User, *, note: str, on: date, by: User) -> AccessReview:
    """Who, when, and how much there was that day; what is wrong in it is ended where it was given."""
    require_capability(by, *LOOK_THROUGH)
    if employee.pk == by.pk:
        raise PermissionDenied
    number = len(accesses_of(employee, viewer=by, today=on))
    looked = AccessReview(user=employee, accesses=number, looked_on=on, looked_by=by, note=note.strip())
    looked.full_clean()
    looked.save()
    record("access.looked_through", by=by, target=looked, user=employee.pk, rows=number)
    return looked
