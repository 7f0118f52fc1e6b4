"""What the pages of a meeting show, fetched for one user and put in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localtime

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import clock, genitive, weekday
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Citizen, CoursePerson, NetworkPerson
from networkmeetings.invitees import Invitee, key_of, people_of
from networkmeetings.models import AgendaItem, MeetingDecision, NetworkMeeting, Participant
from plans.models import Agreement, Goal, MovedText
from roles.permissions import may_know

# Of the lines about points that were moved.
MOST_MOVED = 20
HOLDERS = ("agreement__user", "agreement__citizen", "agreement__network_person")


@dataclass(frozen=True)
class Point:
    """A point of the agenda with its number, and whether it can go up or down among its like."""

    number: int
    item: AgendaItem
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Guest:
    """A participant, who that is, on what ground that person is told anything, and what is missing."""

    participant: Participant
    about: str
    basis: str
    warning: str = ""
    mark: str = "!"
    can_leave: bool = True

    @property
    def is_the_citizen(self) -> bool:
        return self.participant.citizen_id is not None

    @property
    def may_have_letter(self) -> bool:
        """Whoever calls needs none, and nobody is asked against the citizen's word."""
        is_caller = self.participant.user_id == self.participant.meeting.called_by_id
        return not self.warning and not is_caller


@dataclass(frozen=True)
class MeetingRow:
    """One line of a list of meetings."""

    meeting: NetworkMeeting
    day: str
    hours: str
    state: str
    step: str


def members_of(course_id: UUID, user: User) -> list[CoursePerson]:
    """The persons of the course whom the user may know of, each with the citizen."""
    members = CoursePerson.objects.filter(may_know(user), course=course_id, ends_on=None)
    return list(members.select_related("citizen"))


def whose(meeting: NetworkMeeting, citizens: Sequence[Citizen]) -> str:
    """The first name of the one citizen, or the family's name."""
    return citizens[0].first_name if len(citizens) == 1 else meeting.course.name


def points_of(meeting: NetworkMeeting, user: User) -> list[Point]:
    """The agenda as the user may read it, the citizen's own points first."""
    items = list(AgendaItem.objects.visible_to(user).filter(meeting=meeting).select_related("person"))
    for item in items:
        item.meeting = meeting
    firsts = {item.pk for item, before in zip(items, [None, *items], strict=False) if _differ(item, before)}
    lasts = {item.pk for item, after in zip(items, [*items[1:], None], strict=False) if _differ(item, after)}
    return [Point(n, item, item.pk in firsts, item.pk in lasts) for n, item in enumerate(items, 1)]


def _differ(item: AgendaItem, neighbour: AgendaItem | None) -> bool:
    return neighbour is None or item.by_citizen != neighbour.by_citizen


class Written(NamedTuple):
    """Who wrote a point and when, by the log: the point itself does not say."""

    by: int | None = None
    at: datetime | None = None


def written(item: AgendaItem) -> Written:
    """What has been moved was written in another course; only then is the log asked of all of them."""
    told = AuditEvent.objects.filter(action="agenda.added", target=f"{item._meta.label_lower}:{item.pk}")
    told = told.order_by("at")
    here = told.filter(course_id=item.meeting.course_id).values_list("actor_id", "at").first()
    found = here or told.values_list("actor_id", "at").first()
    return Written(*found) if found else Written()


def written_by(user: User, course_id: UUID, points: Iterable[Point]) -> set[int]:
    """Which of these points are the user's own."""
    keys = {f"{AgendaItem._meta.label_lower}:{point.item.pk}": point.item.pk for point in points}
    told = AuditEvent.objects.filter(course_id=course_id, action="agenda.added", target__in=keys)
    return {keys[target] for target in told.filter(actor_id=user.pk).values_list("target", flat=True)}


def moved_from(meeting: NetworkMeeting, user: User) -> list[MovedText]:
    """The points that stood here by mistake."""
    gone = MovedText.objects.visible_to(user).away()
    return list(gone.filter(kind=MovedText.Kind.POINT, meeting_id=meeting.pk)[:MOST_MOVED])


def current_point(points: Sequence[Point], asked: str | None) -> Point | None:
    """The one that was asked for, else the first that has not been talked about, else the last."""
    chosen = [point for point in points if str(point.item.pk) == asked]
    waiting = [point for point in points if not point.item.done]
    return next(iter([*chosen, *waiting, *points[-1:]]), None)


