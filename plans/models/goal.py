from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Confidential, Domain, NetworkPerson
from borgerforloeb.decisions.models import Decision
from borgerforloeb.law.models import Section
from plans.models.plan import Plan
from roles.permissions import may_read

ONE_TO_TEN = [MinValueValidator(1), MaxValueValidator(10)]


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, user: User) -> GoalQuerySet:
        return self.filter(may_read(user, course="plan__course_id"))

    def open(self) -> GoalQuerySet:
        return self.exclude(status__in=Goal.ENDED)

    def waiting(self) -> GoalQuerySet:
        """For later, and not ended."""
        return self.open().filter(horizon=Goal.Horizon.LATER)


@pghistory.track()
class Goal(Confidential):
    """Indsatsmål: what the citizen wants to reach, in words that the citizen recognises."""

    class Horizon(models.TextChoices):
        NOW = "now", "nu"
        LATER = "later", "senere"

    class Status(models.TextChoices):
        NOT_BEGUN = "not_begun", "ikke begyndt"
        STARTED = "started", "i gang"
        ON_THE_WAY = "on_the_way", "på vej"
        REACHED = "reached", "nået"
        CHANGED = "changed", "ændret"
        GIVEN_UP = "given_up", "opgivet"

    ENDED = (Status.REACHED, Status.CHANGED, Status.GIVEN_UP)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals", verbose_name="plan")
    title = models.CharField("mål", max_length=300)
    why = models.TextField("hvorfor, med borgerens ord", max_length=2000, blank=True)
    with_domains = ArrayField(
        models.CharField(max_length=12, choices=Domain.choices),
        verbose_name="fælles med",
        default=list,
        blank=True,
    )
    horizon = models.CharField("hvornår", max_length=5, choices=Horizon, default=Horizon.NOW)
    position = models.PositiveIntegerField("rækkefølge")
    status = models.CharField("status", max_length=10, choices=Status, default=Status.NOT_BEGUN)
    review_on = models.DateField("vi ser på det", null=True, blank=True)
    citizen_progress = models.PositiveSmallIntegerField(
        "hvor langt, siger borgeren", null=True, blank=True, validators=ONE_TO_TEN
    )
    worker_progress = models.PositiveSmallIntegerField(
        "hvor langt, siger medarbejderen", null=True, blank=True, validators=ONE_TO_TEN
    )
    ended_on = models.DateField("nået, ændret eller opgivet", null=True, blank=True)
    ended_why = models.CharField("hvorfor", max_length=300, blank=True)
    # Of a goal that was taken up again: how it had ended.
    was_status = models.CharField("var før", max_length=10, choices=Status, blank=True)
    was_ended_on = models.DateField("var før nået, ændret eller opgivet", null=True, blank=True)
    was_ended_why = models.CharField("hvorfor dengang", max_length=300, blank=True)
    remind_on = models.DateField("husk mig på det", null=True, blank=True)
    version = models.PositiveIntegerField("gemt gang", default=0)
    updated_at = models.DateTimeField("sidst gemt", auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="sidst gemt af"
    )

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = "mål"
        verbose_name_plural = "mål"
        ordering = ["horizon", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="goal_progress_one_to_ten",
                condition=(Q(citizen_progress=None) | Q(citizen_progress__range=(1, 10)))
                & (Q(worker_progress=None) | Q(worker_progress__range=(1, 10))),
                violation_error_message="Skalaen går fra 1 til 10.",
            ),
            models.CheckConstraint(
                name="goal_reminds_of_what_waits",
                condition=Q(remind_on=None)
                | (Q(horizon="later") & ~Q(status__in=["reached", "changed", "given_up"])),
                violation_error_message="Kun et mål til senere har en dag, hvor I bliver mindet om det.",
            ),
            models.CheckConstraint(
                name="goal_was_ended_on_a_day",
                condition=Q(was_status="", was_ended_on=None)
                | Q(was_status__in=["reached", "changed", "given_up"], was_ended_on__isnull=False),
                violation_error_message="Skriv, hvornår målet var slut.",
            ),
        ]
        indexes = [
            models.Index(fields=["remind_on"], name="goal_remind", condition=Q(remind_on__isnull=False))
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ended(self) -> bool:
        return self.status in self.ENDED

    @property
    def waits(self) -> bool:
        return self.horizon == self.Horizon.LATER and not self.is_ended


def on_a_readable_goal(user: User) -> Func:
    """What stands on a goal is never read by somebody who may not read the goal itself."""
    return may_read(user, course="goal__plan__course_id", row="goal__")


class SubGoalQuerySet(models.QuerySet["SubGoal"]):
    def visible_to(self, user: User) -> SubGoalQuerySet:
        return self.filter(on_a_readable_goal(user))


@pghistory.track()
class SubGoal(models.Model):
    """Delmål: a step on the way, agreed between the citizen and those who help; one of them may take it."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="subgoals", verbose_name="mål")
    text = models.CharField("delmål", max_length=300)
    position = models.PositiveIntegerField("rækkefølge", default=0)
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
    due_on = models.DateField("inden", null=True, blank=True)
    done_on = models.DateField("nået", null=True, blank=True)
    version = models.PositiveIntegerField("gemt gang", default=0)

    objects = SubGoalQuerySet.as_manager()

    class Meta:
        verbose_name = "delmål"
        verbose_name_plural = "delmål"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="subgoal_has_at_most_one_who",
                condition=Q(user=None, citizen=None)
                | Q(user=None, network_person=None)
                | Q(citizen=None, network_person=None),
                violation_error_message="Vælg én, der gør det.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class InterventionQuerySet(models.QuerySet["Intervention"]):
    def visible_to(self, user: User) -> InterventionQuerySet:
        return self.filter(may_read(user, course="goal__plan__course_id"), on_a_readable_goal(user))


@pghistory.track()
class Intervention(Confidential):
    """Indsats: what is done to reach a goal. The section may wait until it is to be decided (R5)."""

    class Status(models.TextChoices):
        IDEA = "idea", "idé"
        APPLIED = "applied", "ansøgt"
        GRANTED = "granted", "bevilget"
        RUNNING = "running", "i gang"
        STOPPED = "stopped", "stoppet"
        ENDED = "ended", "slut"
        REFUSED = "refused", "afslag"

    # An authority has said yes or no, so a section must be named.
    DECIDED = (Status.GRANTED, Status.REFUSED)
    HELPING = (Status.GRANTED, Status.RUNNING)

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="interventions", verbose_name="mål")
    title = models.CharField("indsats", max_length=200)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="paragraf"
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="afgørelse"
    )
    provider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hvem"
    )
    provider_name = models.CharField("hvem, uden for systemet", max_length=160, blank=True)
    hours_per_week = models.DecimalField(
        "timer om ugen",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    starts_on = models.DateField("fra", null=True, blank=True)
    ends_on = models.DateField("til og med", null=True, blank=True)
    status = models.CharField("status", max_length=8, choices=Status, default=Status.IDEA)
    yearly_cost = models.PositiveIntegerField("pris om året i kr.", null=True, blank=True)
    version = models.PositiveIntegerField("gemt gang", default=0)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        verbose_name = "indsats"
        verbose_name_plural = "indsatser"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="intervention_ends_after_start",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Indsatsen kan ikke slutte, før den begynder.",
            ),
            models.CheckConstraint(
                name="intervention_decided_with_section",
                condition=~Q(status__in=["granted", "refused"]) | Q(section__isnull=False),
                violation_error_message="Vælg en paragraf, før indsatsen bevilges eller afslås.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        return self.provider.name if self.provider else self.provider_name
