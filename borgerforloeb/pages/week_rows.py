"""The rows that *Ugen* is made of, each kind fetched once and through the gate.

What is closed to the reader is not there to be counted, so no sum, clash or question can tell of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Domain
from networkmeetings.models import NetworkMeeting, Participant
from plans.models import Agreement, Goal, Measurement, Plan, WeeklySlot
from plans.week import Aim, Thing, Week
from roles.permissions import may_read

WORK = (Domain.EMPLOYMENT, Domain.SCHOOL)
LATELY = timedelta(weeks=52)
DOES_NOT_COME = (Participant.Attendance.EXCUSED, Participant.Attendance.ABSENT)


def slots_of(plan: Plan, user: User, names: Iterable[Any], week: Week) -> Iterable[WeeklySlot]:
    """And those that ended lately, where the end may have to be undone."""
    lately = Q(ends_on=None) | Q(ends_on__gte=week.monday - LATELY)
    rows = WeeklySlot.objects.visible_to(user).standing().filter(lately, plan=plan, person__in=names)
    return rows.select_related("user")


def meetings_in(plan: Plan, user: User, week: Week, names: Iterable[Any]) -> Iterable[Participant]:
    """Those that take a person's time: of whoever is asked to come."""
    asked = Participant.objects.visible_to(user).filter(meeting__course=plan.course_id, citizen__in=names)
    asked = asked.filter(meeting__starts_at__lt=week.ends, meeting__ends_at__gt=week.begins)
    asked = asked.exclude(meeting__status=NetworkMeeting.Status.CANCELLED)
    return asked.exclude(attendance__in=DOES_NOT_COME).select_related("meeting")


def as_thing(one: Participant) -> Thing:
    """Under a key that no slot has."""
    meeting = one.meeting
    return Thing(one.citizen_id, meeting.title, meeting.starts_at, meeting.ends_at, key=-meeting.pk)


def agreements_in(plan: Plan, user: User, week: Week) -> Iterable[Agreement]:
    """What stands on a goal is never read by somebody who may not read the goal."""
    on_a_readable_goal = Q(goal=None) | Q(may_read(user, course="plan__course_id", row="goal__"))
    rows = Agreement.objects.visible_to(user).filter(on_a_readable_goal, plan=plan)
    due = rows.filter(due_on__range=(week.monday, week.sunday)).exclude(status=Agreement.Status.CANCELLED)
    return due.select_related("user", "citizen", "network_person")


def bearable_by(plan: Plan, user: User, on: date) -> dict[Any, Decimal]:
    """What each person has said last of the hours that there is strength for."""
    said = Measurement.objects.visible_to(user).in_force().filter(plan=plan, on__lte=on)
    last = said.filter(kind=Measurement.Kind.CAPACITY).order_by("person_id", "-on", "-id")
    return dict(last.distinct("person_id").values_list("person_id", "value"))


def aims_of(plan: Plan, user: User, names: Iterable[Any]) -> list[Aim]:
    """Of those who are here, and of the family."""
    here = Q(person=None) | Q(person__in=names)
    rows = Goal.objects.visible_to(user).filter(here, plan=plan).open()
    return [
        Aim(person, domain in WORK, domain == Domain.HEALTH, horizon == Goal.Horizon.NOW)
        for person, domain, horizon in rows.values_list("person_id", "domain", "horizon")
    ]
