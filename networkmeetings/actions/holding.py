"""The meeting itself: what is decided, and how it ends."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.audit.actions import record
from networkmeetings.actions.locks import lock
from networkmeetings.actions.participants import set_attendance
from networkmeetings.invitees import find, people_of
from networkmeetings.minutes import draft
from networkmeetings.models import AgendaItem, MeetingDecision, NetworkMeeting, Participant
from plans.actions.agreements import add_agreement
from plans.models import Plan
from roles.permissions import Permission, require


@transaction.atomic
def hold_meeting(
    meeting: NetworkMeeting,
    *,
    attendance: Mapping[int, str],
    absence_reason: str,
    shared_understanding: str,
    disagreements: str,
    by: User,
    on: date,
) -> NetworkMeeting:
    """Finish the meeting. Without the citizen it takes a reason, which is counted (R55)."""
    access = require(by, Permission.CALL_MEETING, meeting.course_id)
    meeting = lock(meeting)
    if localtime(meeting.starts_at).date() > on:
        raise ValidationError(f"Mødet er først {longdate(meeting.starts_at)}.")
    set_attendance(meeting, attendance, by)
    participants = list(meeting.participants.select_related("user", "citizen", "network_person"))
    meeting.citizen_present = _citizen_came(participants)
    meeting.absence_reason = "" if meeting.citizen_present else absence_reason.strip()
    if not meeting.citizen_present and not meeting.absence_reason:
        raise ValidationError({"absence_reason": "Skriv, hvorfor mødet blev holdt uden borgeren."})
    meeting.shared_understanding, meeting.disagreements = shared_understanding, disagreements
    meeting.status = NetworkMeeting.Status.HELD
    meeting.minutes = draft(meeting, participants, *_for_the_minutes(meeting))
    meeting.minutes_status = NetworkMeeting.MinutesStatus.DRAFT
    meeting.version += 1
    meeting.full_clean()
    meeting.save()
    came = sum(row.came for row in participants)
    record(
        "meeting.held",
        by=by,
        target=meeting,
        course_id=meeting.course_id,
        persons=[row.citizen_id for row in participants if row.citizen_id],
        basis=access.basis,
        citizen_present=meeting.citizen_present,
        came=came,
        invited=len(participants),
    )
    return meeting


def _citizen_came(participants: list[Participant]) -> bool:
    """One of those whom the course is about was there in person or on a screen."""
    if not any(row.came for row in participants):
        raise ValidationError("Noter, hvem der deltog, før mødet afsluttes.")
    citizens = [row for row in participants if row.citizen_id]
    if any(row.is_citizen_in_person for row in citizens):
        return True
    if citizens and all(row.attendance == Participant.Attendance.UNKNOWN for row in citizens):
        raise ValidationError("Noter, om borgeren deltog, før mødet afsluttes.")
    return False


def _for_the_minutes(meeting: NetworkMeeting) -> tuple[list[AgendaItem], list[MeetingDecision]]:
    people = ("agreement__user", "agreement__citizen", "agreement__network_person")
    decisions = meeting.decisions.all().for_everybody().select_related(*people)
    return list(meeting.agenda.all().for_everybody()), list(decisions)


@transaction.atomic
def decide(
    meeting: NetworkMeeting,
    *,
    what: str,
    who: str,
    due_on: date | None,
    due_words: str,
    by: User,
    on: date,
    item: AgendaItem | None = None,
) -> MeetingDecision:
    """One line, who does what by when: an agreement of the plan at once, for those who may read the point.

    Said twice it is still one agreement and one decision.
    """
    access = require(by, Permission.CALL_MEETING, meeting.course_id)
    meeting = lock(meeting)
    person = find(people_of(meeting.course, user=by, on=on), who)
    plan = Plan.objects.filter(course_id=meeting.course_id).first()
    if plan is None:
        raise ValidationError("Forløbet har ingen plan endnu. Begynd på den, så aftalen har et sted at stå.")
    scope = {"person": item.person, "domain": item.domain, "level": item.level} if item else {}
    agreement = add_agreement(
        plan, what=what, agreed_on=on, by=by, due_on=due_on, due_words=due_words, **person.row, **scope
    )
    if said := MeetingDecision.objects.filter(agreement=agreement).first():
        return said
    # In a family a promise is about the one who gave it, and so is what was decided.
    scope["person"] = agreement.person
    decision = MeetingDecision(meeting=meeting, item=item, text=what, agreement=agreement, **scope)
    decision.full_clean()
    decision.save()
    record(
        "meeting.decided",
        by=by,
        target=decision,
        course_id=meeting.course_id,
        persons=[decision.person_id] if decision.person_id else [],
        basis=access.basis,
        **decision.field_and_level,
        with_date=due_on is not None,
    )
    return decision
