from datetime import date

import pghistory
from django.db import models
from django.db.models import Q

from borgerforloeb.accounts.sorting import danish


class DatedQuerySet(models.QuerySet):
    def in_force(self, on: date) -> "DatedQuerySet":
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


class Dated(models.Model):
    """A rule of law with the days it holds; both ends count, an open end is empty."""

    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til og med", null=True, blank=True)

    class Meta:
        abstract = True


@pghistory.track()
class Act(Dated):
    """A law (lov) as staff name it."""

    code = models.CharField("forkortelse", max_length=12)
    name = models.CharField("titel", max_length=200)
    short_name = models.CharField("kaldes", max_length=60)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "lov"
        verbose_name_plural = "love"
        ordering = [danish("short_name")]
        constraints = [
            models.UniqueConstraint(name="act_once_per_start", fields=["code", "valid_from"]),
            models.CheckConstraint(
                name="act_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                violation_error_message="Loven kan ikke ophøre, før den begynder.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


@pghistory.track()
class Section(Dated):
    """A section (§ or chapter) that an intervention or a decision can rest on."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="sections", verbose_name="lov")
    number = models.CharField("paragraf", max_length=30)
    title = models.CharField("handler om", max_length=160)
    domain = models.CharField("område", max_length=12, blank=True)
    grants_help = models.BooleanField("kan bære en indsats", default=True)
    needs_decision = models.BooleanField("begynder med en afgørelse", default=True)
    note = models.CharField("bemærkning", max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "paragraf"
        verbose_name_plural = "paragraffer"
        ordering = ["act__short_name", "number", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="section_once_per_start", fields=["act", "number", "title", "valid_from"]
            ),
            models.CheckConstraint(
                name="section_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                violation_error_message="Paragraffen kan ikke ophøre, før den begynder.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act.short_name} {self.number}"
