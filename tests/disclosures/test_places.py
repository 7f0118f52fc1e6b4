"""Ordinary ways of telling where somebody is are asked about; an ordinary text is not."""

from datetime import timedelta
from time import perf_counter

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from borgerforloeb.citizens.models import Citizen, FamilyRelation
from borgerforloeb.disclosures.actions import release
from borgerforloeb.disclosures.matching import phone_of, squashed
from borgerforloeb.disclosures.package import Text
from borgerforloeb.disclosures.places import emails, postal_towns, roads, towns, written_short
from borgerforloeb.disclosures.screening import Watch, screen, sheltered_around, watch_for
from plans.models import Goal
from tests.disclosures.family import AT, decide_all, give, in_hiding, package, recipient
from tests.disclosures.test_matching import unhurried

# As much of a plan as fits on a page, with all that looks like a number in it.
ORDINARY = """
Freja er 27 år og bor i egen lejlighed. Hun får støtte efter servicelovens § 85, 4 timer om ugen, og
samtaler efter § 141, stk. 2, nr. 3, jf. LBK nr. 170 af 24/01/2022. Bevillingen er givet den 12.03.2026 og
gælder til 01.09.2027. Møde den 3. april 2026 kl. 10.00-11.30 på Biblioteket, lokale 12.
Praktikken er på 3 dage om ugen, 4 timer ad gangen, fra 1.9.-30.9.2026 (uge 36-40). I 2026 Har hun haft
praktikplads 2 gange. Løntilskuddet er 1.000 kr. om måneden; boligstøtten 12.500-15.000 kr. om året, i alt
148.250,00 kr. De er alle 3 med på vej 2 uger ad gangen. Alle 4 søskende er med på legepladsen 2 gange.
Frist: 2026-04-30. Version 12 af planen er aftalt 14-02-2026; delmål 1-3 er nået, 4 ud af 10 er i gang.
Trin 2, stige 5 af 7. I alt er 85 % af aftalerne er holdt. Skala 1-10: 7, 8, 6.
Hegnsborg Kommune betaler 2 x 45 minutter hos psykologen. Ved Mette. Vej 2 og 3 er afprøvet før. Nov. 12.
"""
PROTECTING = Watch(
    protects=True, asks=True, towns=("Hegnsborg", "Randers"), known_phones=frozenset({"38181234"})
)


def asked_about(text: str, watch: Watch = PROTECTING) -> list[str]:
    return [text[hit.start : hit.end] for hit in screen([Text("where", "label", text)], watch)]


def test_an_ordinary_page_is_not_asked_about():
    assert asked_about(ORDINARY) == []


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Hun bor på Birkevej 4 i Randers.", ["Birkevej 4", "Randers"]),
        ("hun bor på birkevej 4", ["birkevej 4"]),
        ("Jens Jensens Vej 12 B, 2. tv", ["Jens Jensens Vej 12 B"]),
        ("Nørregd. 12 og Birkev. 4", ["Nørregd. 12", "Birkev. 4"]),
        ("H.C. Andersens Boulevard 12, st.", ["H.C. Andersens Boulevard 12"]),
        ("Nørre Allé 3, Kongens Nytorv 1", ["Nørre Allé 3", "Kongens Nytorv 1"]),
        ("i Søparken 7, Lyngvænget 2 eller Algade nr. 9", ["Søparken 7", "Lyngvænget 2", "Algade nr. 9"]),
        ("flyttet til 4990 Sakskøbing", ["4990 Sakskøbing"]),
        ("DK-2100 København Ø", ["DK-2100 København Ø"]),
        ("skriv til ida.holm@mail.dk.", ["ida.holm@mail.dk"]),
        ("ring +4523456789", ["+4523456789"]),
        ("tlf 4523456789", ["4523456789"]),
        ("0045 23 45 67 89 eller 23456789", ["0045 23 45 67 89", "23456789"]),
        ("+46 70 123 45 67", ["+46 70 123 45 67"]),
        ("01.01.1990-1234 og 01/01 1990-1234", ["01.01.1990-1234", "01/01 1990-1234"]),
        ("født 010119901234", ["010119901234"]),
        # An employee's own is known.
        ("ring til mig på +45 38 18 12 34", []),
    ],
)
def test_what_tells_where_somebody_is(text, hits):
    assert sorted(asked_about(text), key=text.index) == hits


