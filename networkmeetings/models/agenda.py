from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Confidential, Domain, Level
from networkmeetings.models.meeting import NetworkMeeting
from plans.models import Agreement
from roles.permissions import may_read

# The minutes are one text for all who know of the course: only what all may read goes into it by itself.
FOR_EVERYBODY = Q(person=None) & (Q(level=Level.COMMON) | Q(level=Level.DOMAIN, domain=Domain.COMMON))


def is_for_everybody(row: Confidential) -> bool:
    """The same of a row that has been fetched."""
    open_to_all = row.level == Level.COMMON or (row.level, row.domain) == (Level.DOMAIN, Domain.COMMON)
    return row.person_id is None and open_to_all


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User) -> AgendaItemQuerySet:
        return self.filter(may_read(user, course="meeting__course_id"))

    def for_everybody(self) -> AgendaItemQuerySet:
        return self.filter(FOR_EVERYBODY)


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
    version = models.PositiveIntegerField("gemt gang", default=0)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "dagsordenspunkt"
        verbose_name_plural = "dagsordenspunkter"
        ordering = ["-by_citizen", "position", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_for_everybody(self) -> bool:
        return is_for_everybody(self)


class MeetingDecisionQuerySet(models.QuerySet["MeetingDecision"]):
    def visible_to(self, user: User) -> MeetingDecisionQuerySet:
        return self.filter(may_read(user, course="meeting__course_id"))

    def for_everybody(self) -> MeetingDecisionQuerySet:
        return self.filter(FOR_EVERYBODY)


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

    objects = MeetingDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "beslutning"
        verbose_name_plural = "beslutninger"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_for_everybody(self) -> bool:
        return is_for_everybody(self)
