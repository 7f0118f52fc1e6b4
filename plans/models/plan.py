from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Confidential, Course
from roles.permissions import may_read, visible_courses


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> PlanQuerySet:
        return self.filter(course__in=visible_courses(user))


@pghistory.track()
class Plan(models.Model):
    """Borgerens Plan, one per course. Its rows are the working draft; what was agreed is a PlanVersion."""

    class Status(models.TextChoices):
        DRAFT = "draft", "kladde"
        IN_TALK = "in_talk", "til samtale"
        AGREED = "agreed", "gælder"

    course = models.OneToOneField(Course, models.PROTECT, related_name="plan", verbose_name="forløb")
    status = models.CharField("status", max_length=8, choices=Status, default=Status.DRAFT)
    # The number that the draft will have as a version, or, when it is agreed, has.
    number = models.PositiveIntegerField("version", default=1)
    taken_to_talk_on = models.DateField("taget med til samtale", null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "plan"
        verbose_name_plural = "planer"
        constraints = [
            models.CheckConstraint(
                name="plan_in_talk_with_date",
                condition=~models.Q(status="in_talk") | models.Q(taken_to_talk_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Planen for {self.course}"

    def get_absolute_url(self) -> str:
        return reverse("plans:plan", args=[self.course_id])

    @property
    def can_be_written(self) -> bool:
        return self.status != self.Status.AGREED


class PlanSectionQuerySet(models.QuerySet["PlanSection"]):
    def visible_to(self, user: User) -> PlanSectionQuerySet:
        return self.filter(may_read(user, course="plan__course_id"))


@pghistory.track()
class PlanSection(Confidential):
    """One text of the plan; the citizen's own words are marked and kept as they were said (R3)."""

    class Kind(models.TextChoices):
        DREAMS = "dreams", "Mine drømme"
        RESOURCES = "resources", "Det er jeg god til"
        DIFFICULTIES = "difficulties", "Det er svært lige nu"
        OWN_SOLUTION = "own_solution", "Min egen løsning"
        END_GOAL = "end_goal", "Slutmål"
        PURPOSE = "purpose", "Formål"
        NETWORK = "network", "Netværk"

    OWN_WORDS = (Kind.DREAMS, Kind.OWN_SOLUTION)
    LISTS = (Kind.RESOURCES, Kind.DIFFICULTIES)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sections", verbose_name="plan")
    kind = models.CharField("afsnit", max_length=12, choices=Kind)
    text = models.TextField("tekst", max_length=8000, blank=True)
    said_on = models.DateField("sagt eller skrevet", null=True, blank=True)
    written_with = models.CharField("sammen med", max_length=120, blank=True)
    version = models.PositiveIntegerField("gemt gang", default=0)
    updated_at = models.DateTimeField("sidst gemt", auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="sidst gemt af"
    )

    objects = PlanSectionQuerySet.as_manager()

    class Meta:
        verbose_name = "afsnit i planen"
        verbose_name_plural = "afsnit i planen"
        constraints = [
            models.UniqueConstraint(
                name="section_once_per_person",
                fields=["plan", "kind", "person"],
                nulls_distinct=False,
                violation_error_message="Afsnittet findes allerede.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_own_words(self) -> bool:
        return self.kind in self.OWN_WORDS

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]
