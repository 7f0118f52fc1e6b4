"""Meetings made as the pages make them: by the actions."""

from datetime import UTC, datetime, timedelta

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course
from networkmeetings.actions import calling, holding
from networkmeetings.models import NetworkMeeting, Participant
from tests.factories import TODAY, konsulent_of

START = datetime(2026, 9, 2, 8, 0, tzinfo=UTC)  # ten o'clock in Copenhagen


def called(course: Course, **fields) -> NetworkMeeting:
    given = {"title": "Netværksmøde", "starts_at": START, "place": "Biblioteket, lokale 2"} | fields
    given.setdefault("ends_at", given["starts_at"] + timedelta(hours=1))
    given.setdefault("by", konsulent_of(course))
    return calling.call_meeting(course, **given)


def hold(meeting: NetworkMeeting, *, came: bool = True, **fields) -> NetworkMeeting:
    """The citizen came, or is excused; everybody else came."""
    attendance = {
        row.pk: "attended" if came or row.citizen_id is None else "excused"
        for row in meeting.participants.all()
    }
    given = {"attendance": attendance, "absence_reason": "", "shared_understanding": "", "disagreements": ""}
    given |= {"by": konsulent_of(meeting.course), "on": TODAY}
    return holding.hold_meeting(meeting, **(given | fields))


def citizen_in(meeting: NetworkMeeting) -> Participant:
    return meeting.participants.exclude(citizen=None).get()


def logged() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
