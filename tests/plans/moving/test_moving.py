"""A note that was written about the wrong citizen is moved, and is nowhere to be read where it stood."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.notices.models import Notice
from plans.actions.moving import MOVED
from plans.actions.notes import add_addendum
from plans.models import Note
from roles.models import Assignment, Role
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_goal,
    make_user,
)
from tests.plans.factories import make_note
from tests.plans.moving.made import WORDS, coordinate, move

pytestmark = pytest.mark.django_db


def test_whoever_wrote_it_moves_it_and_it_takes_person_and_field_from_its_goal(note, right, sanne):
    move(note, right, sanne)

    note.refresh_from_db()
    assert (note.goal, note.person, note.domain, note.text) == (right, right.person, right.domain, WORDS)
    assert note.written_by == sanne


def test_readers_of_the_wrong_course_read_it_no_more(client, note, wrong, right, sanne):
    jonas = konsulent_of(wrong.plan.course)
    client.force_login(jonas)
    pages = [
        reverse(name, args=[wrong.plan.course.pk]) for name in ("plans:notes", "plans:plan", "pages:course")
    ]
    assert WORDS in client.get(pages[0]).content.decode()

    move(note, right, sanne)

    shown = [client.get(page).content.decode() for page in pages]
    assert not any(WORDS in page for page in shown)
    assert "En note blev flyttet herfra" in shown[0]
    assert "Emil" not in "".join(shown)


def test_it_is_read_where_it_belongs(client, note, right, sanne):
    move(note, right, sanne)
    client.force_login(konsulent_of(right.plan.course))

    assert WORDS in client.get(reverse("plans:notes", args=[right.plan.course.pk])).content.decode()


def test_the_coordinator_of_both_moves_what_somebody_else_wrote(note, wrong, right):
    katrine = caseworker_of(wrong.plan.course)
    coordinate(katrine, right.plan.course)

    move(note, right, katrine)

    assert Note.objects.get().goal == right


def test_the_coordinator_of_one_of_them_does_not(note, wrong, right, sanne):
    katrine = caseworker_of(wrong.plan.course)
    with pytest.raises(PermissionDenied):
        move(note, right, katrine)
    assign(katrine, right.plan.course, Role.CASEWORKER)
    with pytest.raises(PermissionDenied):
        move(note, right, katrine)


def test_a_colleague_in_both_moves_nothing_that_somebody_else_wrote(note, wrong, right):
    bo = make_user("Bo Kollega")
    assign(bo, wrong.plan.course)
    assign(bo, right.plan.course)

    with pytest.raises(PermissionDenied):
        move(note, right, bo)


def test_nobody_gets_a_text_into_a_course_by_it_that_is_not_theirs(note, right, sanne):
    Assignment.objects.filter(user=sanne, course=right.plan.course).update(ends_on=TODAY)
    with pytest.raises(PermissionDenied):
        move(note, right, sanne)


def test_nobody_gets_a_text_out_of_a_course_that_is_not_theirs_any_more(note, wrong, right, sanne):
    Assignment.objects.filter(user=sanne, course=wrong.plan.course).update(ends_on=TODAY)
    with pytest.raises(PermissionDenied):
        move(note, right, sanne)


def test_what_one_may_not_read_is_not_moved(note, right, sanne):
    note = make_note(note.goal, WORDS, written_by=sanne, level="shielded")
    with pytest.raises(PermissionDenied):
        move(note, right, sanne)


def test_it_is_not_moved_out_of_ones_own_sight(note, wrong, right, sanne):
    right.domain = "health"
    right.save()
    note = make_note(wrong, WORDS, written_by=sanne, level="domain")
    with pytest.raises(ValidationError, match="selv må læse"):
        move(note, right, sanne)


def test_to_where_it_stands_is_no_move(note, wrong, sanne):
    with pytest.raises(ValidationError, match="står på det mål"):
        move(note, wrong, sanne)


def test_a_text_that_somebody_moved_first_is_not_moved_again(note, wrong, right, sanne):
    seen = Note.objects.get(pk=note.pk)
    move(note, right, sanne)
    with pytest.raises(ValidationError, match="i mellemtiden"):
        move(seen, make_goal(wrong.plan, "Et andet mål"), sanne)


def test_within_a_family_it_is_moved_to_whom_it_is_about(note, wrong, sanne):
    ida = make_citizen("Ida")
    wrong.plan.course.memberships.create(
        citizen=ida, part="child", starts_on=TODAY, added_by=caseworker_of(wrong.plan.course)
    )
    move(note, make_goal(wrong.plan, "Idas mål", person=ida), sanne, why="member")

    assert Note.objects.get().person == ida
    assert Notice.objects.filter(kind=MOVED).count() == 1


def test_from_a_closed_course_the_coordinator_moves_it_and_its_writer_does_not(note, wrong, right, sanne):
    katrine = caseworker_of(wrong.plan.course)
    coordinate(katrine, right.plan.course)
    type(wrong.plan.course).objects.filter(pk=wrong.plan.course.pk).update(
        status="closed", closed_on=TODAY, closing="other"
    )
    with pytest.raises(PermissionDenied):
        move(note, right, sanne)

    move(note, right, katrine)

    assert Note.objects.get().goal == right


def test_into_a_closed_course_nothing_is_moved(note, right, sanne):
    type(right.plan.course).objects.filter(pk=right.plan.course.pk).update(
        status="closed", closed_on=TODAY, closing="other"
    )
    with pytest.raises(PermissionDenied):
        move(note, right, sanne)


def test_the_log_tells_of_each_end_by_itself(note, wrong, right, sanne):
    away = move(note, right, sanne)

    left, came = (AuditEvent.objects.get(action=f"text.moved_{way}") for way in ("away", "here"))
    assert (left.course_id, left.person_ids) == (wrong.plan.course_id, [main_person(wrong.plan.course).pk])
    assert (came.course_id, came.person_ids) == (right.plan.course_id, [main_person(right.plan.course).pk])
    assert left.target == came.target == f"plans.note:{note.pk}"
    assert left.reason == "Teksten handler om en anden borger"
    assert (left.details["moved"], came.details["from_moved"]) == (away.pk, away.pk)
    assert "Emil" not in str(vars(left))
    assert WORDS not in str(vars(left)) + str(vars(came))


def test_its_addenda_come_along_and_not_by_themselves(note, right, sanne):
    added = add_addendum(note, text="Det var hans bror.", by=sanne)
    with pytest.raises(ValidationError, match="sammen med den note"):
        move(added, right, sanne)

    move(note, right, sanne)

    added.refresh_from_db()
    assert (added.goal, added.person, added.domain) == (right, right.person, right.domain)


def test_it_has_stood_there_since_it_was_signed(wrong, right, sanne):
    signed_at = timezone.now() - timedelta(minutes=5)
    note = make_note(wrong, WORDS, written_by=sanne, signed_at=signed_at)

    assert move(note, right, sanne).since == signed_at


def test_a_draft_is_not_moved(wrong, right, sanne):
    with pytest.raises(ValidationError, match="kladde"):
        move(make_note(wrong, WORDS, written_by=sanne, signed_at=None), right, sanne)
