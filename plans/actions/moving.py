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
from borgerforloeb.citizens.models import Confidential, Course, Domain, Level
from borgerforloeb.notices.actions import tell_at_once
from plans.actions.writing import lock, may_read_row, save_readable
from plans.models import Goal, MovedText, Note
from roles.actions.emergency import coordinators_of, holders_of
from roles.models import Assignment, Role
from roles.permissions import Access, Permission, access_to, require

MOVED = "text_moved"
OPENED = (
    "Noten er kun for sit eget område, og på det mål kunne hele teamet læse den. Vælg et mål på samme område."
)
NOT_YOUR_FIELD = (
    "Noten er kun for et område, som ikke er dit. Bed en på området om at flytte den til et andet område."
)
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
    if stored.goal_id == to.pk:
        raise ValidationError({"goal_id": "Noten står på det mål. Vælg et andet."})
    ends.refuse_opening(stored, to.domain)
    stood = _marks(stored) | {"goal_id": stored.goal_id}
    stored.goal, stored.person_id, stored.domain = to, to.person_id, to.domain
    save_readable(stored, ends.there)
    told = {"kind": MovedText.Kind.NOTE, "why": why, "since": stored.written_at, "moved_at": at}
    ends.author = stored.written_by_id
    return ends.tell(stored, stood, _marks(stored) | {"goal_id": to.pk}, **told)


class Ends:
    """The course that a text is moved from, and the one that it is moved to; they may be the same."""

    def __init__(self, away: UUID, to: UUID, *, by: User) -> None:
        self.away, self.to, self.by = away, to, by
        self.here, self.there = access_to(by, away), access_to(by, to)
        # Who wrote it, where that is known: always told.
        self.author: int | None = None

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
        self, row: Confidential, stood: dict[str, Any], stands: dict[str, Any], **told: Any
    ) -> MovedText:
        """One row, one event and one notice at each end, joined in the log by their numbers alone."""
        since, until = self._came(told["kind"], row.pk) or told["since"], told["moved_at"]
        told |= {"key": row.pk, "since": since, "moved_by": self.by, "readers": self._readers(since, until)}
        away = self._tell(row, Way.AWAY, self.away, self.here, stood, told)
        here = self._tell(row, Way.HERE, self.to, self.there, stands, told | {"from": away.pk})
        for moved in [away] if self.to == self.away else [away, here]:
            _tell_who_answers(moved, self.author)
        return away

    def _tell(
        self, row: Confidential, way: str, course: UUID, access: Access, marks: dict[str, Any], told: Any
    ) -> MovedText:
        joined = {"from_moved": told["from"]} if "from" in told else {}
        fields = {name: value for name, value in told.items() if name != "from"}
        moved = MovedText(course_id=course, way=way, **marks, **fields)
        moved.save()
        record(
            f"text.moved_{way}",
            by=self.by,
            target=row,
            course_id=course,
            persons=[moved.person_id] if moved.person_id else [],
            basis=access.basis,
            reason=str(MovedText.Why(moved.why).label),
            **moved.field_and_level,
            moved=moved.pk,
            **joined,
        )
        return moved

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


def _marks(row: Confidential) -> dict[str, Any]:
    return {"person_id": row.person_id, "domain": row.domain, "level": row.level}


def _tell_who_answers(moved: MovedText, author: int | None) -> None:
    """The coordinator, or the borgerkonsulent of what the coordinator moves herself; and whoever wrote it,
    who may have left the course."""
    course = Course(pk=moved.course_id)
    recipients = coordinators_of(course) - {moved.moved_by_id}
    if not recipients:
        recipients = holders_of(course, Role.BORGERKONSULENT)
    works_here = Assignment.objects.in_force().filter(course=course, user=author)
    if author is not None and works_here.exists():
        recipients |= {author}
    tell_at_once(
        MOVED,
        f"moved:{moved.pk}",
        due_on=localdate(moved.moved_at),
        recipients=recipients - {moved.moved_by_id},
        course_id=moved.course_id,
        path=reverse("plans:moved", args=[moved.course_id, moved.pk]),
    )
