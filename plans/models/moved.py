from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Confidential, Course
from plans.models.goal import Goal
from roles.permissions import may_read


class MovedTextQuerySet(models.QuerySet["MovedText"]):
    def visible_to(self, user: User) -> MovedTextQuerySet:
        """As the text itself was: what stood on a goal is told of to those who may read the goal."""
        goals = Goal.objects.visible_to(user).filter(pk=OuterRef("goal_id"))
        return self.filter(may_read(user), Q(goal=None) | Exists(goals))

    def away(self) -> MovedTextQuerySet:
        return self.filter(way=MovedText.Way.AWAY)


class MovedText(Confidential):
    """That a text stood in the wrong place and was moved: one row in each of the two courses, neither of
    which names the other. Nothing of what it said; the text itself is in its new place alone."""

    class Way(models.TextChoices):
        AWAY = "away", "flyttet herfra"
        HERE = "here", "flyttet hertil"

    class Kind(models.TextChoices):
        NOTE = "note", "note"
        POINT = "point", "punkt til et møde"

    class Why(models.TextChoices):
        CITIZEN = "citizen", "Teksten handler om en anden borger"
        MEMBER = "member", "Teksten handler om en anden i familien"
        COURSE = "course", "Teksten hører til i et andet forløb eller på et andet mål"

    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name="forløb")
    way = models.CharField("hvilken vej", max_length=4, choices=Way)
    kind = models.CharField("slags tekst", max_length=5, choices=Kind)
    # Which row it is: found again when the same form is sent twice.
    key = models.BigIntegerField("nummer")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="+", verbose_name="mål")
    # No foreign key: meetings lie above.
    meeting_id = models.BigIntegerField("møde", null=True)
    why = models.CharField("hvorfor", max_length=7, choices=Why)
    since = models.DateTimeField("stod der fra", null=True)
    # Who opened the wrong course meanwhile, counted from the log: for whoever judges whether it was a breach.
    readers = models.PositiveIntegerField("medarbejdere, der åbnede forløbet imens")
    moved_at = models.DateTimeField("flyttet")
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="flyttet af"
    )

    objects = MovedTextQuerySet.as_manager()

    class Meta:
        verbose_name = "flyttet tekst"
        verbose_name_plural = "flyttede tekster"
        ordering = ["-moved_at", "-id"]
        indexes = [models.Index(fields=["course", "-moved_at"], name="moved_text_of_course")]

    def __str__(self) -> str:
        return f"{self.kind} {self.way}"

    @property
    def is_away(self) -> bool:
        return self.way == self.Way.AWAY
