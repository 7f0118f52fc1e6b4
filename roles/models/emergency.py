"""Nødadgang: a course that somebody on duty opened alone, and what somebody else thought of it afterwards."""

from datetime import date

import pghistory
from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q

from borgerforloeb.accounts.models import OrgUnit
from borgerforloeb.citizens.models import Course
from borgerforloeb.law.workdays import working_days_after
from roles.models.assignment import Assignment
from roles.models.judging import Judged

ANSWERED_WITHIN = 5
SHORTEST_REASON = 20


def due_after(day: date) -> date:
    return working_days_after(day, ANSWERED_WITHIN)


class Urgency(models.TextChoices):
    LIFE = "life", "fare for liv eller helbred"
    HERE_NOW = "here_now", "borgeren er her nu"
    AUTHORITY = "authority", "akut henvendelse fra anden myndighed"
    OTHER = "other", "andet"


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    def unjudged(self) -> "EmergencyAccessQuerySet":
        return self.filter(verdict="")


@pghistory.track()
class EmergencyAccess(Judged):
    """Why a course was opened without an assignment, until when, and the verdict of somebody else.

    The number and the unit stand here for the leaders who judge it: they have no way into the course.
    """

    class Verdict(models.TextChoices):
        JUSTIFIED = "justified", "berettiget"
        NOT_JUSTIFIED = "not_justified", "ikke berettiget"
        NEEDS_TALK = "needs_talk", "skal tales igennem"

    assignment = models.OneToOneField(
        Assignment, models.PROTECT, related_name="emergency", verbose_name="tilknytning"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="medarbejder"
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="+", verbose_name="forløb")
    course_number = models.CharField("forløbsnummer", max_length=12)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", verbose_name="ansvarlig enhed")
    reason_code = models.CharField("hvorfor", max_length=10, choices=Urgency)
    reason = models.TextField(
        "begrundelse",
        max_length=250,
        validators=[MinLengthValidator(SHORTEST_REASON, "Skriv mindst 20 tegn om, hvorfor det haster.")],
    )
    proved_at = models.DateTimeField("bekræftet, hvem det var")
    opened_at = models.DateTimeField("åbnet")
    expires_at = models.DateTimeField("udløber")
    ended_at = models.DateTimeField("afsluttet før tid", null=True, blank=True)
    due_on = models.DateField("skal være vurderet")
    verdict = models.CharField("vurdering", max_length=14, choices=Verdict, blank=True)
    verdict_on = models.DateField("vurderet", null=True, blank=True)
    escalated_at = models.DateTimeField("sendt videre", null=True, blank=True)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        verbose_name = "nødadgang"
        verbose_name_plural = "nødadgange"
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="emergency_judged_by_somebody_else",
                condition=Q(verdict="", verdict_by=None, verdict_on=None)
                | ~Q(verdict="") & Q(verdict_on__isnull=False) & ~Q(verdict_by=F("user")),
                violation_error_message="En anden end den, der brugte nødadgangen, skal vurdere den.",
            ),
            models.CheckConstraint(
                name="emergency_judged_by_a_person",
                condition=Q(verdict="") | Q(verdict_by__isnull=False),
                violation_error_message="Skriv, hvem der har vurderet.",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "opened_at"], name="emergency_by_user"),
            models.Index(fields=["due_on"], name="emergency_unjudged", condition=Q(verdict="")),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.course_number}"