@pytest.mark.parametrize("written", ["23456789", "+4523456789", "0045 23 45 67 89", "45 23 45 67 89"])
def test_one_phone_is_one_phone(written):
    assert phone_of(written) == "23456789"


def test_a_registered_road_written_short():
    assert list(written_short("Nørregade")) == ["Nørregd", "Nørreg"]
    assert list(written_short("Ved Søen")) == []


def test_without_anybody_protected_no_road_is_asked_about():
    assert asked_about("Birkevej 4, 4990 Sakskøbing, ida@mail.dk", Watch()) == []


@unhurried
@given(st.text(alphabet="aAvejgdåÅ @.0123456789-\n", max_size=200))
def test_nothing_that_is_written_breaks_it(text):
    spans = [*roads(text), *postal_towns(text), *emails(text), *towns(text, squashed(text), ("Aa",))]

    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("part", ["vej 1 ", "Avej", "A ", "a@", "1234 A", "Aa. ", "-", "+1 ", "00 1", "45 "])
def test_time_follows_the_length(part):
    def seconds(length: int) -> float:
        text, began = (part * length)[:length], perf_counter()
        asked_about(text)
        return perf_counter() - began

    seconds(2_000)
    short, long = min(seconds(10_000) for _ in range(3)), min(seconds(80_000) for _ in range(3))

    # Eight times the text: a square would take sixty-four times as long.
    assert long < max(short, 0.002) * 30


@pytest.mark.django_db
def test_a_protection_that_was_lifted_lately_is_still_asked_about_by_one():
    world = in_hiding()
    Goal.objects.filter(title="Yusuf spiller bold").update(why="Bor på Birkevej 4")
    today = timezone.localdate()
    Citizen.objects.update(protected_address=False)
    Citizen.objects.filter(pk=world.amina.pk).update(protection_lifted_on=today - timedelta(days=29))

    row, to = give(world, world.samir.pk)

    found = row.findings.all()
    assert {one.kind for one in found} >= {"address", "phone", "institution"}
    assert not any(one.tells_where for one in found)
    decide_all(row, "stand", by=world.katrine, why="Må vides nu.")
    release(row, package(world.course, world.katrine, to), to, by=world.katrine, at=AT)
    Citizen.objects.filter(pk=world.amina.pk).update(protection_lifted_on=today - timedelta(days=30))
    assert not watch_for(world.course, to).asks


@pytest.mark.django_db
def test_while_it_stands_two_decide_also_when_somebody_has_asked_to_lift_it():
    world = in_hiding(custody=True)
    Citizen.objects.filter(pk=world.amina.pk).update(protection_lifted_on=timezone.localdate())

    row, to = give(world, world.samir.pk)

    assert any(one.tells_where for one in row.findings.all())
    decide_all(row, "stand", by=world.katrine, why="Må vides.")
    with pytest.raises(ValidationError, match="kollega"):
        release(row, package(world.course, world.katrine, to), to, by=world.katrine, at=AT)


@pytest.mark.django_db
def test_a_childs_address_tells_of_the_mother_whoever_has_the_mark():
    world = in_hiding()
    Citizen.objects.filter(pk=world.yusuf.pk).update(
        protected_address=False, address="Lindegade 8", postcode="5000"
    )
    world.amina.relations.update(lives_together=True)
    to = recipient(world.course, world.katrine, world.samir.pk)

    watch = watch_for(world.course, to)

    assert "Lindegade" in watch.addresses
    assert "Lindegd8" in {one.replace(" ", "") for one in watch.addresses}
    assert sheltered_around(world.course.pk) == {world.amina.pk, world.yusuf.pk}
    FamilyRelation.objects.filter(lives_together=True).update(ends_on=timezone.localdate())
    assert sheltered_around(world.course.pk) == {world.amina.pk}
