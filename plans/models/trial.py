from __future__ import annotations

from datetime import date, timedelta

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Confidential, Level
from plans.models.goal import Goal, Intervention
from plans.models.plan import Plan
from roles.permissions import may_read

COURSE = "plan__course_id"


class TrialQuerySet(models.QuerySet["Trial"]):
    def visible_to(self, user: User) -> TrialQuerySet:
        """What stands on a goal is never read by somebody who may not read the goal itself."""
        return self.filter(may_read(user, course=COURSE), may_read(user, course=COURSE, row="goal__"))

    def open(self) -> TrialQuerySet:
        return self.filter(outcome="")

    def not_over(self, on: date) -> TrialQuerySet:
        """Still to be tried on that day: it stops by itself, whether or not somebody has said how it went."""
        return self.open().filter(stops_on__gte=on)


@pghistory.track()
class Trial(Confidential):
    """Prøvehandling: something small that is tried for a while, to learn from it (R64)."""

    class State(models.TextChoices):
        """Of a day, and never stored: nobody has to remember to stop it."""

        PLANNED = "planned", "planlagt"
        RUNNING = "running", "i gang"
        OVER = "over", "mangler resultat"
        CLOSED = "closed", "afsluttet"

    class Outcome(models.TextChoices):
        STOPPED = "stopped", "stoppet"
        WIDENED = "widened", "udvides"
        HELP = "help", "blev til en indsats"

    # A quarter: what goes on for longer is help, and help has its law, its decision and its follow-ups.
    LONGEST = timedelta(weeks=13)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="trials", verbose_name="plan")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="trials", verbose_name="mål")
    question = models.CharField("spørgsmål", max_length=300)
    what = models.TextField("vi prøver", max_length=1000)
    looks_at = models.CharField("vi lærer ved at se på", max_length=300)
    effort = models.CharField("hvad det kræver", max_length=120, blank=True)
    cost_cap = models.PositiveIntegerField(
        "må højst koste, i kr.", null=True, blank=True, validators=[MaxValueValidator(9_999_999)]
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ansvarlig"
    )
    starts_on = models.DateField("fra")
    stops_on = models.DateField("stopper efter")
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="continued_by", verbose_name="bygger videre på"
    )
    outcome = models.CharField("udfald", max_length=7, choices=Outcome, blank=True)
    learned = models.TextField("resultat", max_length=1000, blank=True)
    intervention = models.ForeignKey(
        Intervention, models.PROTECT, null=True, related_name="trials", verbose_name="indsats"
    )
    closed_on = models.DateField("afsluttet", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="afsluttet af"
    )
    version = models.PositiveIntegerField("gemt gang", default=0)

    objects = TrialQuerySet.as_manager()

    class Meta:
        verbose_name = "prøvehandling"
        verbose_name_plural = "prøvehandlinger"
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="trial_stops_after_start",
                condition=Q(stops_on__gte=F("starts_on")),
                violation_error_message="Prøvehandlingen kan ikke stoppe, før den begynder.",
            ),
            models.CheckConstraint(
                name="trial_lasts_a_quarter_at_most",
                condition=Q(stops_on__lte=F("starts_on") + timedelta(weeks=13)),
                violation_error_message=(
                    "En prøvehandling varer højst 13 uger. Skal hjælpen vare længere, er den en indsats."
                ),
            ),
            models.CheckConstraint(
                name="trial_closed_with_its_result",
                condition=Q(outcome="", closed_on=None, closed_by=None)
                | (
                    Q(outcome__in=["stopped", "widened", "help"])
                    & Q(closed_on__isnull=False, closed_by__isnull=False)
                    & ~Q(learned="")
                ),
                violation_error_message="Skriv, hvordan det gik.",
            ),
            models.CheckConstraint(
                name="trial_that_became_help_names_it",
                condition=Q(outcome="help", intervention__isnull=False)
                | (~Q(outcome="help") & Q(intervention=None)),
            ),
        ]
        indexes = [models.Index(fields=["stops_on"], name="trial_over", condition=Q(outcome=""))]

    def __str__(self) -> str:
        return self.question

    @property
    def is_closed(self) -> bool:
        return self.outcome != ""

    @property
    def can_be_shared(self) -> bool:
        """What is shielded is told to nobody, also not without names."""
        return self.is_closed and Level.SHIELDED not in (self.level, self.goal.level)

    def state(self, today: date) -> Trial.State:
        return self.State.CLOSED if self.is_closed else self.open_state(self.starts_on, self.stops_on, today)

    @classmethod
    def open_state(cls, starts_on: date, stops_on: date, today: date) -> Trial.State:
        if today < starts_on:
            return cls.State.PLANNED
        return cls.State.RUNNING if today <= stops_on else cls.State.OVER
