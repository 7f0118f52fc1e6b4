"""Asking for many plans in one press, stopping it, and trying again what went wrong.

Each plan is given by the ordinary act when its turn comes (`printing.py`), which asks anew; here it is only
asked whether the course may be printed by whoever wants it in the batch.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.audit.actions import record
from borgerforloeb.batches.models import MOST, PrintBatch, PrintJob
from roles.permissions import printable_courses

State = PrintBatch.State
NONE_CHOSEN = "Vælg mindst én plan."
TOO_MANY = f"Vælg højst {MOST} planer ad gangen."
ONE_AT_A_TIME = "Du har allerede en bunke i gang. Vent, til den er færdig, eller stop den."
NOT_RUNNING = "Bunken er ikke i gang længere."
NOTHING_FAILED = "Der er ikke noget at prøve igen."


@transaction.atomic
def start_batch(courses: Collection[UUID], *, size: str, by: User, at: datetime) -> PrintBatch:
    if not courses:
        raise ValidationError(NONE_CHOSEN)
    if len(courses) > MOST:
        raise ValidationError(TOO_MANY)
    chosen = list(printable_courses(by).filter(pk__in=courses).order_by(danish("name"), "pk"))
    if len(chosen) != len(set(courses)):
        raise PermissionDenied
    _refuse_a_second(by)
    batch = PrintBatch.objects.create(user=by, size=size, count=len(chosen), started_at=at)
    PrintJob.objects.bulk_create(PrintJob(batch=batch, course=course) for course in chosen)
    record("batch.started", by=by, target=batch, basis="own_courses", courses=len(chosen), size=size)
    return batch


@transaction.atomic
def stop_batch(batch: PrintBatch, *, by: User, at: datetime) -> PrintBatch:
    """What is being drawn just now is drawn to its end; nothing is begun after it."""
    row = _own(batch, by)
    if not row.is_running:
        raise ValidationError(NOT_RUNNING)
    row.state, row.stopped_at, row.stopped_by = State.STOPPED, at, by
    row.save()
    record("batch.stopped", by=by, target=row, basis="own_courses")
    return row


@transaction.atomic
def try_again(batch: PrintBatch, *, by: User) -> PrintBatch:
    """What could not be drawn. What must be decided, or is not allowed, is not mended by trying."""
    row = _own(batch, by)
    failed = row.jobs.filter(state=PrintJob.State.FAILED)
    if row.state != State.DONE or not failed.exists():
        raise ValidationError(NOTHING_FAILED)
    _refuse_a_second(by)
    row.state, row.done_at = State.RUNNING, None
    row.save()
    tried = failed.update(state=PrintJob.State.WAITING, why="", settled_at=None)
    record("batch.tried_again", by=by, target=row, basis="own_courses", courses=tried)
    return row


@transaction.atomic
def forget(before: datetime) -> int:
    """Old batches. What was given out stays in the ledger, with its copy."""
    old = PrintBatch.objects.filter(started_at__lt=before).exclude(state=State.RUNNING)
    forgotten = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
    PrintJob.objects.filter(batch__in=forgotten).delete()
    PrintBatch.objects.filter(pk__in=forgotten).delete()
    return len(forgotten)


def _own(batch: PrintBatch, by: User) -> PrintBatch:
    """Locked: who presses twice is told the second time."""
    if batch.user_id != by.pk:
        raise PermissionDenied
    return PrintBatch.objects.select_for_update().get(pk=batch.pk)


def _refuse_a_second(by: User) -> None:
    """In two windows at once the second waits here, and is told as the constraint would say it."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if PrintBatch.objects.of(by).running().exists():
        raise ValidationError(ONE_AT_A_TIME)
