"""One table of cases: who, with what, how old, on which day; what the laws ask for then."""

from datetime import date, timedelta

import pytest

from borgerforloeb.citizens.models.citizen import years_old
from borgerforloeb.law.models import PlanKind, Requirement, Situation
from borgerforloeb.lawlens.ground import CHECKS, Ground
from borgerforloeb.lawlens.lens import ONE_PLAN, hold, requirements, wanted
from borgerforloeb.lawlens.reading import rules_of

pytestmark = pytest.mark.django_db

BEFORE, AFTER = date(2026, 6, 30), date(2026, 7, 1)
MUST, OFFER, CONSIDER = PlanKind.Duty
GROWN = date(1996, 3, 4)


def asked_for(born_on: date | None, codes: list[str], on: date) -> dict[str, str]:
    situations = set(Situation.objects.filter(code__in=codes).values_list("pk", flat=True))
    assert len(situations) == len(codes)
    found = wanted(years_old(born_on, on), situations, rules_of(on), on)
    return {one.kind.code: one.kind.duty for one in found}


def on_birthday(age: int, *, days: int = 0) -> tuple[date, date]:
    """Somebody who reaches that age on 10 April 2026, and the day asked about."""
    day = date(2026, 4, 10)
    return day.replace(year=day.year - age), day + timedelta(days=days)


@pytest.mark.parametrize(
    ("born_on", "codes", "on", "expected"),
    [
        (GROWN, [], AFTER, {}),
        (GROWN, ["aktivitetsparat"], AFTER, {"min_plan": MUST}),
        (GROWN, ["sygedagpenge"], BEFORE, {"sygedagpengeplan": MUST}),
        (GROWN, ["nedsat_funktion"], AFTER, {"handleplan_voksne": OFFER}),
        (GROWN, ["nedsat_funktion", "sociale_problemer"], AFTER, {"handleplan_voksne": OFFER}),
        (GROWN, ["integration"], AFTER, {"integrationskontrakt": MUST}),
        (GROWN, ["herberg"], AFTER, {"opholdsplan": MUST}),
        # Two or more: then one plan may be offered in their place.
        (GROWN, ["aktivitetsparat", "sociale_problemer"], AFTER,
         {ONE_PLAN: OFFER, "min_plan": MUST, "handleplan_voksne": OFFER}),
        (GROWN, ["herberg", "sociale_problemer", "aktivitetsparat"], AFTER,
         {ONE_PLAN: OFFER, "min_plan": MUST, "handleplan_voksne": OFFER, "opholdsplan": MUST}),
        # The rehabilitation team ends with June 2026.
        (GROWN, ["rehabilitering"], BEFORE, {"rehabiliteringsplan": MUST}),
        (GROWN, ["rehabilitering"], AFTER, {}),
        # Handleplan until the pension age, here up to and with 66.
        (date(1959, 6, 1), ["nedsat_funktion"], date(2026, 5, 31), {"handleplan_voksne": OFFER}),
        (date(1959, 6, 1), ["nedsat_funktion"], date(2026, 6, 1), {}),
        # Somebody whose age nobody knows is asked about all of it.
        (None, ["anbragt"], AFTER, {ONE_PLAN: None, "barnets_plan": MUST, "ungeplan": CONSIDER}),
    ],
)  # fmt: skip
def test_what_the_laws_ask_for(born_on, codes, on, expected):
    found = asked_for(born_on, codes, on)

    expected = {code: duty for code, duty in expected.items() if duty is not None}
    assert found == expected


@pytest.mark.parametrize(
    ("age", "days", "codes", "expected"),
    [
        (10, -1, ["stoette_barn"], {"barnets_plan": CONSIDER}),
        (10, 0, ["anbragt", "stoette_barn"], {"barnets_plan": MUST}),
        (15, 0, ["stoette_barn"], {"barnets_plan": CONSIDER}),
        (16, -1, ["stoette_barn"], {"barnets_plan": CONSIDER}),
        (16, 0, ["stoette_barn"], {"barnets_plan": CONSIDER, "ungeplan": CONSIDER}),
        (18, -1, ["anbragt"], {"barnets_plan": MUST, "ungeplan": CONSIDER}),
        (18, 0, ["anbragt"], {"ungeplan": CONSIDER}),
        (18, 0, ["uddannelseshjaelp"], {"min_plan": MUST}),
        (18, -1, ["uddannelseshjaelp"], {}),
        (23, -1, ["ungestoette"], {"ungeplan": CONSIDER}),
        (23, 0, ["ungestoette"], {}),
    ],
)
def test_on_the_birthday_and_the_day_before(age, days, codes, expected):
    born_on, on = on_birthday(age, days=days)

    assert asked_for(born_on, codes, on) == expected


def test_born_on_29_february_is_18_on_1_march():
    born_on = date(2008, 2, 29)

    assert asked_for(born_on, ["uddannelseshjaelp"], date(2026, 2, 28)) == {}
    assert asked_for(born_on, ["uddannelseshjaelp"], date(2026, 3, 1)) == {"min_plan": MUST}


