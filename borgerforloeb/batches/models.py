"""*Udskriv mange*: up to 200 plans that one person has asked to have drawn, and how far that has come."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Course
from borgerforloeb.disclosures.models import Disclosure, Edition
from roles.permissions import visible_courses

MOST = 200


class PrintBatchQuerySet(models.QuerySet["PrintBatch"]):
    def of(self, user: User) -> "PrintBatchQuerySet":
        """Whoever asked for it: a batch is nobody else's business, whatever they may read."""
        return self.filter(user=user.pk)

    def running(self) -> "PrintBatchQuerySet":
        return self.filter(state=PrintBatch.State.RUNNING)


class PrintBatch(models.Model):
    """What one person asked for in one press."""

    class State(models.TextChoices):
        RUNNING = "running", "i gang"
        DONE = "done", "færdig"
        STOPPED = "stopped", "stoppet"

    class Size(models.TextChoices):
        AS_LAST = "last", "Som hver borger fik den sidst"
        ORDINARY = "ordinary", "Almindelig skrift"
        LARGE = "large", "Stor skrift"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="bestilt af"
    )
    edition = models.CharField("udgave", max_length=12, choices=Edition, default=Edition.CITIZEN)
    size = models.CharField("skrift", max_length=8, choices=Size, default=Size.AS_LAST)
    # How many were asked for: the rows of a course that one has lost are not seen, and not forgotten.
    count = models.PositiveSmallIntegerField("antal")
    state = models.CharField("tilstand", max_length=7, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField("bestilt")
    done_at = models.DateTimeField("færdig", null=True)
    stopped_at = models.DateTimeField("stoppet", null=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="stoppet af"
    )

    objects = PrintBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "bunke"
        verbose_name_plural = "bunker"
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="print_batch_one_at_a_time",
                fields=["user"],
                condition=Q(state="running"),
                violation_error_message="Du har allerede en bunke i gang.",
            ),
            models.CheckConstraint(
                name="print_batch_has_a_limit",
                condition=Q(count__gte=1, count__lte=MOST),
                violation_error_message="Vælg mindst én plan og højst 200.",
            ),
            models.CheckConstraint(
                name="print_batch_stopped_by_somebody",
                condition=Q(state="stopped", stopped_at__isnull=False, stopped_by__isnull=False)
                | ~Q(state="stopped") & Q(stopped_at=None, stopped_by=None),
                violation_error_message="Der skal stå, hvem der stoppede bunken.",
            ),
            models.CheckConstraint(
                name="print_batch_done_at_a_time",
                condition=Q(state="done", done_at__isnull=False) | ~Q(state="done") & Q(done_at=None),
                violation_error_message="Der skal stå, hvornår bunken blev færdig.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} planer"

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def large_type(self) -> bool | None:
        """Nothing where it is to be as each of them had it last."""
        return None if self.size == self.Size.AS_LAST else self.size == self.Size.LARGE


class PrintJobQuerySet(models.QuerySet["PrintJob"]):
    def visible_to(self, user: User) -> "PrintJobQuerySet":
        return self.filter(batch__user=user.pk, course__in=visible_courses(user))

    def waiting(self) -> "PrintJobQuerySet":
        return self.filter(state=PrintJob.State.WAITING)


class PrintJob(models.Model):
    """One of the plans: drawn once, or why it was not. It holds none of its words."""

    class State(models.TextChoices):
        WAITING = "waiting", "venter"
        DRAWN = "drawn", "tegnet"
        TO_DECIDE = "decide", "skal afgøres først"
        REFUSED = "refused", "må ikke længere"
        FAILED = "failed", "gik ikke"

    batch = models.ForeignKey(PrintBatch, models.CASCADE, related_name="jobs", verbose_name="bunke")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name="forløb")
    state = models.CharField("tilstand", max_length=8, choices=State, default=State.WAITING)
    # In the system's own words, never the plan's.
    why = models.CharField("hvorfor", max_length=300, blank=True)
    disclosure = models.OneToOneField(
        Disclosure, models.PROTECT, null=True, related_name="+", verbose_name="udlevering"
    )
    settled_at = models.DateTimeField("afsluttet", null=True)

    objects = PrintJobQuerySet.as_manager()

    class Meta:
        verbose_name = "plan i en bunke"
        verbose_name_plural = "planer i en bunke"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="print_job_once",
                fields=["batch", "course"],
                violation_error_message="Planen er i bunken.",
            ),
            models.CheckConstraint(
                name="print_job_is_settled",
                condition=Q(state="waiting", settled_at=None, disclosure=None)
                | Q(state="drawn", settled_at__isnull=False, disclosure__isnull=False)
                | Q(state="decide", settled_at__isnull=False) & ~Q(why="")
                | Q(state__in=["refused", "failed"], settled_at__isnull=False, disclosure=None) & ~Q(why=""),
                violation_error_message="En plan er tegnet, eller der står, hvorfor den ikke er.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}: {self.state}"
