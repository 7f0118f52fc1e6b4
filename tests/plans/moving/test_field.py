"""By moving, nobody opens what a colleague kept for one field; and whoever wrote it is told."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.notices.models import Notice
from plans.actions.moving import MOVED, move_note
from plans.models import Note
from roles.models import Assignment
from roles.permissions import access_to
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    make_basis,
    make_goal,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def health():
    return make_goal(make_plan(), "Søvnen", domain="health")


@pytest.fixture
def nurse(health):
    user = make_user("Bo Læge")
    assign(user, health.plan.course)
    Assignment.objects.filter(user=user).update(domains=["health", "social"])
    return user


@pytest.fixture
def note(health, nurse):
    about = {"person": health.person, "domain": "health", "level": "domain"}
    return Note.objects.create(goal=health, text="Sover dårligt", about_on=TODAY, written_by=nurse, **about)


@pytest.fixture
def katrine(health):
    """She coordinates, and has both fields until a test takes one."""
    user = caseworker_of(health.plan.course)
    Assignment.objects.filter(user=user).update(domains=["health", "social"])
    return user


def move(note, domain, by):
    to = make_goal(note.goal.plan, "Et andet mål", domain=domain)
    return move_note(note, to=to, why="course", at=timezone.now(), by=by)


def test_what_is_for_one_field_is_opened_to_all_by_nobody(note, katrine, nurse):
    for user in (katrine, nurse):
        with pytest.raises(ValidationError, match="hele teamet"):
            move(note, "common", user)


def test_who_holds_the_field_moves_it_to_another(note, katrine):
    move(note, "social", katrine)

    note.refresh_from_db()
    assert note.domain == "social"


def test_who_reads_the_field_by_a_sharing_basis_does_not(note, katrine, nurse):
    """Also her own note, when the field is hers no more."""
    basis = make_basis(note.goal.plan.course)
    Assignment.objects.filter(user=nurse).update(domains=["social"])
    assert access_to(nurse, basis.course_id).may_read(note.person_id, note.domain, note.level)

    with pytest.raises(ValidationError, match="et område, som ikke er dit"):
        move(note, "social", nurse)


def test_whoever_wrote_it_is_told_and_so_is_the_borgerkonsulent_of_what_the_coordinator_moves(
    client, note, katrine, nurse
):
    moved = move(note, "social", katrine)

    told = Notice.objects.filter(kind=MOVED)
    jonas = konsulent_of(note.goal.plan.course)
    assert {one.recipient for one in told} == {nurse, jonas}
    client.force_login(nurse)
    page = reverse("plans:moved", args=[moved.course_id, moved.pk])
    assert client.get(page).status_code == 200
    other = make_user("En anden")
    assign(other, note.goal.plan.course)
    Assignment.objects.filter(user=other).update(domains=["health", "social"])
    client.force_login(other)
    assert client.get(page).status_code == 403
