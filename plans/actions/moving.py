"""A text that was written about the wrong person, or in the wrong course, is moved to where it belongs.

It is the same row in another place, so nobody finds it again where it stood. Each end is told to the log and
to whoever coordinates the course, and neither end tells of the other.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import AuditEvent, Kind, Outcome
from borgerforloeb.citizens.models import Confidential, Domain, Level
from borgerforloeb.notices.actions import tell_at_once
from plans.actions.writing import lock, may_read_row, persons_of, save_readable
from plans.models import Goal, MovedText, Note
from roles.models import Assignment, Role
from roles.permissions import Access, Permission, access_to, require

MOVED = "text_moved"
OPENED = (
    "Noten er kun for sit eget område, og på det mål kunne hele teamet læse den. Vælg et mål på samme område."
)
NOT_YOUR_FIELD = (
    "Noten er kun for et område, som ikke er dit. Bed en på området om at flytte den til et andet område."
)
UNSIGNED = "Noten er en kladde, som kun du kan læse. Kassér den, og skriv den på det rigtige mål."
ADDENDUM = "Et tillæg flyttes sammen med den note, som det retter. Flyt noten."
Way = MovedText.Way
# Uses by which somebody can have read what stood there.
READS = (Kind.VIEW, Kind.PRINT, Kind.CHANGE)


@transaction.atomic
def move_note(note: Note, *, to: Goal, why: str, at: datetime, by: User) -> MovedText:
    """It takes its person and field from the goal that it comes to, as if it had been written there."""
    ends = Ends(note.goal.plan.course_id, to.plan.course_id, by=by)
    ends.require(Permission.WRITE_NOTE, is_own=note.written_by_id == by.pk)
    ends.refuse_unread(note)
    stored, to = lock(note), lock(to)
    if stored.goal_id != note.goal_id:
        raise ValidationError("Noten er flyttet i mellemtiden.")
    _refuse_part(stored)
    if stored.goal_id == to.pk:
        raise ValidationError({"goal_id": "Noten står på det mål. Vælg et andet."})
    ends.refuse_opening(stored, to.domain)
    stood = stored.marks | {"goal_id": stored.goal_id}
    stored.goal, stored.person_id, stored.domain = to, to.person_id, to.domain
    save_readable(stored, ends.there)
    # What corrects a note is a part of it, and is told of with it.
    stored.addenda.update(goal=to, person_id=to.person_id, domain=to.domain)
    stands = stored.marks | {"goal_id": to.pk}
    told = {"kind": MovedText.Kind.NOTE, "why": why, "since": stored.signed_at, "moved_at": at}
    return ends.tell(stored, stood, stands, author=stored.written_by_id, **told)


def _refuse_part(note: Note) -> None:
    if not note.is_signed:
        raise ValidationError(UNSIGNED)
    if note.addendum_to_id is not None:
        raise ValidationError(ADDENDUM)


class Ends:
    """The course that a text is moved from, and the one that it is moved to; they may be the same."""

    def __init__(self, away: UUID, to: UUID, *, by: User) -> None:
        self.away, self.to, self.by = away, to, by
        self.here, self.there = access_to(by, away), access_to(by, to)

    def require(self, writes: Permission, *, is_own: bool) -> None:
        """Whoever wrote it, or the coordinator of both; nobody gets by it into a course that is closed."""
        require(self.by, writes, self.to)
        coordinates = Permission.MOVE_TEXT in self.here and Permission.MOVE_TEXT in self.there
        if not coordinates and not (is_own and writes in self.here):
            raise PermissionDenied

    def refuse_unread(self, row: Confidential) -> None:
        if not may_read_row(self.here, row):
            raise PermissionDenied

    def refuse_opening(self, row: Confidential, domain: str) -> None:
        """Kept for one field, it comes to the readers of another by nobody who does not hold the first, and
        to all by nobody."""
        if row.level != Level.DOMAIN or domain == row.domain or row.domain == Domain.COMMON:
            return
        if domain == Domain.COMMON:
            raise ValidationError({"goal_id": OPENED})
        # By an assignment of her own: a sharing basis lets one read and decide nothing.
        if not any(row.domain in one.domains and one.is_about(row.person_id) for one in self.here.reach):
            raise ValidationError({"goal_id": NOT_YOUR_FIELD})

    def tell(
        self,
        row: Confidential,
        stood: dict[str, Any],
        stands: dict[str, Any],
        *,
        author: int | None,
        **told: Any,
    ) -> MovedText:
        """One row, one event and one notice at each end, joined in the log by their numbers alone.

        `author` is always told, where it is known who wrote it.
        """
        since, until = self._came(told["kind"], row.pk) or told["since"], told["moved_at"]
        told |= {"key": row.pk, "since": since, "moved_by": self.by, "readers": self._readers(since, until)}
        away = MovedText(course_id=self.away, way=Way.AWAY, **stood, **told)
        here = MovedText(course_id=self.to, way=Way.HERE, **stands, **told)
        away.save()
        here.save()
        self._record(away, row, self.here)
        self._record(here, row, self.there, from_moved=away.pk)
        for moved in [away] if self.to == self.away else [away, here]:
            _tell_who_answers(moved, author)
        return away

    def _record(self, moved: MovedText, row: Confidential, access: Access, **joined: Any) -> None:
        record(
            f"text.moved_{moved.way}",
            by=self.by,
            target=row,
            course_id=moved.course_id,
            persons=persons_of(moved),
            basis=access.basis,
            reason=str(MovedText.Why(moved.why).label),
            **moved.field_and_level,
            moved=moved.pk,
            **joined,
        )

    def _came(self, kind: str, key: int) -> datetime | None:
        """What was moved hither has stood here only since then."""
        came = MovedText.objects.filter(way=Way.HERE, kind=kind, key=key, course_id=self.away)
        return came.values_list("moved_at", flat=True).first()

    def _readers(self, since: datetime | None, until: datetime) -> int:
        """Employees beside the mover who opened the wrong course while the text stood there."""
        found = AuditEvent.objects.filter(course_id=self.away, kind__in=READS, outcome=Outcome.DONE)
        found = found.filter(at__lte=until, **({"at__gte": since} if since else {}))
        others = found.exclude(actor_id=None).exclude(actor_id=self.by.pk)
        return others.order_by().values("actor_id").distinct().count()


def _tell_who_answers(moved: MovedText, author: int | None) -> None:
    """The coordinator, or the borgerkonsulent of what the coordinator moves herself; and whoever wrote it,
    who may have left the course."""
    held = Assignment.objects.in_force().filter(course=moved.course_id)
    recipients = held.coordinating().user_ids() - {moved.moved_by_id}
    if not recipients:
        recipients = held.acting_as(Role.BORGERKONSULENT).user_ids()
    recipients |= held.filter(user=author).user_ids()
    tell_at_once(
        MOVED,
        f"moved:{moved.pk}",
        due_on=localdate(moved.moved_at),
        recipients=recipients - {moved.moved_by_id},
        course_id=moved.course_id,
        path=reverse("plans:moved", args=[moved.course_id, moved.pk]),
    )