def test_the_same_plan_has_other_requirements_after_the_reform():
    situation = set(Situation.objects.filter(code="aktivitetsparat").values_list("pk", flat=True))

    def words(on: date) -> set[str]:
        [one] = wanted(30, situation, rules_of(on), on)
        return {row.words for row in requirements(one.kind, 30, on)}

    assert "Samlet beskrivelse af borgerens forudsætninger" in words(AFTER) - words(BEFORE)


def test_a_requirement_may_wait_for_an_age():
    kind = PlanKind.objects.get(code="ungeplan")
    words = "Der er truffet afgørelse om ungestøtte"

    assert words not in {row.words for row in requirements(kind, 16, AFTER)}
    assert words in {row.words for row in requirements(kind, 17, AFTER)}


def facts(**changed):
    nothing = {"sections": [], "goals": [], "agreements": [], "contacts": []}
    return nothing | changed


def goal(pk=1, **changed):
    usual = {"person": None, "domain": "common", "status": "started", "why": "Det vil jeg.", "title": "Mål"}
    return usual | {"id": pk, "interventions": []} | changed


def help_(**changed):
    usual = {
        "person": None,
        "title": "Støtte",
        "status": "running",
        "starts_on": "2026-01-01",
        "ends_on": None,
    }
    return usual | {"section": "serviceloven § 85 Støtte"} | changed


def section(kind, text="Ord", person=None):
    return {"kind": kind, "text": text, "person": person}


PERSON, OTHER = "p1", "p2"


@pytest.mark.parametrize(
    ("check", "argument", "met", "not_met"),
    [
        ("section", "dreams", facts(sections=[section("dreams")]), facts(sections=[section("dreams", "  ")])),
        ("section", "dreams", facts(sections=[section("dreams", person=PERSON)]),
         facts(sections=[section("dreams", person=OTHER)])),
        ("goal", "", facts(goals=[goal()]), facts(goals=[goal(status="given_up")])),
        ("goal", "employment", facts(goals=[goal(domain="employment")]),
         facts(goals=[goal(domain="health")])),
        ("goal_in_own_words", "", facts(goals=[goal()]), facts(goals=[goal(), goal(2, why="")])),
        ("goal_in_own_words", "", facts(goals=[goal()]), facts()),
        ("help", "", facts(goals=[goal(interventions=[help_()])]), facts(goals=[goal()])),
        ("help", "serviceloven", facts(goals=[goal(interventions=[help_()])]),
         facts(goals=[goal(interventions=[help_(section="barnets lov § 32 Støtte")])])),
        ("help", "", facts(goals=[goal(interventions=[help_()])]),
         facts(goals=[goal(interventions=[help_(status="refused")])])),
        ("help_period", "", facts(goals=[goal(interventions=[help_(ends_on="2026-12-01")])]),
         facts(goals=[goal(interventions=[help_(ends_on="2026-12-01"), help_()])])),
        ("help_period", "", facts(goals=[goal(interventions=[help_(ends_on="2026-12-01")])]), facts()),
        ("fields", "2", facts(goals=[goal(domain="health"), goal(2, domain="employment")]),
         facts(goals=[goal(domain="health"), goal(2, domain="health"), goal(3)])),
        ("contact", "", facts(contacts=[{"name": "Jonas"}]), facts()),
        ("agreement", "",
         facts(agreements=[{"person": None, "citizen": PERSON, "status": "open", "what": "Ringer"}]),
         facts(agreements=[{"person": None, "citizen": OTHER, "status": "open", "what": "Ringer"}])),
    ],
)  # fmt: skip
def test_each_question_that_a_law_can_ask(check, argument, met, not_met):
    def places(told):
        ground = Ground.of(told, PERSON)
        return CHECKS[check](ground, argument)

    assert places(met)
    assert places(not_met) == []


def test_the_next_follow_up():
    def met(day):
        return bool(CHECKS["follow_up"](Ground.of(facts(followup=day), PERSON), ""))

    assert (met("2026-12-04"), met(None)) == (True, False)


def test_what_stands_in_a_closed_part_is_met_and_not_shown():
    whole = Ground.of(facts(sections=[section("purpose", person=PERSON)]), PERSON)
    seen = Ground.of(facts(), PERSON)
    row = Requirement(pk=1, words="Formålet", check_by="section", argument="purpose")

    [held] = hold([row], seen, whole, {})

    assert (held.is_met, held.is_closed, held.places) == (True, True, ())


def test_a_closed_part_can_be_what_is_missing():
    """All goals that the reader sees have their words; one that is closed has none."""
    whole = Ground.of(facts(goals=[goal(), goal(2, why="")]), PERSON)
    seen = Ground.of(facts(goals=[goal()]), PERSON)
    row = Requirement(pk=1, words="Med egne ord", check_by="goal_in_own_words")

    [held] = hold([row], seen, whole, {})

    assert not held.is_met


def test_what_only_people_see_is_met_when_it_is_confirmed():
    ground = Ground.of(facts(), PERSON)
    row = Requirement(pk=7, words="Lavet sammen", check_by="confirmed")

    assert [one.is_met for one in hold([row], ground, ground, {})] == [False]
    assert [one.is_met for one in hold([row], ground, ground, {7: {"words": "På mødet"}})] == [True]
