"""Notes stand on a goal and are read by those who may read both."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from plans.actions.notes import write_note
from plans.models import Note
from tests.factories import TODAY, assign, konsulent_of, make_user

pytestmark = pytest.mark.django_db


def _write(goal, by, text="Freja ringede selv.", **fields):
    fields = {"about_on": TODAY, "today": TODAY, "level": "common"} | fields
    return write_note(goal, text=text, by=by, **fields)


def test_a_team_member_writes_a_note_with_the_goals_field(goal):
    sanne = make_user("Sanne Krogh")
    assign(sanne, goal.plan.course)

    note = _write(goal, sanne)

    assert (note.person, note.domain, note.written_by) == (goal.person, goal.domain, sanne)
    event = AuditEvent.objects.get()
    assert (event.action, event.details) == ("plan.note_written", {"goal": goal.pk})


def test_the_same_note_sent_twice_is_one(goal):
    jonas = konsulent_of(goal.plan.course)

    assert _write(goal, jonas) == _write(goal, jonas)
    assert Note.objects.count() == 1


def test_a_note_tells_of_what_has_happened(goal):
    with pytest.raises(ValidationError, match="er sket"):
        _write(goal, konsulent_of(goal.plan.course), about_on=TODAY + timedelta(days=1))


def test_nobody_writes_a_note_that_they_may_not_read(goal):
    with pytest.raises(ValidationError, match="selv må læse"):
        _write(goal, konsulent_of(goal.plan.course), level="shielded")


def test_a_stranger_writes_no_note(goal):
    with pytest.raises(PermissionDenied):
        _write(goal, make_user("Stig Fremmed"))
