from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from borgerforloeb.accounts.models import User
from plans.models.goal import Goal, Intervention, SubGoal
from plans.models.plan import Plan
from roles.permissions import coordinates, may_read

COURSE = "plan__course_id"


class AdjustmentRequestQuerySet(models.QuerySet["AdjustmentRequest"]):
    def visible_to(self, user: User) -> AdjustmentRequestQuerySet:
        """To those who may read the goal that it stands on, and the help whose hours it is about."""
        of_the_help = Q(intervention=None) | Q(may_read(user, course=COURSE, row="intervention__"))
        return self.filter(may_read(user, course=COURSE, row="goal__"), of_the_help)

    def open(self) -> AdjustmentRequestQuerySet:
        return self.filter(status=AdjustmentRequest.Status.OPEN)

    def waiting_for(self, user: User) -> AdjustmentRequestQuerySet:
        mine = coordinates(user, course=COURSE)
        return self.open().visible_to(user).filter(mine).exclude(proposed_by=user.pk)


@pghistory.track()
class AdjustmentRequest(models.Model):
    """Forslag: who helps the citizen asks for other words or other hours, and the coordinator answers (R18).

    It is read by those who may read the goal, so it has neither person nor field of its own.
    """

    class Kind(models.TextChoices):
        WORDS = "words", "målets ord"
        STEP = "step", "delmål"
        HOURS = "hours", "timer om ugen"

    class Status(models.TextChoices):
        OPEN = "open", "venter på svar"
        ACCEPTED = "accepted", "ja"
        CHANGED = "changed", "ja, med en ændring"
        DECLINED = "declined", "nej"
        WITHDRAWN = "withdrawn", "trukket tilbage"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="adjustments", verbose_name="plan")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="adjustments", verbose_name="mål")
    kind = models.CharField("hvad det gælder", max_length=5, choices=Kind)
    # A step that is taken away is missing here; one that is new was never there, and nothing stood before.
    subgoal = models.ForeignKey(
        SubGoal, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="delmål"
    )
    intervention = models.ForeignKey(
        Intervention,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="adjustments",
        verbose_name="indsats",
    )
    # Words, or hours as their column writes them.
    before = models.CharField("det stod der", max_length=300, blank=True)
    after = models.CharField("det foreslås", max_length=300)
    why = models.TextField("hvorfor", max_length=1000)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="foreslået af"
    )
    proposed_at = models.DateTimeField("foreslået")
    status = models.CharField("svar", max_length=9, choices=Status, default=Status.OPEN)
    result = models.CharField("det blev til", max_length=300, blank=True)
    reason = models.CharField("hvorfor det svar", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="besvaret af"
    )
    answered_at = models.DateTimeField("besvaret", null=True, blank=True)

    objects = AdjustmentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "forslag"
        verbose_name_plural = "forslag"
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="adjustment_is_about_one_thing",
                condition=Q(kind="words", subgoal=None, intervention=None)
                | Q(kind="step", intervention=None)
                | Q(kind="hours", subgoal=None, intervention__isnull=False),
            ),
            models.CheckConstraint(
                name="adjustment_of_hours_is_a_number",
                condition=~Q(kind="hours") | Q(after__regex=r"^\d{1,3}\.\d\d$"),
                violation_error_message="Skriv timerne som et tal.",
            ),
            models.CheckConstraint(
                name="adjustment_answered_by_somebody",
                condition=Q(status="open", answered_by=None, answered_at=None)
                | (~Q(status="open") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="adjustment_declined_with_reason",
                condition=~Q(status="declined") | ~Q(reason=""),
                violation_error_message="Skriv hvorfor.",
            ),
            models.CheckConstraint(
                name="adjustment_followed_has_result",
                condition=~Q(status__in=["accepted", "changed"]) | ~Q(result=""),
                violation_error_message="Skriv, hvad der skal stå.",
            ),
        ]
        indexes = [
            models.Index(fields=["plan"], name="adjustment_waiting", condition=Q(status="open")),
        ]

    def __str__(self) -> str:
        return f"forslag {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN
