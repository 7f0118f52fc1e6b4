"""The first draft of the minutes: what was noted and decided, in the order in which it was talked about."""

from collections.abc import Iterable

from borgerforloeb.accounts.presentation import clock, longdate
from networkmeetings.models import AgendaItem, MeetingDecision, NetworkMeeting, Participant
from networkmeetings.models.agenda import is_for_everybody


def draft(
    meeting: NetworkMeeting,
    participants: Iterable[Participant],
    items: Iterable[AgendaItem],
    decisions: Iterable[MeetingDecision],
) -> str:
    """Plain text that can be rewritten. It is given only what all who know of the course may read."""
    participants = list(participants)
    is_family = meeting.course.memberships.filter(ends_on=None).count() > 1
    parts = [
        _head(meeting),
        _names("Til stede", [row for row in participants if row.came], is_family=is_family),
        _names("Kunne ikke være med", [row for row in participants if row.is_absent], is_family=is_family),
        f"Mødet blev holdt uden borgeren: {meeting.absence_reason}" if not meeting.citizen_present else "",
        *(_point(number, item) for number, item in enumerate(items, 1)),
        _section("Det er vi enige om", meeting.shared_understanding),
        _section("Det er vi uenige om", meeting.disagreements),
        _section("Aftaler", "\n".join(f"– {decision_line(decision)}" for decision in decisions)),
    ]
    return "\n\n".join(part for part in parts if part)


def decision_line(decision: MeetingDecision) -> str:
    """Ida: tager bussen med Freja (inden 8. september 2026)"""
    agreement = decision.agreement
    if agreement is None or not is_for_everybody(agreement):
        return decision.text
    when = agreement.due_words or (f"inden {longdate(agreement.due_on)}" if agreement.due_on else "")
    return f"{agreement.who}: {decision.text}{f' ({when})' if when else ''}"


def _head(meeting: NetworkMeeting) -> str:
    hours = f"kl. {clock(meeting.starts_at)}–{clock(meeting.ends_at)}"
    return f"{meeting.title} {longdate(meeting.starts_at)} {hours}, {meeting.place}"


def _names(heading: str, people: list[Participant], *, is_family: bool) -> str:
    """Of a family only the helpers are named: one member's helper may not know of the others' people."""
    names = [person.name for person in people if person.user_id or not is_family]
    if others := len(people) - len(names):
        names.append(f"{others} fra familien og netværket")
    return f"{heading}: {', '.join(names)}" if people else ""


def _point(number: int, item: AgendaItem) -> str:
    whose = f" ({item.raised_by})" if item.raised_by else ""
    notes = item.notes.strip() or ("Talt om." if item.done else "Nåede vi ikke.")
    return f"{number}. {item.text}{whose}\n{notes}"


def _section(heading: str, text: str) -> str:
    return f"{heading}\n{text.strip()}" if text.strip() else ""
