from datetime import date
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BooleanField, Expression, F, Func, Q, Value

from borgerforloeb.citizens.models.confidential import Domain


class Holds(Func):
    """Has everybody who must say yes on that day said it, and not taken it back?

    One rule in the database (migration `0002_who_said_yes`), asked anew by every reader and by the gate, so
    that a birthday, a change of custody or a withdrawal counts at the next request.
    """

    function = "citizens_consent_holds"
    output_field = BooleanField()


class ConsentQuerySet(models.QuerySet["Consent"]):
    def asked(self) -> "ConsentQuerySet":
        """One row for each thing that was asked; the yes of a second custody holder stands on it."""
        return self.filter(part_of=None)

    def in_force(self, on: date | Expression) -> "ConsentQuerySet":
        day = on if isinstance(on, Expression) else Value(on)
        return self.asked().filter(expires_on__gte=on).filter(Holds("pk", day))


@pghistory.track()
class Consent(models.Model):
    """A yes to share named kinds of information about a citizen; for health a year at most (SUL § 44).

    Each who says yes has a row; `part_of` is the first of those who were asked the same.
    """

    class Way(models.TextChoices):
        SIGNATURE = "signature", "underskrift"
        ORAL = "oral", "mundtligt, noteret"

    class Capacity(models.TextChoices):
        SELF = "self", "på egne vegne"
        CUSTODY_HOLDER = "custody_holder", "som forældremyndighedsindehaver"
        GUARDIAN = "guardian", "som værge"

    class Interpreting(models.TextChoices):
        NONE = "", "uden tolk"
        PRESENT = "present", "tolk til stede"
        PHONE = "phone", "tolk på telefon"
        VIDEO = "video", "tolk på video"

    HOW_TO_WITHDRAW: ClassVar[str] = (
        "Sig det, ring eller skriv til en af dem, der arbejder med planen. Det gælder med det samme."
    )
    HEALTH_MONTHS: ClassVar[int] = 12

    course = models.ForeignKey("Course", models.PROTECT, related_name="consents", verbose_name="forløb")
    citizen = models.ForeignKey(
        "Citizen", models.PROTECT, related_name="consents", verbose_name="hvis samtykke"
    )
    given_by = models.ForeignKey(
        "Citizen", models.PROTECT, related_name="consents_given", verbose_name="hvem siger ja"
    )
    capacity = models.CharField("siger ja", max_length=14, choices=Capacity, default=Capacity.SELF)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="sammen med"
    )
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by", verbose_name="fornyer"
    )
    domains = ArrayField(models.CharField(max_length=12, choices=Domain), verbose_name="områder")
    information = models.CharField("hvilke oplysninger", max_length=400)
    from_whom = models.CharField("fra", max_length=160)
    to_whom = models.CharField("til", max_length=160)
    purpose = models.CharField("hvad de skal bruges til", max_length=300)
    consequence_of_no = models.CharField("hvad et nej betyder", max_length=300)
    how_to_withdraw = models.CharField("hvordan det trækkes tilbage", max_length=300, default=HOW_TO_WITHDRAW)
    given_on = models.DateField("givet")
    given_way = models.CharField("hvordan", max_length=10, choices=Way)
    oral_note = models.CharField("notat om det mundtlige ja", max_length=500, blank=True)
    expires_on = models.DateField("gælder til og med")
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="forklaret af"
    )
    language = models.CharField("sprog", max_length=40, default="dansk")
    interpreter_way = models.CharField("tolkning", max_length=8, choices=Interpreting, blank=True)
    interpreter = models.CharField("tolk", max_length=120, blank=True)
    childs_view = models.CharField("barnets eget syn", max_length=500, blank=True)
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
                name="consent_given_in_a_capacity",
                condition=Q(capacity="self", given_by=F("citizen"))
                | ~Q(capacity="self") & ~Q(given_by=F("citizen")),
                violation_error_message="Vælg, om personen siger ja på egne eller en andens vegne.",
            ),
            models.UniqueConstraint(
                name="consent_part_once_each",
                fields=["part_of", "given_by"],
                condition=Q(withdrawn_on=None),
                violation_error_message="Den person har allerede sagt ja.",
            ),
            models.CheckConstraint(
                name="consent_names_domains",
                condition=~Q(domains=[]),
                violation_error_message="Vælg mindst ét område.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_whom} → {self.to_whom}"
