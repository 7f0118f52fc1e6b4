from datetime import date, datetime, time, timedelta
from uuid import UUID

import pgtrigger
from django.contrib.postgres.fields import ArrayField
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


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about_course(self, course_id: UUID) -> "AuditEventQuerySet":
        return self.filter(course_id=course_id).order_by("-id")

    def between(self, first: date, last: date) -> "AuditEventQuerySet":
        """Whole days of the local calendar, both included; newest first."""
        start = timezone.make_aware(datetime.combine(first, time.min))
        end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
        return self.filter(at__gte=start, at__lt=end).order_by("-id")

    def before(self, event_id: str) -> "AuditEventQuerySet":
        """Those older than the row one has come to; from the newest when it says none."""
        return self.filter(pk__lt=int(event_id)) if event_id.isdecimal() else self


class AuditEvent(models.Model):
    """One use of the system: who, when, what, about whom, and on what basis. Never case text.

    No foreign keys: the log neither blocks nor follows the deletion of what it tells about.
    """

    at = models.DateTimeField("tidspunkt", db_default=Now(), editable=False)
    kind = models.CharField("art", max_length=10, choices=Kind)
    action = models.CharField("handling", max_length=60)
    actor_id = models.BigIntegerField("medarbejder", null=True)
    actor = models.CharField("navn og stilling dengang", max_length=220, blank=True)
    course_id = models.UUIDField("forløb", null=True)
    person_ids = ArrayField(models.UUIDField(), verbose_name="borgere", default=list)
    target = models.CharField("genstand", max_length=80, blank=True)
    basis = models.CharField("grundlag", max_length=160, blank=True)
    reason = models.CharField("begrundelse", max_length=300, blank=True)
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
            models.Index(fields=["-at"], name="audit_by_time"),
        ]
        triggers = [
            pgtrigger.Protect(name="audit_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            # Protect() cannot stand at statement level, and TRUNCATE knows no other.
            pgtrigger.Trigger(
                name="audit_no_truncate",
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'the audit log is append-only';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target}"
