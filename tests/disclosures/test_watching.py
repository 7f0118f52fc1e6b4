"""Whom and what a paper is looked through for: made of those around this course, and of nobody else."""

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from uuid import UUID

import pytest

from borgerforloeb.citizens.models import Citizen, FamilyRelation, NetworkPerson
from borgerforloeb.disclosures import package as packages
from borgerforloeb.disclosures.package import Text, page_of, with_texts
from borgerforloeb.disclosures.screening import (
    Watch,
    household_around,
    protected_around,
    screen,
    watch_for,
)
from tests.disclosures.family import AT, PHONE, SCHOOL, TEACHER, in_hiding, recipient
from tests.factories import caseworker_of, make_citizen, make_course, make_network_person, make_plan

ASKING = Watch(protects=True, asks=True)
# By hand: a part that falls out of the list is a place that is told.
BY_DAY_OR_NIGHT = (
    "Hegnsskolen", "gymnasiet", "børnehaven", "vuggestuen", "dagplejen", "dagtilbuddet", "institutionen",
    "fritidshjemmet", "fritidsklubben", "krisecentret", "bostedet", "botilbuddet", "opholdsstedet",
    "plejefamilien", "plejehjemmet", "herberget", "forsorgshjemmet", "kvindehjemmet", "kollegiet",
    "hospitalet", "sygehuset", "værestedet",
)  # fmt: skip


def asked_about(text, watch=ASKING):
    return [text[hit.start : hit.end] for hit in screen([Text("where", "label", text)], watch)]


@pytest.mark.parametrize("place", BY_DAY_OR_NIGHT)
def test_a_place_where_somebody_is(place):
    assert asked_about(f"nu er han på {place} hver dag") == [place]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Han fik nye sko lejlighedsvis.", []),
        ("Han går på hegnssko-\nlen nu.", ["hegnssko-\nlen"]),
        ("x" * 200 + " og han går på Sct. Knuds Skole nu", ["Sct. Knuds Skole"]),
    ],
    ids=["two words", "broken by a hyphen", "with its name, far into the text"],
)
def test_a_place_however_it_stands(text, found):
    assert asked_about(text) == found


@pytest.mark.parametrize(
    ("text", "found"), [("ida kom", []), ("Ida kom", ["Ida"]), ("pernille kom", ["pernille"])]
)
def test_a_short_name_is_a_word_when_written_small(text, found):
    assert asked_about(text, Watch(names=("Ida", "Pernille"))) == found


def test_another_watch_has_another_state():
    nobody = Watch()
    other = {
        "names": ("Ida",), "addresses": ("Vej 1",), "places": ("Skolen",), "towns": ("Odense",),
        "known_phones": frozenset({"38181234"}), "known_emails": frozenset({"a@b.dk"}), "protects": True,
        "asks": True, "is_own": True, "protected": frozenset({UUID(int=1)}),
    }  # fmt: skip

    states = [replace(nobody, **{name: value}).state for name, value in other.items()]

    assert set(other) == {one.name for one in fields(Watch)}
    assert len({nobody.state, *states}) == len(other) + 1


@pytest.fixture
def world():
    return in_hiding()


def watch_of(world, pk, about=None):
    return watch_for(world.course, recipient(world.course, world.katrine, pk, about=about))


@pytest.mark.django_db
def test_nobody_around_another_course_is_looked_for(world):
    alone = make_plan(make_course(citizens=[make_citizen("Bo")])).course
    staff = caseworker_of(world.course)
    staff.phone, staff.email = "38181234", "katrine@kommune.dk"
    staff.save()
    bo = recipient(alone, caseworker_of(alone), alone.persons.get().pk)

    watch = watch_for(alone, bo)

    assert protected_around(alone.pk) == frozenset()
    assert household_around(alone.pk).relations == []
    assert (watch.places, watch.known_phones & {"38181234"}, watch.known_emails) == (
        (),
        frozenset(),
        frozenset(),
    )
    assert "38181234" in watch_of(world, world.samir.pk).known_phones


@pytest.mark.django_db
def test_a_relative_at_either_end_counts_as_around(world):
    """The two ends of a relation are noted as who is what to whom, and both can be somebody outside."""
    sister = make_citizen("Lily", protected_address=True)
    FamilyRelation.objects.create(citizen=world.amina, relative=sister, kind="parent")
    Citizen.objects.filter(pk=world.samir.pk).update(protected_address=True)

    assert {sister.pk, world.samir.pk} <= protected_around(world.course.pk)


@pytest.mark.django_db
def test_relations_are_told_between_those_one_knows_of(world):
    found = household_around(world.course.pk).relations_between({world.amina.pk, world.yusuf.pk})

    assert [(row.citizen, row.relative) for row in found] == [(world.amina, world.yusuf)]


@pytest.mark.django_db
def test_who_works_with_the_network_may_be_told_of_it(world):
    own = watch_of(world, world.amina.pk, about=world.amina)

    assert TEACHER not in watch_of(world, world.jonas.pk).names
    assert TEACHER not in own.names
    assert TEACHER in watch_of(world, world.samir.pk).names


@pytest.mark.django_db
def test_a_first_name_of_one_letter_is_no_name(world):
    NetworkPerson.objects.update(name="P Lund")
    make_network_person(world.course, "Bo Ek")

    names = watch_of(world, world.samir.pk).names

    assert {"P Lund", "Bo Ek", "Bo"} <= set(names)
    assert "P" not in names


@pytest.mark.django_db
def test_what_is_not_known_of_an_address_is_not_looked_for(world):
    Citizen.objects.update(address="Ås 4", city="", postcode="")

    watch = watch_of(world, world.samir.pk)

    assert (watch.addresses, watch.towns) == (("Ås 4",), ())
    assert set(watch.places) == {SCHOOL}


@pytest.mark.django_db
def test_the_recipients_own_number_is_known(world):
    assert PHONE.replace(" ", "") in watch_of(world, world.amina.pk, about=world.amina).known_phones


@dataclass(frozen=True)
class Letter:
    heading: str
    lines: tuple[str, ...]
    length: int = field(init=False, default=0)


def test_texts_are_put_back_where_they_stood():
    letter = Letter("Kære Freja", ("Vi ses", "hos Pia"))

    assert with_texts(letter, {"lines": "Vi ses\nhos [udeladt]"}) == replace(
        letter, lines=("Vi ses", "hos [udeladt]")
    )


def test_a_paper_is_drawn_as_papers_look(monkeypatch):
    drawn = {}
    monkeypatch.setattr(packages, "render", lambda html, **given: drawn.update(given, html=html))
    monkeypatch.setattr(packages, "render_to_string", lambda template, context: context["footer"])
    letter = Letter("Kære Freja", ())
    page = page_of(letter, what="Brev", source="letter:1", labels={}, marks=Counter(), template="x.html")

    page.draw({}, "nr. 1", AT, True)

    assert drawn == {
        "html": "Brev · nr. 1",
        "stylesheets": ("print.css", "sharing.css"),
        "title": "Brev",
        "made_at": AT,
        "large": True,
    }