def participants_of(meeting: NetworkMeeting, user: User) -> list[Participant]:
    people = ("user", "citizen", "network_person")
    rows = list(Participant.objects.visible_to(user).filter(meeting=meeting).select_related(*people))
    for row in rows:
        row.meeting = meeting
    # The citizens first, then in the order in which they were asked.
    return sorted(rows, key=lambda row: (row.citizen_id is None, row.pk))


def guests_of(participants: Iterable[Participant], people: Iterable[Invitee], name: str) -> list[Guest]:
    about = {person.key: person.about for person in people}
    participants = list(participants)
    alone = sum(row.citizen_id is not None for row in participants) == 1
    guests = [_guest(row, about.get(key_of(row), ""), name) for row in participants]
    return [replace(guest, can_leave=not (alone and guest.is_the_citizen)) for guest in guests]


def _guest(row: Participant, about: str, name: str) -> Guest:
    if row.citizen_id:
        return Guest(row, about, "")
    first = row.name.split(" ", 1)[0]
    if row.approval == Participant.Approval.NO:
        warning = f"{name} har sagt nej til {first}. Tag {first} af listen, eller tal med {name} om det."
        return Guest(row, about, "", warning)
    if row.user_id:
        return Guest(row, about, f"Grundlag: arbejder i {genitive(name)} forløb")
    if row.approval == Participant.Approval.YES:
        about = about or _relation(row.network_person)
        return Guest(row, about, f"Grundlag: {genitive(name)} ja. {first} får kun tid og sted at vide.")
    return Guest(row, about, "", f"Her mangler et grundlag: {name} har ikke sagt ja til {first} endnu.", "§")


def _relation(person: NetworkPerson | None) -> str:
    return person.relation if person else ""


def decisions_of(meeting: NetworkMeeting, user: User) -> list[MeetingDecision]:
    """Without the agreement it became, where that is kept for fewer: it tells neither who nor when."""
    within = Q(goal=None) | Q(goal__in=Goal.objects.visible_to(user))
    told = Agreement.objects.visible_to(user).filter(within, pk=OuterRef("agreement_id"))
    decisions = MeetingDecision.objects.visible_to(user).filter(meeting=meeting).select_related(*HOLDERS)
    found: list[MeetingDecision] = []
    for decision in decisions.annotate(agreement_is_told=Exists(told)):
        if not decision.agreement_is_told:
            decision.agreement = None
        found.append(decision)
    return found


def fit_for_the_screen(decisions: Iterable[MeetingDecision], point: Point | None) -> list[MeetingDecision]:
    """All in the room can see it: what only some may read is shown with its own point alone."""
    here = point.item.pk if point else None
    return [row for row in decisions if row.is_for_everybody or (here and row.item_id == here)]


def invitees_of(
    meeting: NetworkMeeting, user: User, on: date, *, members: list[CoursePerson]
) -> list[Invitee]:
    return people_of(meeting.course, user=user, on=on, members=members)


def invitation(meeting: NetworkMeeting, name: str, where: str = "") -> list[str]:
    """What is read aloud or printed: no reason, no diagnosis, no number, no family name of the citizen."""
    when = f"{weekday(meeting.starts_at)} kl. {clock(meeting.starts_at)}–{clock(meeting.ends_at)}"
    caller = meeting.called_by
    call = f"Ring til {caller.name}{f' på {caller.phone}' if caller.phone else ''}, hvis du har spørgsmål."
    return [f"{name} vil gerne have dig med til et møde {when}.", f"Sted: {where or meeting.place}.", call]


def rows(meetings: Iterable[NetworkMeeting], on: date) -> list[MeetingRow]:
    return [_row(meeting, on) for meeting in meetings]


def _row(meeting: NetworkMeeting, on: date) -> MeetingRow:
    state, step = _state(meeting, on)
    start = localtime(meeting.starts_at)
    day = f"{weekday(start)}{f' {start.year}' if start.year != on.year else ''}"
    return MeetingRow(meeting, day.capitalize(), f"{clock(start)}–{clock(meeting.ends_at)}", state, step)


def _state(meeting: NetworkMeeting, on: date) -> tuple[str, str]:
    """The word and the filling dot. What is over and not closed waits for somebody."""
    if meeting.is_open and localtime(meeting.ends_at).date() < on:
        return "ikke afsluttet", "late"
    if meeting.status == NetworkMeeting.Status.HELD:
        return ("referat delt", "full") if meeting.minutes_are_shared else ("holdt, referat i kladde", "half")
    steps = {NetworkMeeting.Status.PREPARING: "", NetworkMeeting.Status.CALLED: "quarter"}
    return meeting.get_status_display(), steps.get(NetworkMeeting.Status(meeting.status), "")
