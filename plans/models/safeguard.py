from __future__ import annotations

from datetime import date, timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Confidential, NetworkPerson
from plans.models.plan import Plan
from roles.permissions import may_read


class SafeguardQuerySet(models.QuerySet["Safeguard"]):
    def visible_to(self, user: User) -> SafeguardQuerySet:
        return self.filter(may_read(user, course="plan__course_id"))

    def open(self) -> SafeguardQuerySet:
        return self.filter(ended_on=None)

    def not_over(self, on: date) -> SafeguardQuerySet:
        """To be kept on that day: it runs out by itself, whether or not somebody has said a word."""
        return self.open().filter(Q(until_on=None) | Q(until_on__gte=on))


@pghistory.track()
class Safeguard(Confidential):
    """Hensyn: something that is to be left in peace (fredet), until somebody has looked at it again (R74)."""

    class State(models.TextChoices):
        """Of a day, and never stored."""

        HOLDS = "holds", "gælder"
        REVIEW = "review", "skal ses efter"
        OVER = "over", "udløbet"
        ENDED = "ended", "slut"

    # So long before the day it is told that it is to be looked at: there is time to ask the citizen first.
    NOTICE = timedelta(days=7)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="safeguards", verbose_name="plan")
    what = models.CharField("hvad skal være i fred", max_length=300)
    why = models.CharField("hvorfor", max_length=300)
    agreed_with = models.CharField("aftalt med", max_length=120)
    agreed_on = models.DateField("aftalt")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ansvarlig"
    )
    # A private person hears of nothing but what names her.
    network_person = models.ForeignKey(
        NetworkPerson,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="skal også vide det",
    )
    review_on = models.DateField("ses efter")
    until_on = models.DateField("til og med", null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skrevet af"
    )
    ended_on = models.DateField("slut", null=True, blank=True)
    ended_why = models.CharField("hvorfor slut", max_length=300, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="afsluttet af"
    )
    version = models.PositiveIntegerField("gemt gang", default=0)

    objects = SafeguardQuerySet.as_manager()

    class Meta:
        verbose_name = "hensyn"
        verbose_name_plural = "hensyn"
        ordering = ["review_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="safeguard_reviewed_while_it_holds",
                condition=Q(review_on__gte=F("agreed_on"))
                & (Q(until_on=None) | Q(until_on__gte=F("review_on"))),
                violation_error_message="Se efter det, før det udløber, og ikke før det blev aftalt.",
            ),
            models.CheckConstraint(
                name="safeguard_ended_with_a_word",
                condition=Q(ended_on=None, ended_by=None, ended_why="")
                | Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
                violation_error_message="Skriv et ord om hvorfor.",
            ),
            models.CheckConstraint(
                name="safeguard_in_the_network_is_for_all",
                condition=Q(network_person=None) | Q(level="common", person__isnull=False),
                violation_error_message="Det, som en i netværket skal vide, kan ikke være for de få alene.",
            ),
        ]
        indexes = [models.Index(fields=["review_on"], name="safeguard_review", condition=Q(ended_on=None))]

    def __str__(self) -> str:
        return self.what

    @property
    def has_ended(self) -> bool:
        return self.ended_on is not None

    def state(self, today: date) -> Safeguard.State:
        if self.has_ended:
            return self.State.ENDED
        return self.open_state(self.review_on, self.until_on, today)

    @classmethod
    def open_state(cls, review_on: date, until_on: date | None, today: date) -> Safeguard.State:
        if until_on is not None and until_on < today:
            return cls.State.OVER
        return cls.State.REVIEW if review_on <= today else cls.State.HOLDS
