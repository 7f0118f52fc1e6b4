from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Confidential, Domain
from plans.models.goal import Goal
from plans.models.plan import Plan
from roles.permissions import may_read

COURSE = "plan__course_id"


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def visible_to(self, user: User) -> MeasurementQuerySet:
        """What stands on a goal is never read by somebody who may not read the goal itself."""
        on_a_readable_goal = Q(goal=None) | Q(may_read(user, course=COURSE, row="goal__"))
        return self.filter(may_read(user, course=COURSE), on_a_readable_goal)

    def in_force(self) -> MeasurementQuerySet:
        return self.filter(taken_back_on=None)


@pghistory.track()
class Measurement(Confidential):
    """Måling: how far it has come one day, on a goal or for a person in school and at work (R77, R89)."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen", "hvor langt, siger borgeren"
        WORKER = "worker", "hvor langt, siger medarbejderen"
        ATTENDANCE = "attendance", "fremmøde i skolen"
        HOURS = "hours", "ordinære timer om ugen"
        CAPACITY = "capacity", "timer om ugen, som borgeren kan bære"

    # What is told of a person, and the field that it belongs to.
    OF_A_PERSON = {
        Kind.ATTENDANCE: Domain.SCHOOL,
        Kind.HOURS: Domain.EMPLOYMENT,
        Kind.CAPACITY: Domain.COMMON,
    }

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="measurements", verbose_name="plan")
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="measurements", verbose_name="mål"
    )
    kind = models.CharField("hvad", max_length=10, choices=Kind)
    value = models.DecimalField("tal", max_digits=5, decimal_places=2)
    on = models.DateField("dag")
    source = models.CharField("hvor tallet kommer fra", max_length=200, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skrevet af"
    )
    # A number that was wrong stays, with why; it only counts no more.
    taken_back_on = models.DateField("taget tilbage", null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="taget tilbage af"
    )
    taken_back_why = models.CharField("hvorfor", max_length=300, blank=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = "måling"
        verbose_name_plural = "målinger"
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                name="measurement_is_of_a_goal_or_a_person",
                condition=Q(kind__in=["citizen", "worker"], goal__isnull=False)
                | Q(kind__in=["attendance", "hours", "capacity"], goal=None, person__isnull=False),
            ),
            models.CheckConstraint(
                name="measurement_within_its_scale",
                condition=Q(kind__in=["citizen", "worker"], value__in=range(1, 11))
                | Q(kind="attendance", value__range=(0, 100))
                | Q(kind__in=["hours", "capacity"], value__range=(0, 60)),
                violation_error_message="Fremmøde går fra 0 til 100 procent, og timer fra 0 til 60 om ugen.",
            ),
            models.CheckConstraint(
                name="measurement_taken_back_with_reason",
                condition=Q(taken_back_on=None, taken_back_by=None, taken_back_why="")
                | (Q(taken_back_on__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_why="")),
                violation_error_message="Skriv et ord om hvorfor.",
            ),
            models.UniqueConstraint(
                name="measurement_one_a_day_on_a_goal",
                fields=["goal", "kind", "on"],
                condition=Q(taken_back_on=None),
            ),
            # By level too: a refusal may not tell of a number that the writer cannot read.
            models.UniqueConstraint(
                name="measurement_one_a_day_of_a_person",
                fields=["plan", "person", "kind", "level", "on"],
                condition=Q(goal=None, taken_back_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"måling {self.pk}"

    @property
    def is_taken_back(self) -> bool:
        return self.taken_back_on is not None
