"""A citizen wants one employee kept out: who may set and lift it, and what it closes."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent
from roles import actions
from roles.models import Block
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_plan,
    make_user,
)
from tests.roles.family import kept_out

pytestmark = pytest.mark.django_db


def test_a_block_closes_every_course_of_the_citizen_and_no_other():
    course, elsewhere, user = make_course(), make_course(), make_user("Poul")
    citizen = main_person(course)
    second = make_course(citizens=[make_citizen("Bo"), citizen])
    for each in (course, elsewhere, second):
        make_plan(each)
        assign(user, each)

    blocked = actions.block(
        course,
        citizen=citizen,
        user=user,
        why="Min tidligere kæreste.",
        on=TODAY,
        by=konsulent_of(course),
    )

    assert [kept_out(user, each) for each in (course, elsewhere, second)] == [True, False, True]
    assert list(Block.objects.in_force()) == [blocked]
    actions.lift_block(blocked, course=course, reason="Er flyttet.", on=TODAY, by=caseworker_of(course))
    assert not kept_out(user, course)
    assert not Block.objects.in_force().exists()
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == [
        "block.set",
        "block.lifted",
    ]
    assert "kæreste" not in str(AuditEvent.objects.values_list("details", "reason"))


def test_who_may_set_and_lift_it():
    course, user = make_course(), make_user("Poul")
    team = make_user("Team")
    assign(team, course)
    citizen = main_person(course)
    given = {"citizen": citizen, "user": user, "why": "Nej.", "on": TODAY}
    blocked = Block.objects.create(
        citizen=citizen, user=user, why="Nej.", set_by=caseworker_of(course), set_on=TODAY
    )

    for by in (team, user, make_user("Stig")):
        with pytest.raises(PermissionDenied):
            actions.block(course, by=by, **given)
        with pytest.raises(PermissionDenied):
            actions.lift_block(blocked, course=course, reason="Nu ja.", on=TODAY, by=by)
    with pytest.raises(PermissionDenied):
        actions.block(course, by=caseworker_of(course), **given | {"citizen": make_citizen("Fremmed")})
    assert not AuditEvent.objects.exists()


def test_what_is_refused():
    course, user = make_course(), make_user("Poul")
    by = caseworker_of(course)
    given = {"citizen": main_person(course), "why": "Nej.", "on": TODAY, "by": by}

    with pytest.raises(ValidationError):
        actions.block(course, user=user, **given | {"why": ""})
    blocked = actions.block(course, user=user, **given)
    with pytest.raises(ValidationError, match="allerede"):
        actions.block(course, user=user, **given)
    with pytest.raises(ValidationError, match="hvad borgeren ønsker"):
        actions.lift_block(blocked, course=course, reason=" ", on=TODAY, by=by)
    actions.lift_block(blocked, course=course, reason="Nu ja.", on=TODAY, by=by)
    with pytest.raises(ValidationError, match="allerede"):
        actions.lift_block(blocked, course=course, reason="Igen.", on=TODAY, by=by)


def test_a_block_is_set_seen_and_lifted_on_the_page_of_people(client):
    course = make_course()
    poul = make_user("Poul Skovgaard")
    assign(poul, course)
    people = reverse("casework:people", args=[course.pk])
    client.force_login(konsulent_of(course))
    words = {"citizen": main_person(course).pk, "user": poul.pk, "why": "Han er min nabo."}

    answer = client.post(reverse("casework:block_add", args=[course.pk]), words, follow=True)

    assert "Han er min nabo." in answer.content.decode()
    client.force_login(poul)
    assert client.get(people).status_code == 404
    client.force_login(caseworker_of(course))
    [block] = main_person(course).blocks.all()
    lift = reverse("casework:block_lift", args=[course.pk, block.pk])
    client.post(lift, {"reason": "Er flyttet."})
    client.force_login(poul)
    page = client.get(people).content.decode()
    assert "Spærret for" not in page
