from __future__ import annotations

from datetime import date, datetime, time

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Course
from roles.permissions import by_emergency, visible_courses


class NetworkMeetingQuerySet(models.QuerySet["NetworkMeeting"]):
    def visible_to(self, user: User) -> NetworkMeetingQuerySet:
        return self.filter(course__in=visible_courses(user))

    def telling_where(self, user: User) -> NetworkMeetingQuerySet:
        """For lists: each with whether its place is kept from the user."""
        return self.annotate(hides_place=by_emergency(user))

    def coming(self, on: date) -> NetworkMeetingQuerySet:
        """Those of today and later that are not closed, the next one first."""
        return self.filter(status__in=NetworkMeeting.OPEN, ends_at__gte=_begin(on)).order_by(
            "starts_at", "id"
        )

    def past(self, on: date) -> NetworkMeetingQuerySet:
        """Held, cancelled, or before today without anybody having said how it went; the latest first."""
        return self.exclude(status__in=NetworkMeeting.OPEN, ends_at__gte=_begin(on))

    def taken_part_in_by(self, user: User) -> NetworkMeetingQuerySet:
        invited = NetworkMeeting.objects.filter(participants__user=user).values("pk")
        return self.filter(Q(called_by=user) | Q(pk__in=invited))


def _begin(on: date) -> datetime:
    return datetime.combine(on, time.min, tzinfo=get_current_timezone())


@pghistory.track()
class NetworkMeeting(models.Model):
    """Netværksmøde: the citizen's meeting, with those the citizen wants there."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "under forberedelse"
        CALLED = "called", "indkaldt"
        HELD = "held", "holdt"
        CANCELLED = "cancelled", "aflyst"

    OPEN = (Status.PREPARING, Status.CALLED)

    class MinutesStatus(models.TextChoices):
        NONE = "none", "ikke skrevet"
        DRAFT = "draft", "kladde"
        SHARED = "shared", "delt"

    course = models.ForeignKey(Course, models.PROTECT, related_name="meetings", verbose_name="forløb")
    title = models.CharField("mødet hedder", max_length=120, default="Netværksmøde")
    starts_at = models.DateTimeField("begynder")
    ends_at = models.DateTimeField("slutter")
    place = models.CharField("sted", max_length=160)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.PREPARING)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="indkaldt af"
    )
    called_on = models.DateField("indkaldt den", null=True, blank=True)
    citizen_present = models.BooleanField("borgeren var med", null=True, blank=True)
    absence_reason = models.CharField("hvorfor uden borgeren", max_length=400, blank=True)
    shared_understanding = models.TextField("fælles forståelse", max_length=4000, blank=True)
    disagreements = models.TextField("det er vi uenige om", max_length=4000, blank=True)
    minutes = models.TextField("referat", max_length=20000, blank=True)
    minutes_status = models.CharField(
        "referatets status", max_length=6, choices=MinutesStatus, default=MinutesStatus.NONE
    )
    minutes_shared_at = models.DateTimeField("referat delt", null=True, blank=True)
    cancel_reason = models.CharField("hvorfor aflyst", max_length=300, blank=True)
    version = models.PositiveIntegerField("gemt gang", default=0)

    # Until it has been said that the reader may be told where, no page tells it.
    hides_place = True

    objects = NetworkMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "netværksmøde"
        verbose_name_plural = "netværksmøder"
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="Mødet kan ikke slutte, før det begynder.",
            ),
            # No meeting about the citizen without the citizen (R55): else the reason stands here.
            models.CheckConstraint(
                name="meeting_held_with_citizen_or_reason",
                # Said in full, for a check that is neither true nor false lets the row through.
                condition=~Q(status="held")
                | Q(citizen_present__isnull=False) & (Q(citizen_present=True) | ~Q(absence_reason="")),
                violation_error_message="Skriv, hvorfor mødet blev holdt uden borgeren.",
            ),
            models.CheckConstraint(
                name="meeting_cancelled_with_reason",
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""),
                violation_error_message="Skriv, hvorfor mødet er aflyst.",
            ),
            models.CheckConstraint(
                name="meeting_shared_minutes_have_time",
                condition=~Q(minutes_status="shared") | Q(minutes_shared_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["course", "-starts_at"], name="meeting_by_course")]
        triggers = [
            # What the citizen and the others have been given in hand is not changed behind their backs.
            pgtrigger.Trigger(
                name="shared_minutes_stand",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__minutes_status="shared")
                & (
                    pgtrigger.Q(new__minutes__df=pgtrigger.F("old__minutes"))
                    | ~pgtrigger.Q(new__minutes_status="shared")
                ),
                func="RAISE EXCEPTION 'shared minutes are not changed' USING ERRCODE = 'check_violation';",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("networkmeetings:meeting", args=[self.pk])

    @property
    def where(self) -> str:
        """The place, for pages."""
        return "Stedet vises ikke ved nødadgang" if self.hides_place else self.place

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def minutes_are_shared(self) -> bool:
        return self.minutes_status == self.MinutesStatus.SHARED
