from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Domain
from plans import week
from plans.models.goal import Goal
from plans.models.placement import TakenBack
from plans.models.plan import Plan
from roles.permissions import may_read

COURSE = "plan__course_id"


class WeeklySlotQuerySet(models.QuerySet["WeeklySlot"]):
    def visible_to(self, user: User) -> WeeklySlotQuerySet:
        """What stands on a goal is never read by somebody who may not read the goal itself."""
        on_a_readable_goal = Q(goal=None) | Q(may_read(user, course=COURSE, row="goal__"))
        return self.filter(may_read(user, course=COURSE), on_a_readable_goal)

    def standing(self) -> WeeklySlotQuerySet:
        return self.filter(taken_back_on=None)


@pghistory.track()
class WeeklySlot(TakenBack):
    """Fast tid: what a person of the course does at the same hours every week, asked for or chosen."""

    class Kind(models.TextChoices):
        DEMAND = week.Kind.DEMAND.value, "skal"
        CHOICE = week.Kind.CHOICE.value, "vælger selv"
        # Of a child: asks nothing of it, but that somebody is there.
        CHILD = week.Kind.CHILD.value, "barnet skal have en voksen hjemme"

    domain = models.CharField("område", max_length=12, choices=Domain, default=Domain.COMMON)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="weekly_slots", verbose_name="plan")
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="weekly_slots", verbose_name="mål"
    )
    kind = models.CharField("slags", max_length=6, choices=Kind, default=Kind.DEMAND)
    what = models.CharField("hvad", max_length=120)
    weekday = models.PositiveSmallIntegerField("ugedag")
    starts_at = models.TimeField("fra klokken")
    # No later than it begins: the day after.
    ends_at = models.TimeField("til klokken")
    starts_on = models.DateField("første gang")
    ends_on = models.DateField("sidste gang", null=True, blank=True)
    at_home = models.BooleanField("foregår hjemme", default=False)
    place = models.CharField("sted", max_length=160, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="medarbejder",
    )
    contact_name = models.CharField("en anden kontaktperson", max_length=120, blank=True)
    version = models.PositiveIntegerField("gemt gang", default=0)

    objects = WeeklySlotQuerySet.as_manager()

    class Meta(TakenBack.Meta):
        abstract = False
        verbose_name = "fast tid"
        verbose_name_plural = "faste tider"
        ordering = ["weekday", "starts_at", "id"]
        constraints = [
            *TakenBack.Meta.constraints,
            models.CheckConstraint(name="weeklyslot_on_a_weekday", condition=Q(weekday__range=(1, 7))),
            models.CheckConstraint(
                name="weeklyslot_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Den sidste gang kan ikke ligge før den første.",
            ),
            models.CheckConstraint(
                name="weeklyslot_with_one_contact",
                condition=Q(user=None) | Q(contact_name=""),
                violation_error_message="Vælg en medarbejder, eller skriv et navn. Ikke begge dele.",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def as_value(self) -> week.Slot:
        return week.Slot(
            person=self.person_id,
            what=self.what,
            weekday=self.weekday,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            kind=week.Kind(self.kind),
            at_home=self.at_home,
            contact=self.user.name if self.user else self.contact_name,
            key=self.pk,
        )
