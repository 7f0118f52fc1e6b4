"""What the mail server would not take in five tries: tried anew, or closed with a reason.

Closing ends the mail alone. Whoever was to be told still sees it after signing in, until its cause is done.
"""

from datetime import datetime

from django.db import transaction

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.notices.models import Notice
from roles.permissions import require_capability


class AlreadyDone(Exception):
    """Somebody else was first; `notice` is as it became."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.pk)
        self.notice = notice


@transaction.atomic
def try_again(notice: Notice, *, by: User) -> Notice:
    """From the beginning: five tries more, the first when the clock rings next."""
    require_capability(by, Capability.ADMINISTRATOR)
    notice = _locked(notice)
    notice.dead, notice.attempts, notice.try_after, notice.laid_aside_at = False, 0, None, None
    notice.tried_again = True
    notice.save(update_fields=["dead", "attempts", "try_after", "laid_aside_at", "tried_again"])
    record("notice.tried_again", by=by, target=notice)
    return notice


@transaction.atomic
def close_laid_aside(notice: Notice, *, reason: str, at: datetime, by: User) -> Notice:
    require_capability(by, Capability.ADMINISTRATOR)
    notice = _locked(notice)
    notice.closed_at, notice.closed_because = at, reason.strip()
    notice.save(update_fields=["closed_at", "closed_because"])
    record("notice.closed", by=by, target=notice, reason=notice.closed_because)
    return notice


def _locked(notice: Notice) -> Notice:
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    if not locked.is_laid_aside:
        raise AlreadyDone(locked)
    return locked
