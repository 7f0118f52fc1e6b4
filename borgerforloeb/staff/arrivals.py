"""What the municipality's own sign-in changes of an employee has the same effect as when it is done here."""

from django.dispatch import receiver
from django.utils import timezone

from borgerforloeb.accounts.events import identity_admitted
from borgerforloeb.staff.actions.leaving import leave_what_no_longer_fits


@receiver(identity_admitted)
def _admitted(sender, user, created, before, unit_before, **kwargs):
    if not created:
        today = timezone.localdate()
        leave_what_no_longer_fits(user, unit_before=unit_before, held=before, on=today, by=None)
