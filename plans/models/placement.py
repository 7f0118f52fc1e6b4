from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Confidential, Domain
from plans.models.goal import Goal
from plans.models.noted import NotedDown
from plans.models.plan import Plan
from roles.permissions import may_read

COURSE = "plan__course_id"
FULL_TIME = 37
Step = tuple[date, Decimal]


class TakenBack(Confidential, NotedDown):
    """What was noted of a person; of the field employment unless it says more."""

    domain = models.CharField("område", max_length=12, choices=Domain, default=Domain.EMPLOYMENT)

    class Meta:
        abstract = True
        constraints = [
            *NotedDown.Meta.constraints,
            models.CheckConstraint(name="%(class)s_is_of_a_person", condition=Q(person__isnull=False)),
        ]


class PlacementQuerySet(models.QuerySet["Placement"]):
    def visible_to(self, user: User) -> PlacementQuerySet:
        """What stands on a goal is never read by somebody who may not read the goal itself."""
        on_a_readable_goal = Q(goal=None) | Q(may_read(user, course=COURSE, row="goal__"))
        return self.filter(may_read(user, course=COURSE), on_a_readable_goal)

    def standing(self) -> PlacementQuerySet:
        return self.filter(taken_back_on=None)


@pghistory.track()
class Placement(TakenBack):
    """Praktik: where a person of the course is at work, what for and with which support (R11)."""

    class Kind(models.TextChoices):
        TASTER = "taster", "snusepraktik"
        WORK = "work", "virksomhedspraktik"
        SUBSIDISED = "subsidised", "løntilskud"
        ORDINARY = "ordinary", "ordinære timer"
        FLEX = "flex", "fleksjob"

    class Outcome(models.TextChoices):
        JOB = "job", "job"
        EDUCATION = "education", "uddannelse"
        GOES_ON = "goes_on", "fortsætter på en anden måde"
        FINISHED = "finished", "gennemført"
        STOPPED = "stopped", "stoppet før tid"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="placements", verbose_name="plan")
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="placements", verbose_name="mål"
    )
    kind = models.CharField("slags", max_length=10, choices=Kind, default=Kind.WORK)
    company = models.CharField("virksomhed", max_length=160)
    # Somebody who has not asked to stand in a plan: on paper only for whoever is to call.
    contact_name = models.CharField("kontakt på stedet", max_length=120, blank=True)
    contact_phone = models.CharField("kontaktens telefon", max_length=30, blank=True)
    purpose = models.TextField("formål", max_length=1000, blank=True)
    support = models.TextField("støtte", max_length=1000, blank=True)
    starts_on = models.DateField("fra")
    ends_on = models.DateField("til og med", null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ansvarlig",
    )
    ended_on = models.DateField("sluttede", null=True, blank=True)
    outcome = models.CharField("hvordan endte det", max_length=10, choices=Outcome, blank=True)
    outcome_words = models.CharField("hvordan gik det", max_length=300, blank=True)
    version = models.PositiveIntegerField("gemt gang", default=0)

    objects = PlacementQuerySet.as_manager()

    class Meta(TakenBack.Meta):
        abstract = False
        verbose_name = "praktik"
        verbose_name_plural = "praktikker"
        ordering = ["starts_on", "id"]
        constraints = [
            *TakenBack.Meta.constraints,
            models.CheckConstraint(
                name="placement_ends_after_start",
                condition=(Q(ends_on=None) | Q(ends_on__gte=F("starts_on")))
                & (Q(ended_on=None) | Q(ended_on__gte=F("starts_on"))),
                violation_error_message="Praktikken kan ikke slutte, før den begynder.",
            ),
            models.CheckConstraint(
                name="placement_ended_with_outcome",
                condition=Q(ended_on=None, outcome="") | (Q(ended_on__isnull=False) & ~Q(outcome="")),
                violation_error_message="Skriv både dagen, og hvordan det endte.",
            ),
        ]

    def __str__(self) -> str:
        return self.company

    @property
    def steps(self) -> Sequence[Step]:
        """Hours a week from a day on, the earliest first."""
        return sorted((step.from_on, step.hours) for step in self.hours.all())

    @property
    def last_day(self) -> date | None:
        return self.ended_on or self.ends_on


class PlacementHoursQuerySet(models.QuerySet["PlacementHours"]):
    def visible_to(self, user: User) -> PlacementHoursQuerySet:
        """Read with the placement that they are of."""
        return self.filter(placement__in=Placement.objects.visible_to(user))


@pghistory.track()
class PlacementHours(models.Model):
    """Timetal: how many hours a week from a day on, until the next step or the end."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="hours", verbose_name="praktik")
    from_on = models.DateField("fra")
    hours = models.DecimalField("timer om ugen", max_digits=4, decimal_places=2)

    objects = PlacementHoursQuerySet.as_manager()

    class Meta:
        verbose_name = "timetal i praktik"
        verbose_name_plural = "timetal i praktik"
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="placement_hours_one_a_day",
                fields=["placement", "from_on"],
                violation_error_message="Der står to timetal fra samme dag.",
            ),
            models.CheckConstraint(
                name="placement_hours_within_a_week",
                condition=Q(hours__gt=0, hours__lte=FULL_TIME),
                violation_error_message="Skriv et timetal over 0 og højst 37.",
            ),
        ]

    def __str__(self) -> str:
        return f"timetal {self.pk}"


class EmployerContactQuerySet(models.QuerySet["EmployerContact"]):
    def visible_to(self, user: User) -> EmployerContactQuerySet:
        return self.filter(may_read(user, course=COURSE))

    def standing(self) -> EmployerContactQuerySet:
        return self.filter(taken_back_on=None)


@pghistory.track()
class EmployerContact(TakenBack):
    """Kontakt til en virksomhed: the first one is counted from the day that the course began (R9)."""

    class Kind(models.TextChoices):
        PHONE = "phone", "telefon"
        VISIT = "visit", "besøg"
        MEETING = "meeting", "møde"
        MAIL = "mail", "mail eller brev"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="employer_contacts", verbose_name="plan")
    on = models.DateField("dag")
    company = models.CharField("virksomhed", max_length=160)
    kind = models.CharField("hvordan", max_length=8, choices=Kind, default=Kind.PHONE)
    words = models.CharField("hvad handlede det om", max_length=300, blank=True)

    objects = EmployerContactQuerySet.as_manager()

    class Meta(TakenBack.Meta):
        abstract = False
        verbose_name = "kontakt til en virksomhed"
        verbose_name_plural = "kontakter til virksomheder"
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"kontakt {self.pk}"
