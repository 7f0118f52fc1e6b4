from datetime import date
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from borgerforloeb.citizens.models.confidential import Domain


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, on: date) -> "ConsentQuerySet":
        return self.filter(given_on__lte=on, expires_on__gte=on).filter(
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=on)
        )


@pghistory.track()
class Consent(models.Model):
    """A citizen's yes to share named kinds of information; for health a year at most (SUL § 44)."""

    class Way(models.TextChoices):
        SIGNATURE = "signature", "underskrift"
        ORAL = "oral", "mundtligt, noteret"

    HEALTH_MONTHS: ClassVar[int] = 12

    course = models.ForeignKey("Course", models.PROTECT, related_name="consents", verbose_name="forløb")
    citizen = models.ForeignKey(
        "Citizen", models.PROTECT, related_name="consents", verbose_name="hvis samtykke"
    )
    domains = ArrayField(models.CharField(max_length=12, choices=Domain), verbose_name="områder")
    information = models.CharField("hvilke oplysninger", max_length=400)
    from_whom = models.CharField("fra", max_length=160)
    to_whom = models.CharField("til", max_length=160)
    purpose = models.CharField("hvad de skal bruges til", max_length=300)
    consequence_of_no = models.CharField("hvad et nej betyder", max_length=300)
    given_on = models.DateField("givet")
    given_way = models.CharField("hvordan", max_length=10, choices=Way)
    expires_on = models.DateField("gælder til og med")
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="forklaret af"
    )
    interpreter = models.CharField("tolk", max_length=120, blank=True)
    withdrawn_on = models.DateField("trukket tilbage", null=True, blank=True)
    withdrawn_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trukket tilbage hos",
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "samtykke"
        verbose_name_plural = "samtykker"
        ordering = ["-given_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="consent_expires_after_it_is_given",
                condition=Q(expires_on__gte=F("given_on")),
                violation_error_message="Samtykket kan ikke udløbe, før det er givet.",
            ),
            models.CheckConstraint(
                name="consent_withdrawn_with_receiver",
                condition=Q(withdrawn_on=None, withdrawn_to=None)
                | Q(withdrawn_on__isnull=False, withdrawn_to__isnull=False),
                violation_error_message="Skriv både hvornår og hos hvem samtykket er trukket tilbage.",
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_it_is_given",
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                violation_error_message="Samtykket kan ikke trækkes tilbage, før det er givet.",
            ),
            models.CheckConstraint(
                name="consent_names_domains",
                condition=~Q(domains=[]),
                violation_error_message="Vælg mindst ét område.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_whom} → {self.to_whom}"
