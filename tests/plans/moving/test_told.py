"""Who is told of a note that was moved, and the pages that lead to what it led to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.documents.models import StoredDocument
from borgerforloeb.notices.models import Notice
from plans.actions.moving import MOVED
from plans.models import MovedText
from roles.models import Assignment, Role
from tests.factories import (
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_goal,
    make_plan,
)
from tests.plans.factories import make_note
from tests.plans.moving.made import move

pytestmark = pytest.mark.django_db


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


def test_of_what_was_shielded_the_others_see_no_line(client, wrong, right, sanne):
    for course in (wrong.plan.course, right.plan.course):
        Assignment.objects.filter(user=sanne, course=course).update(sees_shielded=True)
    note = make_note(wrong, written_by=sanne, level="shielded")
    move(note, right, sanne)
    client.force_login(konsulent_of(wrong.plan.course))

    assert (
        "flyttet herfra"
        not in client.get(reverse("plans:notes", args=[wrong.plan.course_id])).content.decode()
    )
