"""A note is a draft that its author alone reads, until she signs it. Then it is locked, and what was wrong in
it is put right by an addendum below it.
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from plans.actions.writing import lock, lock_version, may_read_row, persons_of, put, save_readable
from plans.models import Goal, Note
from roles.permissions import Access, Permission, require

LOCKED = "Noten er underskrevet og kan ikke ændres. Skriv et tillæg til den."
STILL_DRAFT = "Noten er ikke underskrevet endnu. Ret i den i stedet for at skrive et tillæg."


@transaction.atomic
def write_note(
    goal: Goal, *, text: str, about_on: date, today: date, level: str, by: User, as_draft: bool = False
) -> Note:
    """A note takes its person and field from the goal; it is never open to more people than it says."""
    access = require(by, Permission.WRITE_NOTE, goal.plan.course_id)
    _refuse_what_is_to_come(about_on, today)
    goal = lock(goal)
    written = goal.notes.of_their_own().filter(text=text, about_on=about_on, written_by=by)
    same = (written.drafts() if as_draft else written.signed()).first()
    if same is not None:
        return same
    note = Note(goal=goal, text=text, about_on=about_on, written_by=by)
    if as_draft:
        note.signed_at = None
    note.person_id, note.domain, note.level = goal.person_id, goal.domain, level
    save_readable(note, access)
    _record("plan.note_drafted" if as_draft else "plan.note_written", note, by)
    return note


@transaction.atomic
def edit_note(
    note: Note, *, version: int, at: datetime, by: User, as_draft: bool = False, **fields: Any
) -> Note:
    """The author's alone; signed, unless it is to stay a draft."""
    access = _require_author(note, by)
    _refuse_what_is_to_come(fields["about_on"], localdate(at))
    stored = _lock_draft(note, version)
    # Nobody else has read it, so it may be opened to more; and its goal may have been put right meanwhile.
    level, goal = fields.pop("level", stored.level), lock(stored.goal)
    changed = put(stored, fields) + ([] if level == stored.level else ["level"])
    stored.person_id, stored.domain, stored.level = goal.person_id, goal.domain, level
    if not as_draft:
        stored.signed_at = at
    save_readable(stored, access)
    _record("plan.note_edited" if as_draft else "plan.note_signed", stored, by, changed=changed)
    return stored


@transaction.atomic
def discard_note(note: Note, *, version: int, by: User) -> None:
    """Nobody else has read it, so nothing that anybody acted on is lost; nor what its author has not seen."""
    _require_author(note, by)
    stored = _lock_draft(note, version)
    _record("plan.note_discarded", stored, by)
    stored.delete()


@transaction.atomic
def add_addendum(note: Note, *, text: str, by: User) -> Note:
    """Below the note that it corrects, and for those who may read that one. Whoever helps may know better."""
    access = require(by, Permission.WRITE_NOTE, note.goal.plan.course_id)
    note = lock(note)
    if not may_read_row(access, note) or not (note.is_signed or note.written_by_id == by.pk):
        raise PermissionDenied
    if not note.is_signed:
        raise ValidationError(STILL_DRAFT)
    if note.addendum_to_id is not None:
        raise ValidationError("Skriv tillægget til selve noten.")
    same = note.addenda.filter(text=text, written_by=by).first()
    if same is not None:
        return same
    addendum = Note(goal=note.goal, addendum_to=note, text=text, about_on=note.about_on, written_by=by)
    addendum.person_id, addendum.domain, addendum.level = note.person_id, note.domain, note.level
    save_readable(addendum, access)
    _record("plan.addendum_written", addendum, by, to=note.pk)
    return addendum


def _require_author(note: Note, by: User) -> Access:
    if note.written_by_id != by.pk:
        raise PermissionDenied
    return require(by, Permission.WRITE_NOTE, note.goal.plan.course_id)


def _lock_draft(note: Note, version: int) -> Note:
    """That it is signed is told before that it was saved meanwhile."""
    if lock(note).is_signed:
        raise ValidationError(LOCKED)
    return lock_version(note, version)


def _refuse_what_is_to_come(about_on: date, today: date) -> None:
    if about_on > today:
        raise ValidationError(
            {"about_on": "Noten handler om noget, der er sket. Vælg i dag eller en dag før."}
        )


def _record(action: str, note: Note, by: User, **details: Any) -> None:
    record(
        action,
        by=by,
        target=note,
        course_id=note.goal.plan.course_id,
        persons=persons_of(note),
        **note.field_and_level,
        goal=note.goal_id,
        **details,
    )
