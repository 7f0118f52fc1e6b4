"""From a story to its network meetings."""

from datetime import time
from typing import Any

from borgerforloeb.pages.demo.days import working_day
from borgerforloeb.pages.demo.plans import noon
from borgerforloeb.pages.demo.told import Told
from networkmeetings.models import AgendaItem, MeetingDecision, NetworkMeeting, Participant

Fact = dict[str, Any]


def tell_meetings(told: Told) -> None:
    for fact in told.story.get("meetings", []):
        _tell_meeting(told, dict(fact))


def _tell_meeting(told: Told, fact: Fact) -> None:
    begins, ends = fact.pop("clock", "10.00-11.00").split("-")
    # Nobody meets on a Sunday, even if that is the day that is shown.
    day = working_day(fact.pop("on"), past=fact.get("status") == NetworkMeeting.Status.HELD)
    agenda, people, decisions = (fact.pop(name, []) for name in ("agenda", "participants", "decisions"))
    shared_on = fact.pop("shared_on", None)
    meeting = NetworkMeeting(
        course=told.course,
        starts_at=noon(day, _clock(begins)),
        ends_at=noon(day, _clock(ends)),
        called_by=told.user(fact.pop("by", told.story["konsulent"])),
        minutes_shared_at=noon(shared_on, time(11, 35)) if shared_on else None,
        **fact,
    )
    told.rows.add(meeting)
    items = [_tell_item(told, meeting, place, dict(item)) for place, item in enumerate(agenda)]
    for person in people:
        _tell_participant(told, meeting, dict(person))
    for decision in decisions:
        _tell_decision(told, meeting, items, dict(decision))


def _clock(text: str) -> time:
    hour, minute = text.split(".")
    return time(int(hour), int(minute))


def _tell_item(told: Told, meeting: NetworkMeeting, place: int, fact: Fact) -> AgendaItem:
    person = told.about(fact.pop("about", "all"))
    done = meeting.status == NetworkMeeting.Status.HELD
    return told.rows.add(AgendaItem(meeting=meeting, position=place, person=person, done=done, **fact))


def _tell_participant(told: Told, meeting: NetworkMeeting, fact: Fact) -> None:
    fact["attendance_note"] = fact.pop("note", "")
    fact.setdefault("approval", Participant.Approval.YES)
    if meeting.status == NetworkMeeting.Status.HELD:
        fact.setdefault("attendance", Participant.Attendance.ATTENDED)
    told.rows.add(Participant(meeting=meeting, **told.who(fact.pop("who")), **fact))


def _tell_decision(told: Told, meeting: NetworkMeeting, items: list[AgendaItem], fact: Fact) -> None:
    item, agreement = fact.pop("item", None), fact.pop("agreement", None)
    told.rows.add(
        MeetingDecision(
            meeting=meeting,
            item=items[item - 1] if item else None,
            agreement=told.agreements[agreement] if agreement else None,
            person=told.about(fact.pop("about", "all")),
            **fact,
        )
    )
