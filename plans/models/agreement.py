from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Confidential, NetworkPerson
from plans.models.goal import Goal
from plans.models.plan import Plan
from roles.permissions import may_read


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: User) -> AgreementQuerySet:
        return self.filter(may_read(user, course="plan__course_id"))

    def open(self) -> AgreementQuerySet:
        return self.filter(status=Agreement.Status.OPEN)


@pghistory.track()
class Agreement(Confidential):
    """Aftale: one person does one thing by a day; the citizen may be that person, maybe on a condition."""

    class Status(models.TextChoices):
        OPEN = "open", "aftalt"
        DONE = "done", "gjort"
        CANCELLED = "cancelled", "aflyst"

    class Weeks(models.IntegerChoices):
        EACH = 1, "hver uge"
        SECOND = 2, "hver anden uge"
        FOURTH = 4, "hver fjerde uge"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="agreements", verbose_name="plan")
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name="mål"
    )
    what = models.CharField("hvad", max_length=300)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="medarbejder",
    )
    citizen = models.ForeignKey(
        Citizen, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="borger"
    )
    network_person = models.ForeignKey(
        NetworkPerson, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="i netværket"
    )
    due_on = models.DateField("hvornår", null=True, blank=True)
    due_words = models.CharField("hvornår, med ord", max_length=80, blank=True)
    condition = models.CharField("kun hvis", max_length=300, blank=True)
    reward = models.CharField("belønning", max_length=120, blank=True)
    reward_kr = models.PositiveIntegerField(
        "kroner hver gang", null=True, blank=True, validators=[MaxValueValidator(99_999)]
    )
    looked_at_every = models.PositiveSmallIntegerField("vi ser på den", null=True, blank=True, choices=Weeks)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.OPEN)
    done_on = models.DateField("gjort", null=True, blank=True)
    outcome = models.CharField("hvordan gik det", max_length=300, blank=True)
    agreed_on = models.DateField("aftalt")
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skrevet af"
    )
    version = models.PositiveIntegerField("gemt gang", default=0)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "aftale"
        verbose_name_plural = "aftaler"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="agreement_has_one_who",
                condition=Q(user__isnull=False, citizen=None, network_person=None)
                | Q(user=None, citizen__isnull=False, network_person=None)
                | Q(user=None, citizen=None, network_person__isnull=False),
                violation_error_message="Vælg én, der har aftalen.",
            ),
            models.CheckConstraint(
                name="agreement_reward_for_a_condition",
                condition=Q(reward="", reward_kr=None, looked_at_every=None) | ~Q(condition=""),
                violation_error_message="Skriv først, hvad der skal holdes, for at aftalen gælder.",
            ),
            models.CheckConstraint(
                name="agreement_done_with_date",
                condition=~Q(status="done") | Q(done_on__isnull=False),
                violation_error_message="Skriv, hvornår det blev gjort.",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="agreement_due", condition=Q(status="open")),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def who(self) -> str:
        holder = self.user or self.citizen or self.network_person
        return holder.name if holder else ""
