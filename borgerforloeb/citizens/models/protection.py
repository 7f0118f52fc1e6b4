"""Lifting the protection of a name and address: one asks, another answers; until then it stands."""

from datetime import date, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

# So long does a question wait; nobody finds an old one and answers for a day that has passed.
ANSWER_WITHIN = timedelta(days=14)
# What was written while the protection held may still tell where somebody is.
STILL_ASKED_FOR = timedelta(days=30)


class ProtectionLiftQuerySet(models.QuerySet["ProtectionLift"]):
    def waiting(self, on: date) -> "ProtectionLiftQuerySet":
        return self.filter(status=ProtectionLift.Status.WAITING, due_on__gte=on)


class ProtectionLift(models.Model):
    """Answered, withdrawn or lapsed, it never changes."""

    class Status(models.TextChoices):
        WAITING = "waiting", "venter på svar"
        LIFTED = "lifted", "ophævet"
        REFUSED = "refused", "afslået"
        WITHDRAWN = "withdrawn", "trukket tilbage"
        LAPSED = "lapsed", "ikke besvaret i tide"

    course = models.ForeignKey("Course", models.PROTECT, related_name="lifts", verbose_name="forløb")
    citizen = models.ForeignKey("Citizen", models.PROTECT, related_name="lifts", verbose_name="borger")
    reason = models.CharField("hvorfor", max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="bedt om af"
    )
    asked_on = models.DateField("bedt om")
    due_on = models.DateField("svar senest")
    status = models.CharField("tilstand", max_length=9, choices=Status, default=Status.WAITING)
    answer = models.CharField("hvorfor ikke", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="svaret af",
    )
    decided_on = models.DateField("svaret", null=True, blank=True)

    objects = ProtectionLiftQuerySet.as_manager()

    class Meta:
        verbose_name = "ophævelse af beskyttelse"
        verbose_name_plural = "ophævelser af beskyttelse"
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="protection_lift_asked_once",
                fields=["course", "citizen"],
                condition=Q(status="waiting"),
                violation_error_message="Der er allerede bedt om at ophæve beskyttelsen.",
            ),
            models.CheckConstraint(
                name="protection_lift_takes_two",
                condition=~Q(status__in=["lifted", "refused"])
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
                violation_error_message="En anden skal svare.",
            ),
            models.CheckConstraint(
                name="protection_lift_decided_on_a_day",
                condition=Q(status="waiting", decided_by=None, decided_on=None)
                | Q(status="lapsed", decided_by=None, decided_on__isnull=False)
                | Q(status__in=["lifted", "refused", "withdrawn"], decided_by__isnull=False)
                & Q(decided_on__isnull=False),
                violation_error_message="Skriv både hvornår og af hvem der er svaret.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="protection_lift_answered_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status__in=["lifted", "refused", "withdrawn", "lapsed"]),
            ),
            pgtrigger.Protect(name="protection_lift_never_goes_away", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.status}"
