from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Domain, Level, NetworkPerson
from networkmeetings.models.meeting import NetworkMeeting
from roles.permissions import may_read


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, user: User) -> ParticipantQuerySet:
        """No secret of one field; but whoever works with one member does not see the others' people."""
        about = Coalesce("citizen_id", "network_person__citizen_id")
        row = {"person_id": about, "level": Value(Level.COMMON), "domain": Value(Domain.COMMON)}
        return self.alias(**row).filter(may_read(user, course="meeting__course_id"))


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

    meeting = models.ForeignKey(
        NetworkMeeting, models.PROTECT, related_name="participants", verbose_name="møde"
    )
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
    reason = models.CharField("hvorfor", max_length=200, blank=True)
    approval = models.CharField("siger borgeren ja", max_length=8, choices=Approval, default=Approval.UNKNOWN)
    attendance = models.CharField("fremmøde", max_length=10, choices=Attendance, default=Attendance.UNKNOWN)
    attendance_note = models.CharField("bemærkning", max_length=200, blank=True)

    objects = ParticipantQuerySet.as_manager()

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

    @property
    def came(self) -> bool:
        return self.attendance in self.CAME

    @property
    def is_absent(self) -> bool:
        return self.attendance in (self.Attendance.EXCUSED, self.Attendance.ABSENT)

    @property
    def is_citizen_in_person(self) -> bool:
        """A substitute may speak for a colleague, not for the citizen."""
        in_person = (self.Attendance.ATTENDED, self.Attendance.REMOTE)
        return self.citizen_id is not None and self.attendance in in_person
