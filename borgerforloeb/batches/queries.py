"""What the pages show of a batch: to whoever asked for it alone, and of a course only while it is hers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from borgerforloeb.accounts.models import User
from borgerforloeb.batches.models import PrintBatch, PrintJob
from borgerforloeb.disclosures.models import Disclosure

# A batch is a way to come by many papers; what became of each stands in the ledger of its course.
KEPT = timedelta(days=30)
State = PrintJob.State
# What asks something of somebody stands first.
ORDER = (State.TO_DECIDE, State.FAILED, State.REFUSED, State.DRAWN, State.WAITING)


@dataclass(frozen=True)
class Progress:
    """How far it has come. A course that one has lost is done with: it will not be drawn."""

    count: int
    drawn: int
    waiting: int
    seen: int

    @property
    def lost(self) -> int:
        return self.count - self.seen

    @property
    def done(self) -> int:
        return self.count - self.waiting

    @property
    def words(self) -> str:
        return f"{self.done} af {self.count} planer er klaret"


def progress_of(batch: PrintBatch, user: User) -> Progress:
    waiting, drawn = Count("pk", filter=Q(state=State.WAITING)), Count("pk", filter=Q(state=State.DRAWN))
    jobs = PrintJob.objects.visible_to(user).filter(batch=batch).order_by()
    told = jobs.aggregate(waiting=waiting, drawn=drawn, seen=Count("pk"))
    return Progress(count=batch.count, **told)


def jobs_of(batch: PrintBatch, user: User) -> list[PrintJob]:
    jobs = PrintJob.objects.visible_to(user).filter(batch=batch).select_related("course", "disclosure")
    return sorted(jobs, key=lambda job: (ORDER.index(State(job.state)), job.pk))


def latest(user: User, now: datetime) -> QuerySet[PrintBatch]:
    return PrintBatch.objects.of(user).filter(started_at__gte=now - KEPT)


def copies_of(batch: PrintBatch, user: User) -> QuerySet[Disclosure]:
    """What has been given of it, also what somebody has decided about since."""
    jobs = PrintJob.objects.visible_to(user).filter(batch=batch)
    given: QuerySet[Disclosure] = Disclosure.objects.visible_to(user).filter(
        pk__in=jobs.values("disclosure"), status=Disclosure.Status.RELEASED
    )
    return given.select_related("document", "course").order_by("course__number")
