from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value

from borgerforloeb.citizens.models import Citizen, Consent, Course, Domain, Holds
from borgerforloeb.law.models import Section


class SharingBasisQuerySet(models.QuerySet["SharingBasis"]):
    def in_force(self, on: date) -> "SharingBasisQuerySet":
        """Held on that day; one that rests on a consent holds only while the consent does."""
        held = self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))
        held = held.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=on))
        return held.filter(Q(consent=None) | Q(Holds("consent_id", Value(on))))


@pghistory.track()
class SharingBasis(models.Model):
    """Why what is known of one person in one field may be read by another field, or by one employee."""

    class Kind(models.TextChoices):
        LAW = "law", "lov"
        CONSENT = "consent", "samtykke"

    course = models.ForeignKey(Course, models.PROTECT, related_name="sharing_bases", verbose_name="forløb")
    person = models.ForeignKey(Citizen, models.PROTECT, related_name="+", verbose_name="om hvem")
    domain = models.CharField("hvilket område", max_length=12, choices=Domain)
    to_domain = models.CharField("til området", max_length=12, choices=Domain, blank=True)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="til medarbejderen",
    )
    kind = models.CharField("grundlag", max_length=8, choices=Kind)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="paragraf"
    )
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="bases", verbose_name="samtykke"
    )
    why = models.CharField("hvorfor", max_length=300)
    starts_on = models.DateField("fra")
    # Both ends count, as in a consent; withdrawal counts from its own day.
    ends_on = models.DateField("til og med", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noteret af"
    )
    withdrawn_on = models.DateField("stoppet", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="stoppet af",
    )
    end_reason = models.CharField("hvorfor stoppet", max_length=300, blank=True)

    objects = SharingBasisQuerySet.as_manager()

    class Meta:
        verbose_name = "grundlag for deling"
        verbose_name_plural = "grundlag for deling"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="sharing_to_a_field_or_to_somebody",
                condition=Q(to_domain="", to_user__isnull=False) | ~Q(to_domain="") & Q(to_user=None),
                violation_error_message="Vælg enten et fagområde eller en medarbejder.",
            ),
            models.CheckConstraint(
                name="sharing_of_one_field_with_another",
                condition=~Q(domain="common") & ~Q(to_domain="common") & ~Q(to_domain=F("domain")),
                violation_error_message="Det, der er fælles, deles allerede.",
            ),
            models.CheckConstraint(
                name="sharing_rests_on_law_or_consent",
                condition=Q(kind="law", section__isnull=False, consent=None)
                | Q(kind="consent", section=None, consent__isnull=False),
                violation_error_message="Vælg den paragraf eller det samtykke, som delingen hviler på.",
            ),
            models.CheckConstraint(
                name="sharing_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Delingen kan ikke slutte, før den begynder.",
            ),
            models.CheckConstraint(
                name="sharing_stopped_by_somebody",
                condition=Q(withdrawn_on=None, withdrawn_by=None)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                violation_error_message="Skriv både hvornår og af hvem delingen er stoppet.",
            ),
        ]
        indexes = [
            models.Index(fields=["course", "person", "domain"], name="sharing_of_a_field"),
        ]

    def __str__(self) -> str:
        return f"{self.domain} om {self.person_id} til {self.to_domain or self.to_user_id}"
