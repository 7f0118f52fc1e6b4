"""When the citizens' page differs from the log: an alarm, and a word to those who look after it."""

import logging
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.logreview.reconciling import Compared, compare
from borgerforloeb.notices.actions import settle, tell_at_once
from borgerforloeb.notices.models import NO_COURSE

alarm = logging.getLogger("borgerforloeb.alarm")

SEEN_DIFFERS = "seen_differs"


@transaction.atomic
def reconcile(day: date, *, most: int | None = None) -> Compared:
    """Run again when it has been mended, it takes the notices of that day away."""
    found = compare(day, most=most)
    if found.differs:
        alarm.error(
            "the citizens' page of the log differs from its rows on %s: %d missing, %d too many",
            day.isoformat(),
            len(found.missing),
            len(found.extra),
        )
        _tell_reviewers(day)
    else:
        settle(SEEN_DIFFERS, _key(day))
    counts = {"pairs": found.pairs, "rows": found.rows}
    counts |= {"missing": len(found.missing), "extra": len(found.extra)}
    _record(day, counts)
    return found


def _record(day: date, counts: dict[str, Any]) -> None:
    record("review.reconciled", kind=Kind.SYSTEM, by=None, day=day.isoformat(), **counts)


def _tell_reviewers(day: date) -> None:
    reviewers = User.objects.active().with_capability(Capability.LOG_REVIEWER)
    tell_at_once(
        SEEN_DIFFERS,
        _key(day),
        due_on=day,
        recipients=reviewers.values_list("pk", flat=True),
        course_id=NO_COURSE,
        path=reverse("logreview:queue"),
    )


def _key(day: date) -> str:
    return f"seen:{day.isoformat()}"
