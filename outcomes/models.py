from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Value

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Course, Domain, Level
from roles.permissions import may_read


class Trin(models.IntegerChoices):
    """How near to placement, bridging to education or job (R39). An outcome, never a gate."""

    ONE = 1, "trin 1"
    TWO = 2, "trin 2"
    THREE = 3, "trin 3"


TRIN_MEANING = {
    Trin.ONE: "Praktik efter 6 måneder",
    Trin.TWO: "Praktik om 3–6 måneder",
    Trin.THREE: "Praktik i gang eller inden 3 måneder",
}


class TrinAssessmentQuerySet(models.QuerySet["TrinAssessment"]):
    def visible_to(self, user: User) -> TrinAssessmentQuerySet:
        """All who work with the person: trin belongs to no single field."""
        return self.alias(level=Value(Level.COMMON), domain=Value(Domain.COMMON)).filter(may_read(user))

    def latest_per_person(self, on: date) -> TrinAssessmentQuerySet:
        """The one in force for each citizen of each course on that day."""
        return (
            self.filter(assessed_on__lte=on)
            .order_by("course_id", "person_id", "-assessed_on", "-id")
            .distinct("course_id", "person_id")
        )


@pghistory.track()
class TrinAssessment(models.Model):
    """A dated judgement with a reason. A move back stays in the history and in the figures."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="trin", verbose_name="forløb")
    person = models.ForeignKey(Citizen, models.PROTECT, related_name="trin", verbose_name="borger")
    trin = models.PositiveSmallIntegerField("trin", choices=Trin)
    assessed_on = models.DateField("vurderet")
    reason = models.TextField("hvorfor", max_length=2000)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vurderet af"
    )

    objects = TrinAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "trinvurdering"
        verbose_name_plural = "trinvurderinger"
        ordering = ["-assessed_on", "-id"]
        constraints = [
            models.CheckConstraint(name="trin_one_to_three", condition=Q(trin__range=(1, 3))),
            models.UniqueConstraint(
                name="trin_once_a_day",
                fields=["course", "person", "assessed_on"],
                violation_error_message="Der er allerede en vurdering den dag.",
            ),
        ]
        indexes = [
            models.Index(fields=["course", "person", "-assessed_on", "-id"], name="trin_latest"),
        ]

    def __str__(self) -> str:
        return self.get_trin_display()


class ResultTargetQuerySet(models.QuerySet["ResultTarget"]):
    def in_force(self, on: date) -> ResultTargetQuerySet:
        return self.filter(valid_from__lte=on).order_by("measure", "-valid_from").distinct("measure")


class ResultTarget(models.Model):
    """What the municipality aims at: a share of its citizens or a number of days, from a day on (R40).

    Configuration, not code.
    """

    class Measure(models.TextChoices):
        TRIN_1 = "trin_1", "fortsat på trin 1"
        TRIN_2 = "trin_2", "på trin 2"
        TRIN_3 = "trin_3", "på trin 3"
        JOB_OR_EDUCATION = "job_or_education", "i job, fleksjob eller uddannelse"
        DAYS_TO_PLAN = "days_to_plan", "dage fra første kontakt til aftalt plan"

    measure = models.CharField("mål for", max_length=20, choices=Measure)
    percent = models.PositiveSmallIntegerField(
        "procent", null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    days = models.PositiveSmallIntegerField("dage", null=True, blank=True)
    valid_from = models.DateField("gælder fra")

    objects = ResultTargetQuerySet.as_manager()

    class Meta:
        verbose_name = "resultatmål"
        verbose_name_plural = "resultatmål"
        ordering = ["measure", "-valid_from"]
        constraints = [
            models.UniqueConstraint(name="target_once_per_start", fields=["measure", "valid_from"]),
            models.CheckConstraint(
                name="target_is_percent_or_days",
                condition=Q(measure="days_to_plan", percent=None, days__isnull=False)
                | ~Q(measure="days_to_plan") & Q(percent__lte=100, days=None),
                violation_error_message="Skriv procent, eller for ventetid dage.",
            ),
        ]

    def __str__(self) -> str:
        goal = f"{self.days} dage" if self.days is not None else f"{self.percent} %"
        return f"{self.get_measure_display()}: {goal}"
