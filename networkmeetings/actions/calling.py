"""To call a meeting, to change it, to note that people are asked to come, to cancel it."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import genitive
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Course
from networkmeetings.actions.locks import lock
from networkmeetings.invitees import INVITED_FROM_THE_START
from networkmeetings.models import NetworkMeeting, Participant
from roles.permissions import Permission, require


@transaction.atomic
def call_meeting(
    course: Course, *, title: str, starts_at: datetime, ends_at: datetime, place: str, by: User
) -> NetworkMeeting:
    """The citizen takes part from the start (R55), and so does the one who calls."""
    access = require(by, Permission.CALL_MEETING, course.pk)
    _after_opening(course, starts_at)
    Course.objects.select_for_update().get(pk=course.pk)
    when = {"starts_at": starts_at, "ends_at": ends_at}
    meeting = NetworkMeeting(course=course, title=title, place=place, called_by=by, **when)
    same = course.meetings.filter(title=title, place=place, called_by=by, status__in=meeting.OPEN, **when)
    if said := same.first():
        return said
    meeting.full_clean()
    meeting.save()
    persons = _invite_citizens(meeting)
    Participant.objects.create(meeting=meeting, user=by, reason="Indkalder til mødet.")
    record("meeting.created", by=by, target=meeting, course_id=course.pk, persons=persons, basis=access.basis)
    return meeting


def _after_opening(course: Course, starts_at: datetime) -> None:
    if localtime(starts_at).date() < course.opened_on:
        raise ValidationError({"day": "Mødet kan ikke ligge før forløbets begyndelse."})


def _invite_citizens(meeting: NetworkMeeting) -> list:
    members = list(meeting.course.memberships.filter(ends_on=None).select_related("citizen"))
    chosen = [row for row in members if row.part in INVITED_FROM_THE_START] or members
    for row in chosen:
        Participant.objects.create(
            meeting=meeting,
            citizen=row.citizen,
            reason=f"Det er {genitive(row.citizen.first_name)} møde.",
            approval=Participant.Approval.YES,
        )
    return [row.citizen_id for row in chosen]


@transaction.atomic
def change_meeting(
    meeting: NetworkMeeting,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    version: int,
    by: User,
) -> NetworkMeeting:
    access = require(by, Permission.CALL_MEETING, meeting.course_id)
    meeting = lock(meeting, version=version)
    _after_opening(meeting.course, starts_at)
    new = {"title": title, "starts_at": starts_at, "ends_at": ends_at, "place": place}
    changed = [name for name, value in new.items() if getattr(meeting, name) != value]
    for name in changed:
        setattr(meeting, name, new[name])
    meeting.version += 1
    meeting.full_clean()
    meeting.save()
    record(
        "meeting.changed",
        by=by,
        target=meeting,
        course_id=meeting.course_id,
        basis=access.basis,
        fields=changed,
    )
    return meeting


@transaction.atomic
def mark_called(meeting: NetworkMeeting, *, by: User, on: date) -> NetworkMeeting:
    """The invitations are given by hand or read aloud for now; here it is noted that it has been done."""
    access = require(by, Permission.CALL_MEETING, meeting.course_id)
    meeting = lock(meeting, among=[NetworkMeeting.Status.PREPARING])
    invited = meeting.participants.exclude(user=by).count()
    if not invited:
        raise ValidationError("Vælg mindst én, der skal med, før mødet er indkaldt.")
    meeting.status = NetworkMeeting.Status.CALLED
    meeting.called_on = on
    meeting.version += 1
    meeting.full_clean()
    meeting.save()
    record(
        "meeting.called",
        by=by,
        target=meeting,
        course_id=meeting.course_id,
        basis=access.basis,
        invited=invited,
    )
    return meeting


@transaction.atomic
def cancel_meeting(meeting: NetworkMeeting, *, reason: str, by: User) -> NetworkMeeting:
    access = require(by, Permission.CALL_MEETING, meeting.course_id)
    meeting = lock(meeting)
    meeting.status = NetworkMeeting.Status.CANCELLED
    meeting.cancel_reason = reason
    meeting.version += 1
    meeting.full_clean()
    meeting.save()
    record("meeting.cancelled", by=by, target=meeting, course_id=meeting.course_id, basis=access.basis)
    return meeting
