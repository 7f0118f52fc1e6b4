"""A note that was written about the wrong citizen is moved, and is nowhere to be read where it stood."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.documents.models import StoredDocument
from borgerforloeb.notices.models import Notice
from plans.actions.moving import MOVED, move_note
from plans.models import MovedText, Note
from roles.models import Assignment, Role
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_goal,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db
WORDS = "Emil ringede og sagde, at han sover hos sin bror."


@pytest.fixture
def wrong():
    return make_plan().goals.get()


@pytest.fixture
def right():
    course = make_course(citizens=[make_citizen("Emil", "Bach")])
    return make_goal(make_plan(course), "Jeg sover om natten", domain="social")


@pytest.fixture
def sanne(wrong, right):
    """Works in both, and wrote it in the wrong one."""
    user = make_user("Sanne Krogh")
    assign(user, wrong.plan.course)
    assign(user, right.plan.course)
    return user


@pytest.fixture
def note(wrong, sanne):
    about = {"person": wrong.person, "domain": wrong.domain}
    return Note.objects.create(goal=wrong, text=WORDS, about_on=TODAY, written_by=sanne, **about)


def move(note, to, by, why="citizen", at=None):
    return move_note(note, to=to, why=why, at=at or timezone.now(), by=by)


def coordinate(user, *courses):
    """The same coordinates them all."""
    for course in courses:
        Assignment.objects.filter(course=course, role=Role.COORDINATING_CASEWORKER).update(user=user)


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
    Note.objects.filter(pk=note.pk).update(level="shielded")
    note.refresh_from_db()
    with pytest.raises(PermissionDenied):
        move(note, right, sanne)


def test_it_is_not_moved_out_of_ones_own_sight(note, wrong, right, sanne):
    right.domain = "health"
    right.save()
    Note.objects.filter(pk=note.pk).update(level="domain")
    note.refresh_from_db()
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


def test_both_coordinators_are_told_and_see_it_settled(client, note, wrong, right, sanne):
    away = move(note, right, sanne)

    told = Notice.objects.filter(kind=MOVED).order_by("course_id")
    both = {(one.recipient, one.course_id) for one in told}
    assert both == {(caseworker_of(goal.plan.course), goal.plan.course_id) for goal in (wrong, right)}
    client.force_login(caseworker_of(wrong.plan.course))
    assert "En tekst stod forkert og er flyttet" in client.get("/").content.decode()
    page = reverse("plans:moved", args=[wrong.plan.course_id, away.pk])
    assert client.get(page).status_code == 200
    assert told.get(course_id=wrong.plan.course_id).settled_at


def test_what_was_handed_out_meanwhile_is_listed(client, note, wrong, right, sanne):
    course, at = wrong.plan.course, timezone.now()
    _hand_out(course, "Retten i Hegnsborg", at)
    _hand_out(course, "Politiet", at - timedelta(days=400))
    moved = move(note, right, sanne, at=at + timedelta(minutes=1))
    _hand_out(course, "Region Øst", at + timedelta(minutes=2))
    client.force_login(sanne)

    shown = client.get(reverse("plans:moved", args=[course.pk, moved.pk])).content.decode()

    told = [name in shown for name in ("Retten i Hegnsborg", "Politiet", "Region Øst")]
    assert told == [True, False, False]
    came = MovedText.objects.get(way="here")
    there = client.get(reverse("plans:moved", args=[right.plan.course_id, came.pk])).content.decode()
    assert "Retten i Hegnsborg" not in there
    assert course.name not in there


def _hand_out(course, recipient, at):
    by = caseworker_of(course)
    document = StoredDocument.objects.create(
        kind="plan", owner_key=recipient, course_id=course.pk, title="Plan", content=b"x", sha256="x",
        pages=1, made_at=at,
    )  # fmt: skip
    given = {"status": "released", "document": document, "released_at": at, "released_by": by, "made_at": at}
    about = {"course": course, "about": main_person(course), "what": "Planen", "source": "x", "made_by": by}
    to = {"to": "authority", "recipient": recipient, "basis": "§ 1", "edition": "authority"}
    Disclosure.objects.create(**about, **given, **to)


def test_how_many_opened_the_course_meanwhile_is_counted(client, note, wrong, right, sanne):
    for user in (konsulent_of(wrong.plan.course), sanne):
        client.force_login(user)
        client.get(reverse("plans:notes", args=[wrong.plan.course_id]))

    assert move(note, right, sanne).readers == 1


def test_moved_again_it_has_stood_there_only_since_it_came(client, note, wrong, right, sanne):
    client.force_login(konsulent_of(right.plan.course))
    client.get(reverse("plans:notes", args=[right.plan.course_id]))
    move(note, right, sanne)
    note.refresh_from_db()

    back = move(note, wrong, sanne)

    assert (back.since, back.readers) == (MovedText.objects.filter(way="here").last().moved_at, 0)


def test_the_pages_lead_from_the_note_to_what_it_led_to(client, note, wrong, right, sanne):
    client.force_login(sanne)
    notes = reverse("plans:notes", args=[wrong.plan.course_id])
    page = reverse("plans:note_move", args=[wrong.plan.course_id, note.pk])
    assert page in client.get(notes).content.decode()
    assert right.title not in client.get(page).content.decode()
    chosen = f"{page}?to={right.plan.course_id}"
    assert right.title in client.get(chosen).content.decode()
    assert client.post(chosen, {"goal_id": right.pk}).status_code == 422

    sent = client.post(chosen, {"goal_id": right.pk, "why": "citizen"})

    led_to = reverse("plans:moved", args=[wrong.plan.course_id, MovedText.objects.get(way="away").pk])
    assert sent.url == led_to
    # Pressed twice.
    assert client.post(chosen, {"goal_id": right.pk, "why": "citizen"}).url == led_to
    assert MovedText.objects.count() == 2
    assert led_to in client.get(notes).content.decode()


def test_pressed_twice_within_one_course_is_told_apart_from_a_second_move(client, note, wrong, sanne):
    client.force_login(sanne)
    goals = [make_goal(wrong.plan, title) for title in ("Et andet mål", "Et tredje mål")]
    page = reverse("plans:note_move", args=[wrong.plan.course_id, note.pk])
    chosen = f"{page}?to={wrong.plan.course_id}"

    first = client.post(chosen, {"goal_id": goals[0].pk, "why": "course"})
    again = client.post(chosen, {"goal_id": goals[0].pk, "why": "course"})

    assert (again.status_code, again.url) == (302, first.url)
    assert MovedText.objects.count() == 2
    assert client.post(chosen, {"goal_id": goals[1].pk, "why": "course"}).url != first.url
    note.refresh_from_db()
    assert note.goal == goals[1]


def test_a_course_that_one_only_reads_is_refused_in_words(client, note, wrong, sanne):
    other = make_plan().course
    assign(sanne, other, Role.READER, expires_at=timezone.now() + timedelta(days=1), reason="Ser efter.")
    client.force_login(sanne)

    page = client.get(reverse("plans:note_move", args=[wrong.plan.course_id, note.pk]), {"to": other.pk})

    assert page.status_code == 422
    assert "må ikke skrive i det forløb" in page.content.decode()


def test_a_course_or_a_goal_that_is_not_ones_own_is_no_choice(client, note, wrong, right, sanne):
    other = make_plan().goals.get()
    client.force_login(sanne)
    page = reverse("plans:note_move", args=[wrong.plan.course_id, note.pk])

    assert client.get(page, {"to": other.plan.course_id}).status_code == 422
    chosen = f"{page}?to={right.plan.course_id}"
    assert client.post(chosen, {"goal_id": other.pk, "why": "citizen"}).status_code == 422
    note.refresh_from_db()
    assert note.goal == wrong


def test_of_what_was_shielded_the_others_see_no_line(client, note, wrong, right, sanne):
    for course in (wrong.plan.course, right.plan.course):
        Assignment.objects.filter(user=sanne, course=course).update(sees_shielded=True)
    Note.objects.filter(pk=note.pk).update(level="shielded")
    note.refresh_from_db()
    move(note, right, sanne)
    client.force_login(konsulent_of(wrong.plan.course))

    assert (
        "flyttet herfra"
        not in client.get(reverse("plans:notes", args=[wrong.plan.course_id])).content.decode()
    )
