"""Afgørelser: what an authority has decided for a citizen. The plan is not the decision, and rests on it."""

from __future__ import annotations

from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Confidential, Course
from borgerforloeb.law.models import Act, Section
from roles.permissions import may_read

# What has been decided is never rewritten: a new decision takes its place.
WHAT_WAS_DECIDED = (
    "course_id", "person_id", "section_id", "what", "outcome", "reasons", "hours_per_week", "starts_on",
    "ends_on", "heard_on", "heard_words", "not_heard_why", "childs_view", "decided_on", "decided_by_id",
    "replaces_id",
)  # fmt: skip


class AuthorityQuerySet(models.QuerySet["Authority"]):
    def by(self, section: Section) -> AuthorityQuerySet:
        """By law and paragraph as they are called: a change of the rule takes it from nobody."""
        whole_or_this = Q(section=None) | Q(section__number=section.number)
        return self.filter(whole_or_this, act__code=section.act.code)

    def not_over(self, on: date) -> AuthorityQuerySet:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def in_force(self, on: date) -> AuthorityQuerySet:
        return self.not_over(on).filter(starts_on__lte=on)


@pghistory.track()
class Authority(models.Model):
    """Who may decide by which law, whatever unit that law used to belong to (R15, R36). Both days count."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="authorities", verbose_name="medarbejder"
    )
    act = models.ForeignKey(Act, models.PROTECT, related_name="+", verbose_name="lov")
    # Empty: by all of the act.
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kun paragraffen"
    )
    starts_on = models.DateField("fra")
    ends_on = models.DateField("til og med", null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="givet af"
    )
    why = models.CharField("hvorfor", max_length=200)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "kompetence til at afgøre"
        verbose_name_plural = "kompetencer til at afgøre"
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="authority_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Kompetencen kan ikke ophøre, før den begynder.",
            ),
            models.CheckConstraint(
                name="authority_is_given_by_another",
                condition=~Q(user=F("given_by")),
                violation_error_message="Ingen kan give sig selv kompetence.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.section or self.act)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User) -> DecisionQuerySet:
        return self.filter(may_read(user))

    def decided(self) -> DecisionQuerySet:
        return self.exclude(status=Decision.Status.DRAFT)

    def granting(self, on: date) -> DecisionQuerySet:
        """Not over and not replaced yet; what was granted under an older rule still holds."""
        standing = Q(replaced_by=None) | Q(replaced_by__status=Decision.Status.DRAFT)
        standing |= Q(replaced_by__starts_on__gt=on)
        granted = self.decided().filter(standing, outcome__in=Decision.GRANTING)
        return granted.filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def in_force(self, on: date) -> DecisionQuerySet:
        return self.granting(on).filter(Q(starts_on=None) | Q(starts_on__lte=on))


@pghistory.track()
class Decision(Confidential):
    class Status(models.TextChoices):
        DRAFT = "draft", "kladde"
        DECIDED = "decided", "truffet"
        TOLD = "told", "meddelt"

    class Outcome(models.TextChoices):
        GRANTED = "granted", "bevilget"
        PARTLY = "partly", "delvist bevilget"
        REFUSED = "refused", "afslag"

    class Way(models.TextChoices):
        LETTER = "letter", "brev"
        DIGITAL = "digital", "Digital Post"
        ORAL = "oral", "mundtligt, og i brev bagefter"

    GRANTING = (Outcome.GRANTED, Outcome.PARTLY)

    course = models.ForeignKey(Course, models.PROTECT, related_name="decisions", verbose_name="forløb")
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name="paragraf")
    what = models.CharField("hvad der er afgjort", max_length=200)
    outcome = models.CharField("udfald", max_length=8, choices=Outcome)
    reasons = models.TextField("begrundelse", max_length=8000, blank=True)
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
    # FVL § 19: heard, or why it was not needed.
    heard_on = models.DateField("partshørt", null=True, blank=True)
    heard_words = models.TextField("hvad borgeren svarede", max_length=4000, blank=True)
    not_heard_why = models.CharField("hvorfor ikke partshørt", max_length=300, blank=True)
    # BL § 5: before every decision about a child.
    childs_view = models.TextField("barnets syn", max_length=4000, blank=True)
    status = models.CharField("tilstand", max_length=8, choices=Status, default=Status.DRAFT)
    decided_on = models.DateField("truffet", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="truffet af",
    )
    told_on = models.DateField("meddelt", null=True, blank=True)
    told_way = models.CharField("hvordan", max_length=8, choices=Way, blank=True)
    complaint_until = models.DateField("klagefrist", null=True, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="træder i stedet for",
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="skrevet af"
    )
    version = models.PositiveIntegerField("gemt gang", default=0)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "afgørelse"
        verbose_name_plural = "afgørelser"
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(name="decision_is_about_a_person", condition=Q(person__isnull=False)),
            models.CheckConstraint(
                name="decision_ends_after_start",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Det kan ikke ophøre, før det begynder.",
            ),
            models.CheckConstraint(
                name="decision_decided_by_somebody_with_reasons",
                condition=Q(status="draft")
                | Q(decided_on__isnull=False, decided_by__isnull=False) & ~Q(reasons=""),
                violation_error_message="En afgørelse har en begrundelse, en dag og en, der har truffet den.",
            ),
            models.CheckConstraint(
                name="decision_told_with_a_day",
                condition=~Q(status="told")
                | Q(told_on__isnull=False, complaint_until__isnull=False) & ~Q(told_way=""),
                violation_error_message="Skriv, hvornår og hvordan afgørelsen er meddelt.",
            ),
        ]
        indexes = [models.Index(fields=["course", "person"], name="decision_of_a_person")]
        triggers = [
            pgtrigger.Protect(
                name="decided_is_not_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status <> 'draft' AND ("
                    + " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in WHAT_WAS_DECIDED)
                    + ")"
                ),
            ),
            pgtrigger.Protect(
                name="decided_is_not_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status <> 'draft'"),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("decisions:decision", args=[self.course_id, self.pk])

    def is_over(self, on: date) -> bool:
        return self.ends_on is not None and self.ends_on < on

    @property
    def replaced_from(self) -> date | None:
        """The first day of the one that takes its place; a draft that is to do so does not yet."""
        later = getattr(self, "replaced_by", None)
        return None if later is None or later.is_draft else later.starts_on or later.decided_on

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    def holds(self, on: date) -> bool:
        """As `granting` says of many."""
        replaced_from = self.replaced_from
        is_replaced = replaced_from is not None and replaced_from <= on
        return (
            not self.is_draft and self.outcome in self.GRANTING and not self.is_over(on) and not is_replaced
        )
