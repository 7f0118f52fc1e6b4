"""A point that was written for the wrong meeting is moved to a coming one, where it belongs."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import CoursePerson
from networkmeetings.actions.locks import lock
from networkmeetings.models import AgendaItem, NetworkMeeting
from networkmeetings.queries import written
from plans.actions.moving import Ends
from plans.models import MovedText
from roles.permissions import Permission

DECIDED = (
    "Punktet er blevet til en aftale, og den kan ikke flyttes. Afslut aftalen i planen med en forklaring, og "
    "skriv punktet på ny, hvor det hører til."
)
IN_THE_DRAFT = "Der er en kladde til referatet. Tag teksten ud af den, sæt hak ved det, og flyt så punktet."
IN_WHAT_WAS_SHARED = (
    "Referatet er delt, og punktet er for alle, så det kan stå i det. Et delt referat ændres ikke: lav en ny "
    "udgave af referatet på næste møde, hvor det er rettet, og giv databeskyttelsesrådgiveren besked."
)
NOTES_IN_MINUTES = (
    "Punktets noter står i referatet. Se efter, og sæt hak, hvis punktet skal flyttes alligevel."
)
# Shorter notes are words that stand in any minutes.
TELLING = 20
UNREADABLE = "Så ville du ikke selv kunne læse punktet. Vælg et andet forløb eller en anden person."


@transaction.atomic
def move_away(
    item: AgendaItem,
    *,
    to: NetworkMeeting,
    person_id: UUID | None,
    why: str,
    at: datetime,
    by: User,
    is_out: bool = False,
) -> MovedText:
    """Whom it was raised by is a name of the wrong course, so it does not come along. `is_out`: the mover
    has looked into the minutes."""
    ends = Ends(item.meeting.course_id, to.course_id, by=by)
    wrote = written(item)
    ends.require(Permission.CALL_MEETING, is_own=wrote.by == by.pk)
    ends.refuse_unread(item)
    # In the order of their numbers, so that two who move past each other do not wait for each other.
    locked = {one.pk: _locked(one, is_target=one.pk == to.pk) for one in sorted((item.meeting, to), key=_pk)}
    stood = locked[item.meeting_id]
    stored = _refuse_told(item, stood, is_out=is_out)
    if stood.pk == to.pk:
        raise ValidationError({"meeting_id": "Punktet står på det møde. Vælg et andet."})
    away = stored.marks | {"meeting_id": stood.pk}
    last = to.agenda.filter(by_citizen=stored.by_citizen).aggregate(Max("position"))["position__max"]
    stored.meeting, stored.person_id, stored.position = to, person_id, (last or 0) + 1
    stored.raised_by, stored.version = "", stored.version + 1
    _refuse_stranger(stored)
    stored.full_clean()
    stored.save()
    if not AgendaItem.objects.visible_to(by).filter(pk=stored.pk).exists():
        raise ValidationError({"person": UNREADABLE})
    told = {"kind": MovedText.Kind.POINT, "why": why, "since": wrote.at, "moved_at": at}
    return ends.tell(stored, away, stored.marks | {"meeting_id": to.pk}, author=wrote.by, **told)


def _pk(meeting: NetworkMeeting) -> int:
    return meeting.pk


def _locked(meeting: NetworkMeeting, *, is_target: bool) -> NetworkMeeting:
    """A point is moved away from a meeting that is over as well; it comes to one that is not."""
    return lock(meeting, NetworkMeeting.OPEN if is_target else NetworkMeeting.Status.values)


def _refuse_told(item: AgendaItem, meeting: NetworkMeeting, *, is_out: bool) -> AgendaItem:
    """What has been agreed or written into the minutes is not made undone by moving where it came from."""
    stored = AgendaItem.objects.filter(pk=item.pk, meeting=meeting).select_related("meeting").first()
    if stored is None:
        raise ValidationError("Punktet er flyttet eller fjernet i mellemtiden.")
    if stored.decisions.exists():
        raise ValidationError(DECIDED)
    _refuse_minuted(stored, meeting, is_out=is_out)
    return stored


def _refuse_minuted(item: AgendaItem, meeting: NetworkMeeting, *, is_out: bool) -> None:
    """Minutes are rewritten freely, so no search tells what stands in them: what is for everybody goes into
    their first draft, what is for some only by somebody's hand."""
    if not meeting.minutes.strip():
        return
    if item.is_for_everybody and meeting.minutes_are_shared:
        raise ValidationError(IN_WHAT_WAS_SHARED)
    if item.is_for_everybody and not is_out:
        raise ValidationError({"is_out": IN_THE_DRAFT})
    notes = item.notes.strip()
    if not item.is_for_everybody and not is_out and len(notes) >= TELLING and notes in meeting.minutes:
        raise ValidationError({"is_out": NOTES_IN_MINUTES})


def _refuse_stranger(item: AgendaItem) -> None:
    members = CoursePerson.objects.filter(course_id=item.meeting.course_id, ends_on=None)
    if item.person_id and not members.filter(citizen_id=item.person_id).exists():
        raise ValidationError({"person": "Vælg en, der er med i forløbet."})
