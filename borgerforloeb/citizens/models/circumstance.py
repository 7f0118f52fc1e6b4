"""What holds for a citizen and decides which laws apply: a benefit, how somebody lives, a support."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from borgerforloeb.citizens.models.confidential import Confidential
from borgerforloeb.law.models import Situation


@pghistory.track()
class Circumstance(Confidential):
    """Both days count. It stands in the field of what it is about: a benefit is no news to the school."""

    course = models.ForeignKey(
        "citizens.Course", models.PROTECT, related_name="circumstances", verbose_name="forløb"
    )
    situation = models.ForeignKey(Situation, models.PROTECT, related_name="+", verbose_name="hvad der gælder")
    starts_on = models.DateField("fra")
    ends_on = models.DateField("til og med", null=True, blank=True)
    source = models.CharField("hvor det står", max_length=120, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noteret af"
    )

    class Meta:
        verbose_name = "omstændighed"
        verbose_name_plural = "omstændigheder"
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="circumstance_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Det kan ikke ophøre, før det begynder.",
            ),
            models.CheckConstraint(name="circumstance_is_about_a_person", condition=Q(person__isnull=False)),
            models.UniqueConstraint(
                name="circumstance_once",
                fields=["course", "person", "situation"],
                condition=Q(ends_on=None),
                violation_error_message="Det er allerede noteret, at det gælder.",
            ),
        ]

    def __str__(self) -> str:
        return self.situation.name
