import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone


class Kind(models.TextChoices):
    VIEW = "view", "åbnet"
    LIST = "list", "vist på liste"
    SEARCH = "search", "søgt"
    REVEAL = "reveal", "vist fuldt nummer eller adresse"
    PRINT = "print", "udskrevet"
    CHANGE = "change", "ændret"
    REFUSAL = "refusal", "afvist"
    SIGN_IN = "sign_in", "login"
    SYSTEM = "system", "system"


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACE = re.compile(r"([0-9]{1,16})-([0-9]{1,18})")


class Outcome(models.TextChoices):
    """What became of it. A row is written before the case data commit, so a later one may say: undone."""

    DONE = "done", "gennemført"
    REFUSED = "refused", "afvist"
    UNDONE = "undone", "blev ikke til noget"


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about_course(self, course_id: UUID) -> "AuditEventQuerySet":
        return self.filter(course_id=course_id).order_by("-id")

    def between(self, first: date, last: date) -> "AuditEventQuerySet":
        """Whole days of the local calendar, both included; newest first."""
        start = timezone.make_aware(datetime.combine(first, time.min))
        end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
        return self.filter(at__gte=start, at__lt=end).order_by("-at", "-id")

    def without(self, courses: list[UUID], persons: list[UUID]) -> "AuditEventQuerySet":
        """Those that tell of none of these: the log does not know who may know of whom."""
        return self.exclude(course_id__in=courses).exclude(person_ids__overlap=persons)

    def before(self, place: str) -> "AuditEventQuerySet":
        """Those older than the row one has come to; from the newest when it says none."""
        found = PLACE.fullmatch(place)
        if not found:
            return self
        at, number = EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
        return self.filter(at__lte=at).exclude(at=at, pk__gte=number)

    def undone_among(self, events: Iterable["AuditEvent"]) -> set[int]:
        """Those whose request, or the part of it that they tell of, was undone after they were written."""
        requests = {event.request_id for event in events} - {""}
        told = self.filter(request_id__in=requests, outcome=Outcome.UNDONE).values_list("details", flat=True)
        return {number for details in told for number in details["events"]}


def append_only(name: str) -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Protect(name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        # Protect() cannot stand at statement level, and TRUNCATE knows no other.
        pgtrigger.Trigger(
            name=f"{name}_no_truncate",
            operation=pgtrigger.Truncate,
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            func="RAISE EXCEPTION 'the audit log is append-only';",
        ),
    ]


class AuditEvent(models.Model):
    """One use of the system: who, when, what, about whom, and on what basis. Never case text.

    No foreign keys: the log neither blocks nor follows the deletion of what it tells about. The table is kept
    by month, and has two columns that only the seals ask for: the transaction, and the cluster it was in.
    """

    at = models.DateTimeField("tidspunkt", db_default=Now(), editable=False)
    kind = models.CharField("art", max_length=10, choices=Kind)
    action = models.CharField("handling", max_length=60)
    actor_id = models.BigIntegerField("medarbejder", null=True)
    actor = models.CharField("navn og stilling dengang", max_length=220, blank=True)
    # Without the name, for the citizen; the unit by its key, whatever it is called later.
    title = models.CharField("stilling dengang", max_length=80, blank=True, db_default="")
    unit_id = models.BigIntegerField("enhed dengang", null=True)
    capabilities = ArrayField(models.CharField(max_length=20), verbose_name="adgange dengang", default=list)
    session = models.CharField("session", max_length=16, blank=True)
    course_id = models.UUIDField("forløb", null=True)
    person_ids = ArrayField(models.UUIDField(), verbose_name="borgere", default=list)
    target = models.CharField("genstand", max_length=80, blank=True)
    basis = models.CharField("grundlag", max_length=160, blank=True)
    reason = models.CharField("begrundelse", max_length=300, blank=True)
    domain = models.CharField("fagområde", max_length=20, blank=True)
    level = models.CharField("niveau", max_length=10, blank=True)
    outcome = models.CharField("udfald", max_length=10, choices=Outcome, default=Outcome.DONE)
    details = models.JSONField("oplysninger", default=dict)
    request_id = models.CharField("forespørgsel", max_length=36, blank=True)
    address = models.GenericIPAddressField("ip-adresse", null=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "loghændelse"
        verbose_name_plural = "loghændelser"
        indexes = [
            models.Index(fields=["course_id", "-id"], name="audit_by_course"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
            # Who has seen this citizen?
            GinIndex(fields=["person_ids"], name="audit_by_person"),
            models.Index(fields=["request_id"], name="audit_undone", condition=models.Q(outcome="undone")),
        ]
        triggers = append_only("audit")

    def __str__(self) -> str:
        return f"{self.action} {self.target}"

    @property
    def place(self) -> str:
        """Where it stands among the others; how many come after it changes nothing."""
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.pk}"


class AuditSeal(models.Model):
    """The rows of one stretch of transactions, hashed onto those before and signed.

    `marks` holds each row's number and the beginning of its hash, so that a broken seal can say which it was.
    """

    number = models.BigIntegerField("nummer", primary_key=True)
    form = models.SmallIntegerField("form")
    cluster = models.BigIntegerField("databaseklynge")
    from_xid = models.BigIntegerField("fra transaktion")
    to_xid = models.BigIntegerField("til transaktion")  # the first that it does not cover
    rows = models.IntegerField("rækker")
    previous = models.BinaryField("hash før")
    hash = models.BinaryField("hash")
    marks = models.BinaryField("mærker")
    sealed_at = models.DateTimeField("forseglet")
    signature = models.BinaryField("underskrift")

    class Meta:
        verbose_name = "segl"
        verbose_name_plural = "segl"
        ordering = ["number"]
        indexes = [models.Index(fields=["cluster", "number"], name="seal_by_cluster")]
        triggers = append_only("seal")

    def __str__(self) -> str:
        return f"Segl {self.number}"
