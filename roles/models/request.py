"""Looking outside one's own courses, and asking for access to what may be there."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pghistory
from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q

from borgerforloeb.citizens.models import Course
from roles.models.assignment import Assignment
from roles.models.emergency import SHORTEST_REASON

# One looks for somebody, asks, and is done; what was looked for is not left open until tomorrow.
USED_WITHIN = timedelta(minutes=30)


class OutsideSearchQuerySet(models.QuerySet["OutsideSearch"]):
    def usable(self, user: models.Model, at: datetime) -> "OutsideSearchQuerySet":
        return self.filter(user=user.pk, at__gt=at - USED_WITHIN)


class OutsideSearch(models.Model):
    """One exact CPR or course number that somebody looked for. What it led to is told to nobody."""

    class By(models.TextChoices):
        CPR = "cpr", "CPR-nummer"
        NUMBER = "number", "forløbsnummer"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="medarbejder"
    )
    at = models.DateTimeField("tidspunkt")
    by = models.CharField("søgt på", max_length=6, choices=By)
    # A keyed hash, so that the table alone tells nobody's number.
    criterion = models.CharField("søgt efter", max_length=64)
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="forløb"
    )

    objects = OutsideSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "søgning uden for egne forløb"
        verbose_name_plural = "søgninger uden for egne forløb"
        indexes = [models.Index(fields=["user", "at"], name="outsidesearch_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at}"


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def waiting(self) -> "AccessRequestQuerySet":
        return self.filter(status=AccessRequest.Status.WAITING)


@pghistory.track()
class AccessRequest(models.Model):
    """A colleague asks to work with a course that may not exist: whether it does, nobody but its own know."""

    class Status(models.TextChoices):
        WAITING = "waiting", "venter"
        GRANTED = "granted", "givet"
        DECLINED = "declined", "ikke givet"
        LAPSED = "lapsed", "ikke givet inden fristen"

    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="access_requests", verbose_name="forløb"
    )
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="hvem spørger"
    )
    reason = models.TextField(
        "begrundelse",
        max_length=250,
        validators=[MinLengthValidator(SHORTEST_REASON, "Skriv mindst 20 tegn om, hvorfor du beder om det.")],
    )
    criterion = models.CharField("søgt efter", max_length=64)
    asked_at = models.DateTimeField("spurgt")
    due_on = models.DateField("svar senest")
    status = models.CharField("svar", max_length=8, choices=Status, default=Status.WAITING)
    # For the course's own record: told to the asker, the words of a no would tell that there is a course.
    answer = models.CharField("hvorfor", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="afgjort af",
    )
    decided_on = models.DateField("afgjort", null=True, blank=True)
    assignment = models.OneToOneField(
        Assignment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tilknytning"
    )

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "anmodning om adgang"
        verbose_name_plural = "anmodninger om adgang"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="accessrequest_decided_by_somebody",
                condition=Q(status__in=["waiting", "lapsed"], decided_by=None, decided_on=None)
                | Q(
                    status__in=["granted", "declined"],
                    course__isnull=False,
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                ),
                violation_error_message="Skriv både hvornår og af hvem der er svaret.",
            ),
            models.CheckConstraint(
                name="accessrequest_granted_by_an_assignment",
                condition=Q(status="granted", assignment__isnull=False)
                | ~Q(status="granted") & Q(assignment=None),
                violation_error_message="En adgang gives ved en tilknytning.",
            ),
        ]
        indexes = [
            models.Index(fields=["asker", "-asked_at"], name="accessrequest_by_asker"),
            models.Index(fields=["due_on"], name="accessrequest_waiting", condition=Q(status="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} {self.asked_at}"

    def told(self, today: date) -> str:
        """What the asker hears: a no comes on the same day whether there was a course or not."""
        if self.status == self.Status.GRANTED:
            return "givet"
        return "ikke givet" if self.due_on <= today else "venter"
