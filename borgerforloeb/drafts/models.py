from datetime import datetime
from typing import Any

from django.db import models
from django.db.models.expressions import Combinable

from borgerforloeb.accounts.models import User


class DraftQuerySet(models.QuerySet["Draft"]):
    def half_written(self, user: User | Any, since: datetime | Combinable) -> "DraftQuerySet":
        """What somebody has written and not saved, the latest first."""
        written = self.filter(user=user, sent_at=None, saved_at__gt=since).exclude(sealed="")
        return written.order_by("-saved_at")


class Draft(models.Model):
    """What one person has half written in one form: theirs alone, sealed, until it is saved or thrown away.

    Each drawing of a form has a number of its own, so that two tabs do not write over each other. When what
    stands in it has been saved the row is emptied, and remembers for a day that it was, so that the same form
    sent twice has one effect.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="medarbejder")
    form = models.UUIDField("formular")
    address = models.CharField("adresse", max_length=500)
    # No foreign key: courses lie above. Whoever has lost the course does not find its drafts (row security).
    course_id = models.UUIDField("forløb", null=True)
    sealed = models.TextField("felter, krypteret", blank=True)
    saved_at = models.DateTimeField("gemt", null=True)
    # The page's own count: what was sent first and came last writes over nothing.
    turn = models.BigIntegerField("nummer i rækken", default=0)
    sent_at = models.DateTimeField("sendt", null=True)
    mark = models.CharField("kendetegn for det sendte", max_length=64, blank=True)
    answer = models.CharField("svarets adresse", max_length=500, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "kladde"
        verbose_name_plural = "kladder"
        constraints = [models.UniqueConstraint(name="draft_one_per_form", fields=["user", "form"])]
        indexes = [
            # Asked by each page that holds a form with a long text.
            models.Index(
                name="draft_half_written",
                fields=["user", "address"],
                condition=models.Q(sent_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"kladde {self.pk}"


class HoldingQuerySet(models.QuerySet["Holding"]):
    def in_force(self, at: datetime) -> "HoldingQuerySet":
        return self.filter(until__gt=at).select_related("user", "passed_by")


class Holding(models.Model):
    """Somebody is writing in a form of a row that others may write too: told to them, and in nobody's way.

    It runs out by itself, so that a closed tab or a dead server holds nothing; what it cannot hinder, a save
    that comes late, is answered with both texts.
    """

    course_id = models.UUIDField("forløb")
    address = models.CharField("formularens adresse", max_length=500)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="medarbejder")
    until = models.DateTimeField("til")
    passed_by = models.ForeignKey(
        User, models.CASCADE, related_name="+", null=True, verbose_name="har gemt imens"
    )

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = "skriver her"
        verbose_name_plural = "skriver her"
        constraints = [models.UniqueConstraint(name="holding_one_per_form", fields=["course_id", "address"])]

    def __str__(self) -> str:
        return f"skriver her {self.pk}"


class Presence(models.Model):
    """Somebody has a course's plan open: told to the others of the team, and forgotten when it is closed."""

    course_id = models.UUIDField("forløb")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="medarbejder")
    until = models.DateTimeField("til")

    class Meta:
        verbose_name = "er her"
        verbose_name_plural = "er her"
        constraints = [models.UniqueConstraint(name="presence_one_per_course", fields=["course_id", "user"])]

    def __str__(self) -> str:
        return f"er her {self.pk}"
