"""A note is its author's until it is signed; then it is locked, and corrected by an addendum."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.audit.words import words_of
from borgerforloeb.citizens.models import Course, Stale
from plans.actions.notes import add_addendum, discard_note, edit_note, write_note
from plans.models import Note
from tests.factories import TODAY, assign, caseworker_of, konsulent_of, make_user
from tests.plans.factories import make_note

pytestmark = pytest.mark.django_db
HALF = "Freja ringede og"
NOW = timezone.now()


@pytest.fixture
def jonas(goal):
    return konsulent_of(goal.plan.course)


@pytest.fixture
def draft(goal, jonas):
    return make_note(goal, HALF, written_by=jonas, signed_at=None, about_on=timezone.localdate(NOW))


def edit(note, by, **fields):
    stands = {"text": "Freja ringede og bad om en tid.", "about_on": note.about_on, "level": note.level}
    return edit_note(note, **{"version": note.version, "at": NOW, "by": by} | stands | fields)


def told(action):
    event = AuditEvent.objects.get(action=action)
    assert words_of(action)
    assert HALF not in str(event.details)
    return event


def test_a_note_is_signed_when_it_is_written(goal, jonas):
    write_note(goal, text=HALF, about_on=TODAY, today=TODAY, level="common", by=jonas)

    assert Note.objects.get().is_signed


def test_a_draft_is_read_by_its_author_alone(goal, jonas):
    given = {"text": HALF, "about_on": TODAY, "today": TODAY, "level": "common", "by": jonas}
    for _ in range(2):
        draft = write_note(goal, as_draft=True, **given)

    assert list(Note.objects.visible_to(jonas)) == [draft]
    assert not Note.objects.visible_to(caseworker_of(goal.plan.course)).exists()
    assert told("plan.note_drafted").details == {"goal": goal.pk}
    # The same words signed are another act, not the same one once more.
    assert write_note(goal, **given).is_signed


def test_an_author_who_left_reads_her_draft_no_more(goal, draft, jonas):
    goal.plan.course.assignments.filter(user=jonas).update(user=make_user("Ny Konsulent"))

    assert not Note.objects.visible_to(jonas).exists()


def test_it_is_kept_as_a_draft_or_signed(draft, jonas):
    kept = edit(draft, jonas, as_draft=True)
    assert (kept.is_signed, kept.version) == (False, 1)
    assert told("plan.note_edited").details["changed"] == ["text"]

    signed = edit(kept, jonas)

    draft.refresh_from_db()
    assert (signed.text, draft.signed_at) == ("Freja ringede og bad om en tid.", NOW)
    assert told("plan.note_signed").person_ids == [draft.person_id]


def test_a_signed_note_is_not_edited_or_discarded(draft, jonas):
    edit(draft, jonas)

    with pytest.raises(ValidationError, match="Skriv et tillæg"):
        edit(draft, jonas, text="Noget andet.")
    with pytest.raises(ValidationError, match="Skriv et tillæg"):
        discard_note(draft, version=draft.version, by=jonas)


def test_two_windows_do_not_write_over_each_other(draft, jonas):
    edit(draft, jonas, as_draft=True)

    with pytest.raises(Stale):
        edit(draft, jonas, text="Fra det andet vindue.")


def test_what_is_to_come_is_not_told_by_a_draft_either(draft, jonas):
    with pytest.raises(ValidationError, match="er sket"):
        edit(draft, jonas, about_on=timezone.localdate(NOW) + timedelta(days=1))


def test_nobody_else_edits_signs_or_discards_a_draft(draft, goal):
    katrine = caseworker_of(goal.plan.course)
    with pytest.raises(PermissionDenied):
        edit(draft, katrine)
    with pytest.raises(PermissionDenied):
        discard_note(draft, version=draft.version, by=katrine)


def test_an_author_without_a_role_any_more_does_not(draft, goal, jonas):
    goal.plan.course.assignments.filter(user=jonas).update(user=make_user("Ny Konsulent"))
    with pytest.raises(PermissionDenied):
        edit(draft, jonas)
    with pytest.raises(PermissionDenied):
        discard_note(draft, version=draft.version, by=jonas)


def test_a_draft_is_discarded(draft, jonas):
    discard_note(draft, version=draft.version, by=jonas)

    assert not Note.objects.exists()
    assert told("plan.note_discarded").target == f"plans.note:{draft.pk}"


def test_what_was_written_since_is_not_discarded_unseen(draft, jonas):
    edit(draft, jonas, as_draft=True)

    with pytest.raises(Stale):
        discard_note(draft, version=0, by=jonas)
    assert Note.objects.exists()


def test_it_is_signed_as_what_its_goal_is_by_then(goal, draft, jonas):
    type(goal).objects.filter(pk=goal.pk).update(domain="common", person=None)

    signed = edit(draft, jonas)

    signed.refresh_from_db()
    assert (signed.domain, signed.person) == ("common", None)


def test_a_draft_that_was_kept_for_few_by_mistake_is_opened_by_its_author(goal, jonas):
    draft = make_note(goal, HALF, written_by=jonas, signed_at=None, level="domain", about_on=TODAY)

    assert edit(draft, jonas, level="common").level == "common"
    assert sorted(told("plan.note_signed").details["changed"]) == ["level", "text"]


def test_drafts_and_addenda_are_told_apart_from_notes(goal, draft, jonas):
    note = make_note(goal, written_by=jonas)
    below = add_addendum(note, text="Det var onsdag.", by=jonas)

    assert list(Note.objects.drafts()) == [draft]
    assert set(Note.objects.signed()) == {note, below}
    assert set(Note.objects.of_their_own()) == {note, draft}


def test_in_a_closed_course_no_note_is_written_signed_discarded_or_corrected(goal, draft, jonas):
    note = make_note(goal, written_by=jonas)
    Course.objects.filter(pk=goal.plan.course_id).update(status="closed", closed_on=TODAY, closing="job")

    given = {"text": HALF, "about_on": TODAY, "today": TODAY, "level": "common", "by": jonas}
    with pytest.raises(PermissionDenied):
        write_note(goal, **given)
    with pytest.raises(PermissionDenied):
        edit(draft, jonas)
    with pytest.raises(PermissionDenied):
        discard_note(draft, version=draft.version, by=jonas)
    with pytest.raises(PermissionDenied):
        add_addendum(note, text="Det var onsdag.", by=jonas)


FROZEN = {
    "text": "Noget andet.",
    "about_on": TODAY - timedelta(days=1),
    "level": "shielded",
    "domain": "health",
    "person": None,
    "signed_at": None,
    "written_at": NOW - timedelta(days=9),
}


@pytest.mark.parametrize("name", FROZEN)
def test_the_database_keeps_a_signed_note_as_it_is(goal, name):
    note = make_note(goal)

    with pytest.raises((InternalError, ProgrammingError), match="Cannot update"), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(**{name: FROZEN[name]})


def test_the_database_keeps_its_author_too(goal):
    note = make_note(goal)

    with pytest.raises((InternalError, ProgrammingError), match="Cannot update"), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(written_by=make_user("En Anden"))
    with pytest.raises((InternalError, ProgrammingError), match="Cannot delete"), transaction.atomic():
        note.delete()


def test_an_addendum_stands_on_the_note_with_its_marks_and_its_day(goal, jonas):
    note = make_note(goal, level="domain", about_on=TODAY - timedelta(days=3))

    for _ in range(2):
        added = add_addendum(note, text="Det var mandag.", by=jonas)

    assert list(note.addenda.all()) == [added]
    assert (added.goal, added.marks, added.about_on) == (note.goal, note.marks, note.about_on)
    assert (added.written_by, added.is_signed) == (jonas, True)
    assert told("plan.addendum_written").details == {"goal": goal.pk, "to": note.pk}


def test_a_draft_and_an_addendum_get_none(draft, goal, jonas):
    with pytest.raises(ValidationError, match="ikke underskrevet"):
        add_addendum(draft, text="Det var mandag.", by=jonas)
    added = add_addendum(make_note(goal), text="Det var mandag.", by=jonas)
    with pytest.raises(ValidationError, match="selve noten"):
        add_addendum(added, text="Eller tirsdag.", by=jonas)


def test_an_addendum_is_written_by_those_who_may_read_the_note_and_write(draft, goal, jonas):
    katrine = caseworker_of(goal.plan.course)
    for note, by in (
        (make_note(goal), make_user("Stig Fremmed")),
        (make_note(goal, level="shielded"), jonas),
        (draft, katrine),
    ):
        with pytest.raises(PermissionDenied):
            add_addendum(note, text="Det var mandag.", by=by)


def test_the_database_knows_no_addendum_that_is_not_signed(goal):
    note = make_note(goal)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_note(goal, addendum_to=note, signed_at=None)


@pytest.mark.parametrize(("days", "late"), [(0, False), (5, False), (6, True)])
def test_a_note_that_waited_more_than_a_working_week_is_late(goal, days, late):
    note = make_note(goal, about_on=timezone.localdate(NOW) - timedelta(days=days), signed_at=NOW)

    assert note.is_late is late


def test_a_draft_is_not_late_yet(draft):
    draft.about_on = TODAY - timedelta(days=60)

    assert not draft.is_late


def test_a_team_member_who_may_write_notes_adds_one(goal):
    sanne = make_user("Sanne Krogh")
    assign(sanne, goal.plan.course)

    assert add_addendum(make_note(goal), text="Jeg var der også.", by=sanne).written_by == sanne
