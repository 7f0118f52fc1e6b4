from __future__ import annotations

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from borgerforloeb.accounts.models import User
from plans.models.agreement import Agreement
from plans.models.noted import NotedDown
from roles.permissions import may_read


class LookQuerySet(models.QuerySet["AgreementLook"]):
    def visible_to(self, user: User) -> LookQuerySet:
        """As the agreement itself: what is seen of a promise says what was promised."""
        return self.filter(may_read(user, course="agreement__plan__course_id", row="agreement__"))

    def standing(self) -> LookQuerySet:
        return self.filter(taken_back_on=None)


@pghistory.track()
class AgreementLook(NotedDown):
    """One day on which a conditional agreement was looked at: was it kept, and was the reward given (R76)?"""

    class Kept(models.TextChoices):
        YES = "yes", "holdt"
        PARTLY = "partly", "delvist holdt"
        NO = "no", "ikke holdt"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="looks", verbose_name="aftale")
    on = models.DateField("dag")
    kept = models.CharField("blev betingelsen holdt", max_length=6, choices=Kept)
    words = models.CharField("med ord", max_length=300, blank=True)
    reward_given = models.BooleanField("belønningen er givet", default=False)
    given_kr = models.PositiveIntegerField(
        "kroner givet", null=True, blank=True, validators=[MaxValueValidator(99_999)]
    )

    objects = LookQuerySet.as_manager()

    class Meta(NotedDown.Meta):
        verbose_name = "set på aftalen"
        verbose_name_plural = "set på aftalen"
        ordering = ["-on", "-id"]
        constraints = [
            *NotedDown.Meta.constraints,
            models.UniqueConstraint(
                fields=["agreement", "on"],
                condition=Q(taken_back_on=None),
                name="agreementlook_once_a_day",
                violation_error_message="Aftalen er allerede set på den dag.",
            ),
            models.CheckConstraint(
                name="agreementlook_money_was_given",
                condition=Q(given_kr=None) | Q(reward_given=True),
                violation_error_message="Skriv kun et beløb, når belønningen er givet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y}"
