"""Who is asked to come: chosen among those of the course, approved by the citizen one by one (R57)."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from networkmeetings.actions.locks import lock
from networkmeetings.invitees import find, people_of
from networkmeetings.models import NetworkMeeting, Participant
from roles.permissions import Permission, require


@transaction.atomic
def invite(meeting: NetworkMeeting, *, who: str, reason: str, by: User, on: date) -> Participant:
    """`who` is the key of one of the course's people (invitees.people_of)."""
    access = require(by, Permission.CALL_MEETING, meeting.course_id)
    meeting = lock(meeting)
    person = find(people_of(meeting.course, user=by, on=on), who)
    participant = Participant(meeting=meeting, reason=reason, **person.row)
    participant.full_clean()
    participant.save()
    record("participant.added", by=by, target=participant, **_where(participant), basis=access.basis)
    return participant


@transaction.atomic
def note_approval(participant: Participant, *, approval: str, by: User) -> Participant:
    """The citizen's own answer to that one person: yes, does not know, or no."""
    access = require(by, Permission.CALL_MEETING, participant.meeting.course_id)
    lock(participant.meeting)
    participant = Participant.objects.select_related("meeting").get(pk=participant.pk)
    participant.approval = approval
    participant.full_clean()
    participant.save()
    record(
        "participant.answered",
        by=by,
        target=participant,
        **_where(participant),
        basis=access.basis,
        approval=approval,
    )
    return participant


@transaction.atomic
def remove_participant(participant: Participant, *, by: User) -> None:
    access = require(by, Permission.CALL_MEETING, participant.meeting.course_id)
    meeting = lock(participant.meeting)
    citizens = meeting.participants.exclude(citizen=None)
    if participant.citizen_id and citizens.count() == 1:
        raise ValidationError(
            "Det er borgerens møde. Borgeren står på listen, også når borgeren ikke kan komme."
        )
    record("participant.removed", by=by, target=participant, **_where(participant), basis=access.basis)
    participant.delete()


@transaction.atomic
def note_attendance(meeting: NetworkMeeting, *, attendance: Mapping[int, str], by: User) -> NetworkMeeting:
    access = require(by, Permission.CALL_MEETING, meeting.course_id)
    meeting = lock(meeting)
    noted = set_attendance(meeting, attendance, by)
    if not noted:
        return meeting
    record(
        "attendance.noted",
        by=by,
        target=meeting,
        course_id=meeting.course_id,
        basis=access.basis,
        noted=noted,
    )
    return meeting


def set_attendance(meeting: NetworkMeeting, attendance: Mapping[int, str], by: User) -> int:
    """For those whom the writer can see; other ids are passed over. How many were noted anew."""
    seen = Participant.objects.visible_to(by).filter(meeting=meeting, pk__in=list(attendance))
    changed = [row for row in seen if row.attendance != attendance[row.pk]]
    for participant in changed:
        participant.attendance = attendance[participant.pk]
        participant.full_clean(validate_constraints=False)
        participant.save(update_fields=["attendance"])
    return len(changed)


def _where(participant: Participant) -> dict:
    return {
        "course_id": participant.meeting.course_id,
        "persons": [participant.citizen_id] if participant.citizen_id else [],
    }
