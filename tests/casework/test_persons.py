"""Correcting who a citizen is, numbers, families."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.actions import family, persons
from borgerforloeb.casework.actions.persons import CANNOT_BE_USED
from borgerforloeb.citizens.models import Citizen, Course, FamilyRelation, Stale
from borgerforloeb.citizens.numbers import read_number
from tests.casework.persons import outsiders, written
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    caseworker_of,
    give_number,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_user,
)

pytestmark = pytest.mark.django_db


def close(course):
    Course.objects.filter(pk=course.pk).update(status="closed", closed_on=TODAY, closing="job")


def test_a_citizen_is_corrected_and_the_course_follows_the_name():
    course = make_course()
    freja = main_person(course)

    stored = persons.edit_citizen(
        freja, course=course, version=0, by=konsulent_of(course), last_name="d'Été", protected_address=True
    )

    course.refresh_from_db()
    assert (stored.last_name, stored.version, course.name) == ("d'Été", 1, "Freja d'Été")
    event = AuditEvent.objects.get()
    assert event.details["fields"] == ["last_name", "protected_address"]
    assert (event.person_ids, "Été" in str(event.details)) == ([freja.pk], False)


def test_a_family_keeps_its_name(family_course):
    persons.edit_citizen(
        main_person(family_course),
        course=family_course,
        version=0,
        by=caseworker_of(family_course),
        last_name="Ny",
    )

    family_course.refresh_from_db()
    assert family_course.name == "Familien Lindqvist Holm"


def test_a_stale_save_changes_nothing_and_carries_what_is_stored():
    course = make_course()
    freja, katrine = main_person(course), caseworker_of(course)
    persons.edit_citizen(freja, course=course, version=0, by=katrine, protected_address=True)

    with pytest.raises(Stale) as refusal:
        persons.edit_citizen(freja, course=course, version=0, by=katrine, protected_address=False)

    assert refusal.value.stored.protected_address
    assert Citizen.objects.get().protected_address


def test_saving_what_is_there_already_is_no_change():
    course = make_course()

    persons.edit_citizen(
        main_person(course), course=course, version=0, by=caseworker_of(course), language="dansk"
    )

    assert Citizen.objects.get().version == 0
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("fields", [{"first_names": ""}, {"last_name": "x" * 121}, {"email": "nej"}])
def test_what_a_citizen_cannot_be_called(fields):
    course = make_course()

    with pytest.raises(ValidationError) as refusal:
        persons.edit_citizen(
            main_person(course), course=course, version=0, by=caseworker_of(course), **fields
        )

    assert set(refusal.value.message_dict) == set(fields)


def test_who_may_not_correct(family_course):
    for by in outsiders(family_course):
        with pytest.raises(PermissionDenied):
            persons.edit_citizen(
                main_person(family_course), course=family_course, version=0, by=by, language="x"
            )
    stranger = make_citizen("Fremmed")
    with pytest.raises(PermissionDenied):
        persons.edit_citizen(
            stranger, course=family_course, version=0, by=caseworker_of(family_course), language="x"
        )
    close(family_course)
    with pytest.raises(PermissionDenied):
        persons.edit_citizen(
            main_person(family_course),
            course=family_course,
            version=0,
            by=caseworker_of(family_course),
            language="x",
        )


def test_a_changed_number_keeps_its_history():
    course = make_course()
    freja = main_person(course)
    give_number(freja, "711299-4123", valid_from=LONG_AGO)

    persons.give_number(
        freja, course=course, number=read_number("111299-4124"), valid_from=TODAY, by=caseworker_of(course)
    )

    old, new = freja.numbers.order_by("id")
    assert (old.kind, old.valid_to) == ("replacement", TODAY - timedelta(days=1))
    assert (new.kind, new.valid_from, new.valid_to) == ("cpr", TODAY, None)
    event = AuditEvent.objects.get()
    assert (event.action, event.details) == ("number.given", {"kind_of_number": "cpr", "replaced": True})


def test_a_first_number_tells_the_birth_date_when_it_was_unknown():
    child = make_citizen("Ea", born_on=None)
    course = make_course(citizens=[child])

    persons.give_number(
        child, course=course, number=read_number("010926-4123"), valid_from=TODAY, by=caseworker_of(course)
    )

    child.refresh_from_db()
    assert child.born_on == date(2026, 9, 1)


def test_a_number_that_cannot_be_given():
    course = make_course()
    freja, katrine = main_person(course), caseworker_of(course)
    give_number(freja, "711299-4123")
    give_number(make_citizen("Bo"), "020290-1234")

    with pytest.raises(ValidationError, match="allerede"):
        persons.give_number(
            freja, course=course, number=read_number("711299-4123"), valid_from=TODAY, by=katrine
        )
    with pytest.raises(ValidationError) as refusal:
        persons.give_number(
            freja, course=course, number=read_number("020290-1234"), valid_from=TODAY, by=katrine
        )
    assert refusal.value.messages == [CANNOT_BE_USED]
    for by in (konsulent_of(course), make_user("Stig")):
        with pytest.raises(PermissionDenied):
            persons.give_number(
                freja, course=course, number=read_number("030390-1234"), valid_from=TODAY, by=by
            )


def add_member(course, **changes):
    fields = {"person": written("Adam", "Said", "610114-4123"), "part": "child", "starts_on": TODAY}
    return family.add_member(course, **({"by": caseworker_of(course)} | fields | changes))


def test_a_member_is_added_and_ended(family_course):
    member = add_member(family_course)
    assert (member.citizen.born_on, member.added_by) == (date(2014, 1, 1), caseworker_of(family_course))

    family.end_member(member, ends_on=TODAY, by=caseworker_of(family_course))

    member.refresh_from_db()
    assert member.ends_on == TODAY
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == [
        "member.added",
        "member.ended",
    ]
    with pytest.raises(PermissionDenied):
        family.end_member(member, ends_on=TODAY, by=caseworker_of(family_course))


@pytest.mark.parametrize("number", ["610114-4123", ""])
def test_a_member_is_added_once(family_course, number):
    add_member(family_course, person=written("Adam", "Said", number))

    with pytest.raises(ValidationError, match="allerede med"):
        add_member(family_course, person=written("Adam", "Said", number))


def test_what_makes_no_member(family_course):
    give_number(make_citizen("Bo", "Andersen"), "020290-1234")
    for changes in (
        {"part": "main"},
        {"part": "king"},
        {"starts_on": LONG_AGO - timedelta(days=1)},
        {"person": written("Forkert", "Navn", "020290-1234")},
    ):
        with pytest.raises(ValidationError):
            add_member(family_course, **changes)
    with pytest.raises(ValidationError, match="familieforløb"):
        add_member(make_course())
    with pytest.raises(PermissionDenied):
        add_member(family_course, by=konsulent_of(family_course))


def test_the_main_person_stays_and_so_does_one_with_a_role_of_her_own(family_course):
    katrine = caseworker_of(family_course)
    main, son, _ = family_course.memberships.order_by("id")
    assign(make_user("Lærer"), family_course, person=son.citizen)

    with pytest.raises(ValidationError, match="Afslut forløbet"):
        family.end_member(main, ends_on=TODAY, by=katrine)
    with pytest.raises(ValidationError, match="roller"):
        family.end_member(son, ends_on=TODAY, by=katrine)


def test_a_relation_with_custody_is_noted_and_ended(family_course):
    mother, son, _ = family_course.persons.order_by("memberships__id")

    relation = family.add_relation(
        family_course,
        citizen=mother,
        relative=son,
        kind="parent",
        has_custody=True,
        by=konsulent_of(family_course),
    )
    family.end_relation(relation, course=family_course, ends_on=TODAY, by=konsulent_of(family_course))

    assert FamilyRelation.objects.get().ends_on == TODAY
    assert AuditEvent.objects.filter(person_ids__contains=[mother.pk, son.pk]).count() == 2
    with pytest.raises(ValidationError, match="allerede"):
        family.end_relation(relation, course=family_course, ends_on=TODAY, by=konsulent_of(family_course))


def test_a_relation_is_noted_once_from_either_side_and_between_persons_of_the_course(family_course):
    mother, son, daughter = family_course.persons.order_by("memberships__id")
    by = caseworker_of(family_course)
    family.add_relation(family_course, citizen=son, relative=daughter, kind="sibling", by=by)

    for one, other in ((son, daughter), (daughter, son)):
        with pytest.raises(ValidationError, match="allerede"):
            family.add_relation(family_course, citizen=one, relative=other, kind="sibling", by=by)
    with pytest.raises(ValidationError, match="forældremyndighed"):
        family.add_relation(
            family_course, citizen=mother, relative=son, kind="spouse", has_custody=True, by=by
        )
    with pytest.raises(PermissionDenied):
        family.add_relation(
            family_course, citizen=mother, relative=make_citizen("Fremmed"), kind="parent", by=by
        )
    for stranger in outsiders(family_course):
        with pytest.raises(PermissionDenied):
            family.add_relation(family_course, citizen=mother, relative=son, kind="parent", by=stranger)
