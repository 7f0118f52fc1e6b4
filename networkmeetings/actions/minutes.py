"""The minutes: rewritten until they are shared, and never after."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from networkmeetings.actions.locks import lock
from networkmeetings.models import NetworkMeeting
from roles.permissions import Permission, require


@transaction.atomic
def write_minutes(meeting: NetworkMeeting, *, minutes: str, version: int, by: User) -> NetworkMeeting:
    access = require(by, Permission.CALL_MEETING, meeting.course_id)
    meeting = _lock_unshared(meeting, version)
    if not minutes.strip():
        raise ValidationError({"minutes": "Et referat kan ikke være tomt."})
    meeting.minutes = minutes
    meeting.minutes_status = NetworkMeeting.MinutesStatus.DRAFT
    meeting.version += 1
    meeting.full_clean()
    meeting.save()
    record("minutes.saved", by=by, target=meeting, course_id=meeting.course_id, basis=access.basis)
    return meeting


@transaction.atomic
def share_minutes(meeting: NetworkMeeting, *, version: int, by: User, at: datetime) -> NetworkMeeting:
    """From now on all who work with the course read the same text, and nobody changes it."""
    access = require(by, Permission.CALL_MEETING, meeting.course_id)
    meeting = _lock_unshared(meeting, version)
    if not meeting.minutes.strip():
        raise ValidationError("Skriv referatet, før det deles.")
    meeting.minutes_status = NetworkMeeting.MinutesStatus.SHARED
    meeting.minutes_shared_at = at
    meeting.version += 1
    meeting.full_clean()
    meeting.save()
    record("minutes.shared", by=by, target=meeting, course_id=meeting.course_id, basis=access.basis)
    return meeting


def _lock_unshared(meeting: NetworkMeeting, version: int) -> NetworkMeeting:
    stored = lock(meeting, among=[NetworkMeeting.Status.HELD])
    if stored.minutes_are_shared:
        raise ValidationError("Referatet er delt og kan ikke ændres.")
    return lock(meeting, among=[NetworkMeeting.Status.HELD], version=version)
