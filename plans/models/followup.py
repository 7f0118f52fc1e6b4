from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from borgerforloeb.accounts.models import User
from borgerforloeb.law.models import Section
from plans.models.plan import Plan
from roles.permissions import visible_courses


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> FollowUpQuerySet:
        return self.filter(plan__course__in=visible_courses(user))

    def open(self) -> FollowUpQuerySet:
        return self.filter(done_on=None)

    def held(self) -> FollowUpQuerySet:
        """The latest first."""
        return self.filter(done_on__isnull=False).order_by("-done_on", "-id")


@pghistory.track()
class FollowUp(models.Model):
    """Opfølgning: one look at the plan that may count for several laws (R37). Its rhythm has a reason."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="followups", verbose_name="plan")
    due_on = models.DateField("senest")
    reason = models.CharField("hvorfor da", max_length=300)
    sections = models.ManyToManyField(Section, related_name="+", blank=True, verbose_name="dækker")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ansvarlig"
    )
    done_on = models.DateField("holdt", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="holdt af",
    )
    does_it_work = models.TextField("virker indsatsen", max_length=4000, blank=True)
    right_things = models.TextField("gør vi det rigtige", max_length=4000, blank=True)
    done_right = models.TextField("gør vi det rigtigt", max_length=4000, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "opfølgning"
        verbose_name_plural = "opfølgninger"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="followup_one_next_per_plan",
                fields=["plan"],
                condition=Q(done_on=None),
                violation_error_message="Planen har allerede en næste opfølgning.",
            ),
            models.CheckConstraint(
                name="followup_done_by_someone",
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="followup_due", condition=Q(done_on=None))]

    def __str__(self) -> str:
        return f"opfølgning {self.due_on}"
