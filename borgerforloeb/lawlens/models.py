"""What is said of a plan and the laws by people; what the plan itself tells is never stored a second time."""

from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Confidential, Consent
from borgerforloeb.law.models import PlanKind, Requirement
from plans.models import Plan
from roles.permissions import may_know, may_read

COURSE = "plan__course_id"


def _not_over(name: str, day: date) -> Q:
    """The day on which something is taken back is the first without it."""
    return Q(**{name: None}) | Q(**{f"{name}__gt": day})


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def visible_to(self, user: User) -> ConfirmationQuerySet:
        return self.filter(may_read(user, course=COURSE))

    def standing(self) -> ConfirmationQuerySet:
        return self.filter(taken_back_on=None)

    def on(self, day: date) -> ConfirmationQuerySet:
        return self.filter(_not_over("taken_back_on", day), confirmed_on__lte=day)


@pghistory.track()
class Confirmation(Confidential):
    """Somebody says that the plan meets what no program can see, and where."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="confirmations", verbose_name="plan")
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="+", verbose_name="krav")
    words = models.CharField("hvordan er det opfyldt", max_length=400)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="bekræftet af"
    )
    confirmed_on = models.DateField("bekræftet")
    taken_back_on = models.DateField("taget tilbage", null=True, blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = "bekræftet krav"
        verbose_name_plural = "bekræftede krav"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="confirmation_once",
                fields=["plan", "requirement", "person"],
                condition=Q(taken_back_on=None),
                violation_error_message="Kravet er allerede bekræftet.",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class ReplacedPlanQuerySet(models.QuerySet["ReplacedPlan"]):
    def visible_to(self, user: User) -> ReplacedPlanQuerySet:
        return self.filter(may_know(user, course=COURSE, person="person_id"))

    def standing(self) -> ReplacedPlanQuerySet:
        return self.filter(taken_back_on=None)

    def on(self, day: date) -> ReplacedPlanQuerySet:
        """Also those that are noted from a later day."""
        return self.filter(_not_over("taken_back_on", day))


@pghistory.track()
class ReplacedPlan(models.Model):
    """A plan elsewhere that this one takes the place of (R85): one of the law's kinds, or named in words."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="replaced", verbose_name="plan")
    person = models.ForeignKey(Citizen, models.PROTECT, related_name="+", verbose_name="hvis plan")
    kind = models.ForeignKey(
        PlanKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="plan efter loven"
    )
    name = models.CharField("hvilken plan", max_length=120)
    system = models.CharField("hvor den lå", max_length=80, blank=True)
    replaced_on = models.DateField("erstattet")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noteret af"
    )
    taken_back_on = models.DateField("gælder igen for sig", null=True, blank=True)
    taken_back_why = models.CharField("hvorfor", max_length=200, blank=True)

    objects = ReplacedPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "plan, der er erstattet"
        verbose_name_plural = "planer, der er erstattet"
        ordering = ["replaced_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="replaced_plan_once",
                fields=["plan", "person", "name"],
                condition=Q(taken_back_on=None),
                violation_error_message="Den plan er allerede noteret som erstattet.",
            ),
            models.CheckConstraint(
                name="replaced_plan_ends_after_start",
                condition=Q(taken_back_on=None) | Q(taken_back_on__gte=F("replaced_on")),
                violation_error_message="Den kan ikke gælde igen, før den blev erstattet.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OnePlanYesQuerySet(models.QuerySet["OnePlanYes"]):
    def visible_to(self, user: User) -> OnePlanYesQuerySet:
        return self.filter(may_know(user, course=COURSE, person="person_id"))

    def standing(self) -> OnePlanYesQuerySet:
        return self.filter(withdrawn_on=None)

    def on(self, day: date) -> OnePlanYesQuerySet:
        return self.filter(_not_over("withdrawn_on", day), said_on__lte=day)


@pghistory.track()
class OnePlanYes(models.Model):
    """A yes to one plan instead of several; without it each law's plan is made by itself."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="one_plan", verbose_name="plan")
    person = models.ForeignKey(Citizen, models.PROTECT, related_name="+", verbose_name="hvis plan")
    said_by = models.ForeignKey(Citizen, models.PROTECT, related_name="+", verbose_name="hvem siger ja")
    capacity = models.CharField("siger ja", max_length=14, choices=Consent.Capacity)
    way = models.CharField("hvordan", max_length=10, choices=Consent.Way)
    said_on = models.DateField("dato")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noteret af"
    )
    withdrawn_on = models.DateField("trukket tilbage", null=True, blank=True)

    objects = OnePlanYesQuerySet.as_manager()

    class Meta:
        verbose_name = "ja til én plan"
        verbose_name_plural = "ja til én plan"
        ordering = ["said_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="one_plan_yes_once",
                fields=["plan", "person", "said_by"],
                condition=Q(withdrawn_on=None),
                violation_error_message="Der er allerede sagt ja til én plan.",
            ),
            models.CheckConstraint(
                name="one_plan_withdrawn_after_it_was_said",
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("said_on")),
                violation_error_message="Ja'et kan ikke trækkes tilbage, før det er givet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said_by} {self.said_on}"
