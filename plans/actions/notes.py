from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from plans.actions.writing import lock, persons_of, save_readable
from plans.models import Goal, Note
from roles.permissions import Permission, require


@transaction.atomic
def write_note(goal: Goal, *, text: str, about_on: date, today: date, level: str, by: User) -> Note:
    """A note takes its person and field from the goal; it is never open to more people than it says."""
    access = require(by, Permission.WRITE_NOTE, goal.plan.course_id)
    if about_on > today:
        raise ValidationError(
            {"about_on": "Noten handler om noget, der er sket. Vælg i dag eller en dag før."}
        )
    goal = lock(goal)
    same = goal.notes.filter(text=text, about_on=about_on, written_by=by).first()
    if same is not None:
        return same
    note = Note(goal=goal, text=text, about_on=about_on, written_by=by)
    note.person_id, note.domain, note.level = goal.person_id, goal.domain, level
    save_readable(note, access)
    course_id = goal.plan.course_id
    record(
        "plan.note_written",
        by=by,
        target=note,
        course_id=course_id,
        persons=persons_of(note),
        **note.field_and_level,
        goal=goal.pk,
    )
    return note
