from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Domain
from plans.models.placement import TakenBack
from plans.models.plan import Plan
from roles.permissions import is_told, may_read

COURSE = "plan__course_id"


class StoryQuerySet(models.QuerySet["StoryPart"]):
    def visible_to(self, user: User) -> StoryQuerySet:
        """What the citizen has approved; before that, the two who write it down with the citizen alone."""
        approved = Q(approved_on__isnull=False)
        return self.filter(may_read(user, course=COURSE), approved | Q(is_told(user, course=COURSE)))

    def approved(self) -> StoryQuerySet:
        return self.filter(approved_on__isnull=False)


@pghistory.track()
class StoryPart(TakenBack):
    """En del af *Min historie*: told once by the citizen, approved by the citizen, shared part by part."""

    class Way(models.TextChoices):
        ALOUD = "aloud", "læst op"
        HERSELF = "herself", "læst selv"

    domain = models.CharField("område", max_length=12, choices=Domain, default=Domain.COMMON)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="story", verbose_name="plan")
    heading = models.CharField("overskrift", max_length=120)
    text = models.TextField("tekst", max_length=6000)
    approved_on = models.DateField("godkendt", null=True, blank=True)
    approved_way = models.CharField("hvordan", max_length=8, choices=Way, blank=True)
    approval_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="noteret af"
    )
    version = models.PositiveIntegerField("gemt gang", default=0)

    objects = StoryQuerySet.as_manager()

    class Meta(TakenBack.Meta):
        verbose_name = "del af historien"
        verbose_name_plural = "dele af historien"
        ordering = ["id"]
        constraints = [
            *TakenBack.Meta.constraints,
            models.CheckConstraint(
                name="story_approved_on_a_day_in_a_way",
                condition=Q(approved_on=None, approved_way="", approval_noted_by=None)
                | Q(approved_on__isnull=False, approval_noted_by__isnull=False) & ~Q(approved_way=""),
            ),
            models.CheckConstraint(
                name="story_taken_back_is_not_approved",
                condition=Q(taken_back_on=None) | Q(approved_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def is_approved(self) -> bool:
        return self.approved_on is not None


class AskedQuerySet(models.QuerySet["StoryAsked"]):
    def visible_to(self, user: User) -> AskedQuerySet:
        """What is about a part is never read by somebody who may not read the part."""
        about = Q(part=None) | Q(may_read(user, course=COURSE, row="part__"))
        return self.filter(may_read(user, course=COURSE), about)

    def standing(self) -> AskedQuerySet:
        return self.filter(taken_back_on=None)


@pghistory.track()
class StoryAsked(TakenBack):
    """Somebody asked again for what had been told: which part, or all of it."""

    domain = models.CharField("område", max_length=12, choices=Domain, default=Domain.COMMON)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="asked_again", verbose_name="plan")
    part = models.ForeignKey(
        StoryPart, models.PROTECT, null=True, blank=True, related_name="asked_again", verbose_name="del"
    )
    asked_by = models.CharField("hvem spurgte", max_length=120)
    on = models.DateField("dag")

    objects = AskedQuerySet.as_manager()

    class Meta(TakenBack.Meta):
        verbose_name = "spurgt igen"
        verbose_name_plural = "spurgt igen"
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.asked_by
