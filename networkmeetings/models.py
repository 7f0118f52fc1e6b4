from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Confidential, Course, NetworkPerson
from plans.models import Agreement
from roles.permissions import may_read, visible_courses


class NetworkMeetingQuerySet(models.QuerySet["NetworkMeeting"]):
    def visible_to(self, user: User) -> NetworkMeetingQuerySet:
        return self.filter(course__in=visible_courses(user))


@pghistory.track()
class NetworkMeeting(models.Model):
    """Netværksmøde: the citizen's meeting, with those the citizen wants there."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "under forberedelse"
        CALLED = "called", "indkaldt"
        HELD = "held", "holdt"
        CANCELLED = "cancelled", "aflyst"

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
    citizen_present = models.BooleanField("borgeren var med", null=True)
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
            # No meeting about the citizen without the citizen (R55): else the reason stands here for all to count.
            models.CheckConstraint(
                name="meeting_held_with_citizen_or_reason",
                condition=~Q(status="held") | Q(citizen_present=True) | Q(citizen_present=False) & ~Q(absence_reason=""),
                violation_error_message="Skriv, hvorfor mødet blev holdt uden borgeren.",
            ),
            models.CheckConstraint(
                name="meeting_shared_minutes_have_time",
                condition=~Q(minutes_status="shared") | Q(minutes_shared_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["course", "-starts_at"], name="meeting_by_course")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("networkmeetings:meeting", args=[self.pk])


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User) -> AgendaItemQuerySet:
        return self.filter(may_read(user, course="meeting__course_id"))


@pghistory.track()
class AgendaItem(Confidential):
    """A point of the agenda. The citizen's own come first (R20)."""

    meeting = models.ForeignKey(NetworkMeeting, models.PROTECT, related_name="agenda", verbose_name="møde")
    text = models.CharField("punkt", max_length=300)
    by_citizen = models.BooleanField("borgerens punkt", default=False)
    raised_by = models.CharField("hvem", max_length=120, blank=True)
    position = models.PositiveIntegerField("rækkefølge", default=0)
    done = models.BooleanField("talt om", default=False)
    notes = models.TextField("noter", max_length=4000, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "dagsordenspunkt"
        verbose_name_plural = "dagsordenspunkter"
        ordering = ["-by_citizen", "position", "id"]

    def __str__(self) -> str:
        return self.text


@pghistory.track()
class Participant(models.Model):
    """Who is asked to come and why, whether the citizen wants it (R57), and whether they came (R58)."""

    class Approval(models.TextChoices):
        YES = "yes", "ja"
        UNKNOWN = "unknown", "ved ikke"
        NO = "no", "nej"

    class Attendance(models.TextChoices):
        UNKNOWN = "unknown", "ikke noteret"
        ATTENDED = "attended", "deltog"
        REMOTE = "remote", "deltog på afstand"
        EXCUSED = "excused", "fravær med grund"
        ABSENT = "absent", "fravær uden grund"
        SUBSTITUTE = "substitute", "stedfortræder"

    CAME = (Attendance.ATTENDED, Attendance.REMOTE, Attendance.SUBSTITUTE)

    meeting = models.ForeignKey(NetworkMeeting, models.PROTECT, related_name="participants", verbose_name="møde")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="medarbejder"
    )
    citizen = models.ForeignKey(
        Citizen, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="borger"
    )
    network_person = models.ForeignKey(
        NetworkPerson, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="i netværket"
    )
    reason = models.CharField("hvorfor", max_length=200, blank=True)
    approval = models.CharField("siger borgeren ja", max_length=8, choices=Approval, default=Approval.UNKNOWN)
    attendance = models.CharField("fremmøde", max_length=10, choices=Attendance, default=Attendance.UNKNOWN)
    attendance_note = models.CharField("bemærkning", max_length=200, blank=True)

    class Meta:
        verbose_name = "deltager"
        verbose_name_plural = "deltagere"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="participant_is_one_person",
                condition=Q(user__isnull=False, citizen=None, network_person=None)
                | Q(user=None, citizen__isnull=False, network_person=None)
                | Q(user=None, citizen=None, network_person__isnull=False),
                violation_error_message="Vælg én deltager.",
            ),
            models.UniqueConstraint(
                name="participant_once",
                fields=["meeting", "user", "citizen", "network_person"],
                nulls_distinct=False,
                violation_error_message="Deltageren er allerede på listen.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        who = self.user or self.citizen or self.network_person
        return who.name if who else ""


class DecisionQuerySet(models.QuerySet["MeetingDecision"]):
    def visible_to(self, user: User) -> DecisionQuerySet:
        return self.filter(may_read(user, course="meeting__course_id"))


@pghistory.track()
class MeetingDecision(Confidential):
    """What the meeting decided. It becomes an agreement in the plan, so that it is remembered there."""

    meeting = models.ForeignKey(NetworkMeeting, models.PROTECT, related_name="decisions", verbose_name="møde")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="punkt"
    )
    text = models.CharField("beslutning", max_length=300)
    agreement = models.OneToOneField(
        Agreement, models.PROTECT, null=True, blank=True, related_name="decision", verbose_name="aftale"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "beslutning"
        verbose_name_plural = "beslutninger"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text
