"""Protection: set by one at once, lifted by two, and what lives with a protected person is hidden too."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.actions import persons
from borgerforloeb.casework.actions.protection import (
    ask_to_lift,
    lift_protection,
    protect,
    refuse_to_lift,
    withdraw_lift,
)
from borgerforloeb.citizens.models import Citizen, FamilyRelation, ProtectionLift, Stale
from roles.models import Assignment, Role
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_user,
)
from tests.proofs import FRESH

pytestmark = pytest.mark.django_db
WHERE = {"address": "Skovvænget 14, 1. tv", "postcode": "4990", "city": "Sakskøbing"}


@pytest.fixture
def course():
    return make_course(citizens=[make_citizen("Amina", protected_address=True, **WHERE)])


def asked(course, on=TODAY, **fields):
    given = {
        "version": main_person(course).version,
        "reason": "Hun vil det selv.",
        "proof": FRESH,
        "by": caseworker_of(course),
    }
    return ask_to_lift(main_person(course), course=course, on=on, **given | fields)


def actions_logged():
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def test_two_lift_it_and_until_then_it_stands(course):
    lift = asked(course)
    assert main_person(course).protected_address

    lift_protection(lift, version=0, proof=FRESH, on=TODAY, by=konsulent_of(course))

    amina = main_person(course)
    assert (amina.protected_address, amina.protection_lifted_on, amina.version) == (False, TODAY, 1)
    assert actions_logged() == ["protection.lift_asked", "protection.lifted"]
    event = AuditEvent.objects.latest("id")
    assert (event.person_ids, event.details["user"]) == ([amina.pk], caseworker_of(course).pk)
    assert "selv" not in str(event.details)


def test_no_tick_lifts_it(course):
    with pytest.raises(ValidationError, match="ophæves af to"):
        persons.edit_citizen(
            main_person(course), course=course, version=0, by=konsulent_of(course), protected_address=False
        )

    assert main_person(course).protected_address


def test_one_tick_sets_it():
    course = make_course()
    freja, jonas = main_person(course), konsulent_of(course)

    protect(freja, course=course, by=jonas)
    protect(freja, course=course, by=jonas)

    assert (main_person(course).protected_address, main_person(course).version) == (True, 1)
    assert actions_logged() == ["protection.set"]


def test_who_may_not(course):
    team, stranger = make_user("Team"), make_user("Stig")
    assign(team, course)
    for by in (konsulent_of(course), team, stranger):
        with pytest.raises(PermissionDenied):
            asked(course, by=by)
    lift = asked(course)
    with pytest.raises(ValidationError, match="En anden end dig"):
        lift_protection(lift, version=0, proof=FRESH, on=TODAY, by=caseworker_of(course))
    given = {"on": TODAY, "by": stranger}
    lifting = partial(lift_protection, version=0, proof=FRESH)
    for act in (lifting, partial(refuse_to_lift, why="x"), withdraw_lift):
        with pytest.raises(PermissionDenied):
            act(lift, **given)
    with pytest.raises(PermissionDenied):
        withdraw_lift(lift, on=TODAY, by=team)
    with pytest.raises(PermissionDenied):
        protect(main_person(course), course=course, by=team)
    assert main_person(course).protected_address


def test_a_no_has_its_reason_and_a_new_question_may_be_asked(course):
    lift, jonas = asked(course), konsulent_of(course)
    with pytest.raises(ValidationError):
        refuse_to_lift(lift, why=" ", on=TODAY, by=jonas)

    refuse_to_lift(lift, why="Han søger stadig efter hende.", on=TODAY, by=jonas)

    lift.refresh_from_db()
    assert (lift.status, lift.decided_by, main_person(course).protected_address) == ("refused", jonas, True)
    with pytest.raises(ValidationError, match="allerede svaret"):
        lift_protection(lift, version=0, proof=FRESH, on=TODAY, by=jonas)
    assert asked(course).status == "waiting"
    assert "protection.lift_refused" in actions_logged()


def test_it_is_taken_back_by_who_asked(course):
    lift = asked(course)
    with pytest.raises(ValidationError, match="allerede bedt"):
        asked(course)

    withdraw_lift(lift, on=TODAY, by=caseworker_of(course))

    assert ProtectionLift.objects.get().status == "withdrawn"
    assert actions_logged()[-1] == "protection.lift_withdrawn"


def test_who_has_seen_something_older_is_told(course):
    with pytest.raises(Stale):
        asked(course, version=7)
    lift = asked(course)
    persons.edit_citizen(main_person(course), course=course, version=0, by=konsulent_of(course), phone="1")
    with pytest.raises(Stale):
        lift_protection(lift, version=0, proof=FRESH, on=TODAY, by=konsulent_of(course))
    assert main_person(course).protected_address


def test_without_a_reason_or_a_protection_nothing_is_asked(course):
    pytest.raises(ValidationError, asked, course, reason=" ")
    Citizen.objects.update(protected_address=False)
    with pytest.raises(ValidationError, match="ikke navne"):
        asked(course)


def test_whoever_asked_must_still_be_one_who_may(course):
    lift = asked(course)
    Assignment.objects.filter(role=Role.COORDINATING_CASEWORKER).update(user=make_user("Ny"))

    with pytest.raises(ValidationError, match="ikke længere ret"):
        lift_protection(lift, version=0, proof=FRESH, on=TODAY, by=konsulent_of(course))


def test_a_leader_who_reads_answers_only_where_nobody_else_is(course):
    lift, leader = asked(course), make_user("Leder", capabilities=["leader"])
    until = timezone.now() + timedelta(hours=2)
    assign(leader, course, Role.READER, domains=[], expires_at=until)
    with pytest.raises(PermissionDenied):
        lift_protection(lift, version=0, proof=FRESH, on=TODAY, by=leader)
    konsulent = konsulent_of(course)
    konsulent.is_active = False
    konsulent.save()

    lift_protection(lift, version=0, proof=FRESH, on=TODAY, by=leader)

    assert not main_person(course).protected_address


def page(client, course, by):
    client.force_login(by)
    return client.get(reverse("casework:people", args=[course.pk])).content.decode()


def family(**fields):
    mother = make_citizen("Amina", protected_address=True, **WHERE)
    child = make_citizen("Yusuf", **{**WHERE, "address": "SKOVVÆNGET 14 , st.", "phone": "20304050"} | fields)
    return make_course(citizens=[mother, child]), mother, child


def test_a_child_does_not_tell_where_the_mother_is(client):
    course, _, child = family()

    shown = page(client, course, konsulent_of(course))

    assert "Skovv" not in shown
    assert "SKOVV" not in shown
    assert "Bor med en beskyttet" in shown
    edit = reverse("casework:citizen_edit", args=[course.pk, child.pk])
    assert "SKOVV" not in client.get(edit).content.decode()
    assert client.post(reverse("casework:reveal_address", args=[course.pk, child.pk])).status_code == 403
    client.force_login(caseworker_of(course))
    assert (
        "SKOVV"
        in client.post(reverse("casework:reveal_address", args=[course.pk, child.pk])).content.decode()
    )


def test_whoever_lives_with_her_is_hidden_by_that_alone(client):
    course, mother, child = family(address="Nyvej 3", postcode="8000")
    assert "Nyvej" in page(client, course, konsulent_of(course))

    FamilyRelation.objects.create(citizen=mother, relative=child, kind="parent", lives_together=True)

    assert "Nyvej" not in page(client, course, konsulent_of(course))


def test_the_child_is_offered_the_same_protection(client):
    course, mother, child = family()
    url = reverse("casework:protect", args=[course.pk, child.pk])
    assert url in page(client, course, konsulent_of(course))

    client.post(reverse("casework:protect", args=[course.pk, mother.pk]))
    assert "Yusuf bor samme sted" in page(client, course, konsulent_of(course))
    client.post(url)

    child.refresh_from_db()
    assert child.protected_address
    assert url not in page(client, course, konsulent_of(course))


def test_the_form_sets_and_does_not_lift(client):
    course, mother, _ = family()
    client.force_login(konsulent_of(course))
    url = reverse("casework:citizen_edit", args=[course.pk, mother.pk])
    fields = {"first_names": "Amina", "last_name": "Ny", "language": "dansk", "version": 0}

    assert "protected_address" not in client.get(url).context["form"].fields
    assert client.post(url, fields).status_code == 302

    mother.refresh_from_db()
    assert (mother.last_name, mother.protected_address, mother.address) == ("Ny", True, WHERE["address"])
