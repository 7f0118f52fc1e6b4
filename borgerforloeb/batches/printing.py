"""Drawing what waits, one plan at a time, on behalf of whoever asked and as that one may at that moment.

The row is the queue: a job is claimed, given and settled in one transaction. A worker that dies in the middle
leaves neither a disclosure nor a settled row, and the next one begins there.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, transaction

from borgerforloeb.accounts.acting import PRINTING, acting_as, serving_as
from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import LogUnavailable
from borgerforloeb.batches.models import PrintBatch, PrintJob
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.documents.engine import DocumentError

logger = logging.getLogger(__name__)

# Gives the plan of that course, as its page does: by whom, whether large (or as it was last), when.
Give = Callable[[User, UUID, bool | None, datetime], Disclosure]
State = PrintJob.State
NOT_ALLOWED = "Du må ikke længere udskrive planen i det forløb."
LOOK_FIRST = "Der er noget, du skal se på, før planen kan udleveres."
WENT_WRONG = "Planen kunne ikke tegnes. Prøv igen, eller udlever den fra forløbet."
# Not of this plan: nothing can be drawn or told just now, and it is tried again at the next ring.
NOT_NOW = (SoftTimeLimitExceeded, LogUnavailable, OperationalError, InterfaceError)
Outcome = tuple[State, str, Disclosure | None]


def draw_waiting(give: Give, *, clock: Callable[[], datetime], has_time: Callable[[], bool]) -> int:
    """One of each batch in turn, so that somebody's few do not wait for another's many."""
    drawn = before = 0
    while has_time():
        for batch in _running():
            drawn += has_time() and _draw_next(batch, give, clock)
        if drawn == before:
            break
        before = drawn
    return drawn


@serving_as(PRINTING)
def _running() -> list[UUID]:
    return list(PrintBatch.objects.running().order_by("started_at").values_list("pk", flat=True))


@serving_as(PRINTING)
def _draw_next(batch: UUID, give: Give, clock: Callable[[], datetime]) -> bool:
    job = _claimed(batch)
    if job is None:
        _end(batch, clock())
        return False
    at = clock()
    job.state, job.why, job.disclosure = _given(job, give, at)
    job.settled_at = at
    job.save(update_fields=["state", "why", "disclosure", "settled_at"])
    return True


def _claimed(batch: UUID) -> PrintJob | None:
    """The first that waits, and no other: while somebody draws it, nobody draws in the same batch.

    So *Stop* lets at most one more be drawn.
    """
    waiting = PrintJob.objects.waiting().filter(batch=batch, batch__state=PrintBatch.State.RUNNING)
    first = waiting.values_list("pk", flat=True).first()
    free = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("batch__user")
    return free.filter(pk=first).first() if first is not None else None


def _end(batch: UUID, at: datetime) -> None:
    row = PrintBatch.objects.running().select_for_update(skip_locked=True).filter(pk=batch).first()
    if row is not None and not row.jobs.waiting().exists():
        row.state, row.done_at = PrintBatch.State.DONE, at
        row.save(update_fields=["state", "done_at"])


def _given(job: PrintJob, give: Give, at: datetime) -> Outcome:
    """As by the ordinary page. A machine decides nothing of what must be looked at."""
    batch = job.batch
    if not batch.user.is_active:
        return State.REFUSED, NOT_ALLOWED, None
    try:
        with transaction.atomic(), acting_as(batch.user):
            row = give(batch.user, job.course_id, batch.large_type, at)
    except PermissionDenied:
        return State.REFUSED, NOT_ALLOWED, None
    except DocumentError as trouble:
        return State.FAILED, trouble.messages[0], None
    except ValidationError as refusal:
        return State.TO_DECIDE, refusal.messages[0][:300], None
    except NOT_NOW:
        raise
    except Exception as error:
        # Whatever it is, it holds up nobody behind it. It may quote the plan, so only its kind is told.
        logger.error("a plan of a batch could not be drawn: %s", type(error).__name__)
        return State.FAILED, WENT_WRONG, None
    if row.status == Disclosure.Status.RELEASED:
        return State.DRAWN, "", row
    return State.TO_DECIDE, LOOK_FIRST, row
