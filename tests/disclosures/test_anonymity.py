"""What tells who it is about, in a text that is read by people who are nothing to the citizen."""

import pytest

from borgerforloeb.citizens.models import FamilyRelation
from borgerforloeb.disclosures.anonymity import what_tells_who
from tests.factories import (
    TODAY,
    assign,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_network_person,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    freja = make_citizen(address="Birkesvinget 4, 2. tv.", postcode="4600", city="Køge")
    return make_course(citizens=[freja])


def told(course, words, **given):
    found = what_tells_who({"tried": words}, course, by=konsulent_of(course), **given)
    return [(one.words, one.kind) for one in found.get("tried", [])]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Freja begyndte kl. ti.", [("Freja", "et navn")]),
        ("frejas morgen", [("freja", "et navn")]),
        ("Familien Holm", [("Holm", "et navn")]),
        ("Lindqvist Holm var med", [("Lindqvist Holm", "et navn")]),
        ("Katrine ringede", [("Katrine", "et navn")]),
        ("Jonas Bech og Jonas", [("Jonas Bech", "et navn"), ("Jonas", "et navn")]),
        ("Det var på Birkesvinget.", [("Birkesvinget", "adresse eller by")]),
        ("Hun bor på Rosenvej 12 i byen", [("Rosenvej 12", "adresse eller by")]),
        ("En ung i Køge", [("Køge", "adresse eller by")]),
        ("Ring 20 30 40 50", [("20 30 40 50", "telefonnummer")]),
        ("Skriv til mor@hjemme.dk", [("mor@hjemme.dk", "e-mailadresse")]),
        ("Eleven på Solskolen", [("Solskolen", "skole eller institution")]),
        ("En plads i børnehaven Solstrålen", [("børnehaven Solstrålen", "skole eller institution")]),
        ("En ung i skole. Skolen og hospitalet ringede.", []),
        ("I skolen gik det. På Solskolen gik det ikke.", [("På Solskolen", "skole eller institution")]),
        ("Vejle skole", [("Vejle skole", "skole eller institution")]),
        ("Lektier, når skoledagen er slut", []),
        ("070190-1234", [("070190-1234", "CPR-nummer")]),
        ("En ung begyndte klokken ti i et værksted i 3 uger.", []),
        ("", []),
    ],
)
def test_names_numbers_and_places_are_found(course, words, found):
    assert told(course, words) == found


def test_each_is_told_once_at_its_own_text(course):
    texts = {"question": "Hjælper det Freja?", "tried": "Freja og Freja.", "learned": "En ung kan godt."}

    found = what_tells_who(texts, course, by=konsulent_of(course))

    assert {name: [one.words for one in rows] for name, rows in found.items()} == {
        "question": ["Freja"],
        "tried": ["Freja"],
    }


def test_relatives_and_those_who_were_members_are_looked_for_too(course):
    aksel = make_citizen("Aksel", "Munk")
    FamilyRelation.objects.create(citizen=aksel, relative=main_person(course), kind="parent")
    gone = course.memberships.create(
        citizen=make_citizen("Sigurd", "Krogh"), starts_on=TODAY, ends_on=TODAY, added_by=konsulent_of(course)
    )

    assert [words for words, _ in told(course, "Aksel og Sigurd")] == ["Aksel", gone.citizen.first_names]


def test_an_employee_who_has_left_the_course_is_looked_for_too(course):
    assign(make_user("Torben Lynge"), course, ends_on=TODAY)

    assert told(course, "Torben gik med.") == [("Torben", "et navn")]


def test_whoever_writes_it_is_looked_for_too(course):
    assert what_tells_who({"tried": "Vibeke gik med."}, course, by=make_user("Vibeke Winther")) != {}


def test_somebody_of_the_network_is_known_by_what_is_written_as_a_name(course):
    make_network_person(course, "Klasselærer Hanne von Bo", organisation="Bageriet på torvet")

    assert told(course, "En klasselærer fra bageriet ringede.") == []
    assert told(course, "Hanne von andre") == [("Hanne", "et navn")]
    assert told(course, "I bageriet på torvet") == [("bageriet på torvet", "skole eller institution")]


def test_a_place_of_the_network_that_says_only_what_it_is_is_not_looked_for(course):
    make_network_person(course, "Hanne", organisation="skolen")
    make_network_person(course, "Ole", organisation="Vejle Skole")

    assert told(course, "Det var skolen, der spurgte.") == []
    assert told(course, "Det var Vejle Skole, der spurgte.") == [("Vejle Skole", "skole eller institution")]


def test_places_of_the_plan_are_looked_for(course):
    assert told(course, "Hos Planteskolen Nord") != []
    assert told(course, "Hos Cykel Per") == []
    assert told(course, "Hos Cykel Per", places=["Cykel Per"]) == [("Cykel Per", "skole eller institution")]
