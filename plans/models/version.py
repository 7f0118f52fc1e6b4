from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen
from plans.models.goal import Goal
from plans.models.plan import Plan
from roles.permissions import visible_courses


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def visible_to(self, user: User) -> PlanVersionQuerySet:
        return self.filter(plan__course__in=visible_courses(user))


class PlanVersion(models.Model):
    """What was on the table when the citizen answered: frozen for good, with a hash of its content."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", verbose_name="plan")
    number = models.PositiveIntegerField("version")
    answered_on = models.DateField("besvaret")
    content = models.JSONField("indhold")
    sha256 = models.CharField("kontrolsum", max_length=64)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="fastholdt af"
    )
    frozen_at = models.DateTimeField("fastholdt", db_default=Now(), editable=False)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version af planen"
        verbose_name_plural = "versioner af planen"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="version_number_once", fields=["plan", "number"])]
        triggers = [
            pgtrigger.Protect(name="version_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class Acceptance(models.Model):
    """The citizen's answer to one version, in the citizen's own words (R3)."""

    class Answer(models.TextChoices):
        YES = "yes", "ja"
        PARTLY = "partly", "delvist"
        NO = "no", "nej"
        COULD_NOT = "could_not", "kunne ikke svare"

    class Way(models.TextChoices):
        MEETING = "meeting", "på mødet"
        TALK = "talk", "ved en samtale"
        PHONE = "phone", "i telefonen"
        SIGNATURE = "signature", "med underskrift"
        TABLET = "tablet", "på en skærm"

    version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="acceptances", verbose_name="version"
    )
    person = models.ForeignKey(Citizen, models.PROTECT, related_name="+", verbose_name="hvem svarer")
    answer = models.CharField("svar", max_length=10, choices=Answer)
    words = models.TextField("med egne ord", max_length=2000, blank=True)
    way = models.CharField("hvordan", max_length=10, choices=Way)
    answered_on = models.DateField("dato")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noteret af"
    )

    class Meta:
        verbose_name = "borgerens svar"
        verbose_name_plural = "borgerens svar"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="acceptance_once_per_person",
                fields=["version", "person"],
                violation_error_message="Borgeren har allerede svaret på den version.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="answer_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_answer_display()


class GoalAnswer(models.Model):
    """What a person answered to one goal of a version, besides the answer to the whole of it; few are asked
    about each, so most goals have none."""

    version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="goal_answers", verbose_name="version"
    )
    person = models.ForeignKey(Citizen, models.PROTECT, related_name="+", verbose_name="hvem svarer")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="+", verbose_name="mål")
    answer = models.CharField("svar", max_length=10, choices=Acceptance.Answer)
    words = models.CharField("med egne ord", max_length=500, blank=True)

    class Meta:
        verbose_name = "svar på et mål"
        verbose_name_plural = "svar på mål"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="goal_answered_once_per_person", fields=["version", "person", "goal"]
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="goal_answer_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.get_answer_display()
