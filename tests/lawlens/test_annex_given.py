"""Of the laws an authority's paper tells what its recipient is given, and nothing else."""

import pytest

from borgerforloeb.citizens.models import Level
from borgerforloeb.disclosures.actions import reads_all
from borgerforloeb.disclosures.models import Disclosure
from plans.models import PlanSection
from plans.pdf import plan_pdf
from plans.print_content import Edition
from roles.models import Role
from roles.permissions import access_to
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_goal,
    make_user,
)
from tests.lawlens.papers import NOW, asked_plan, brought, confirm, given, laws, replace_, told
from tests.lawlens.world import make_circumstance

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return asked_plan()


def test_a_reader_prints_the_laws_of_what_the_reader_may_read(plan):
    make_circumstance(plan.course, "aktivitetsparat")
    make_circumstance(plan.course, "herberg", level=Level.SHIELDED, domain="housing")
    social = konsulent_of(plan.course)
    social.assignments.update(domains=["social"])

    assert set(laws(plan)) >= {"Min Plan", "Handleplan for voksne"}
    assert set(laws(plan, by=social)) == {"Handleplan for voksne"}
    assert "Opholdsplan" not in laws(plan)


def test_only_the_two_who_hold_the_plan_print_what_the_laws_ask(plan):
    make_circumstance(plan.course, "aktivitetsparat")
    replace_(plan)
    sanne = make_user("Sanne Krogh")
    assign(sanne, plan.course, Role.TEAM_MEMBER, domains=["employment", "social"])

    assert "Min Plan" in laws(plan)
    assert laws(plan, by=sanne) == {}


def test_a_part_that_is_not_read_meets_nothing(plan):
    person = main_person(plan.course)
    nurse = konsulent_of(plan.course)
    nurse.assignments.update(domains=["health"])
    make_circumstance(plan.course, "aktivitetsparat", level=Level.COMMON)
    make_goal(plan, "Kontorjob", domain="employment", level="domain")
    PlanSection.objects.create(
        plan=plan, kind="end_goal", text="Elev", person=person, domain="employment", level="domain"
    )

    for by, expected in ((None, ["Mål 2", "Mit slutmål"]), (nurse, ["", ""])):
        found = laws(plan, by=by)["Min Plan"]
        wanted = ("Et mål på vej mod job eller uddannelse", "Målet for job eller uddannelse")
        assert [found[words] for words in wanted] == expected


def test_on_consent_an_authority_is_told_of_its_fields_alone(plan):
    make_circumstance(plan.course, "aktivitetsparat")
    replace_(plan)
    confirm(plan)

    everything = told(given(plan))
    social = told(given(plan, domains=frozenset({"social"})))

    assert {"Min Plan", "Handleplan for voksne", "Forandringskompas", "Laves også for sig."} <= everything
    assert "Handleplan for voksne" in social
    assert {"Min Plan", "Forandringskompas", "Laves også for sig."}.isdisjoint(social)
    assert not any("Bekræftet af" in words or "Det vigtigste" in words for words in social)
    assert told(given(plan, domains=frozenset({"health"}))) == set()


def test_what_is_shielded_does_not_leave_the_house(plan):
    make_circumstance(plan.course, "aktivitetsparat", level=Level.SHIELDED)
    by = caseworker_of(plan.course)
    by.assignments.update(sees_shielded=True)

    assert "Min Plan" in laws(plan)
    assert "Min Plan" not in told(given(plan))


def test_the_ledger_counts_what_the_laws_are_told_from(plan):
    before = given(plan).marks
    make_circumstance(plan.course, "aktivitetsparat")
    confirm(plan)
    replace_(plan)

    person = str(main_person(plan.course).pk)
    assert given(plan).marks - before == {
        (person, "employment", "domain"): 1,
        (person, "common", "common"): 2,
    }
    assert not given(plan, domains=frozenset({"health"})).marks


def test_who_may_not_read_why_a_law_applies_opens_no_copy_that_says_so(plan):
    make_circumstance(plan.course, "aktivitetsparat")
    by, social = caseworker_of(plan.course), konsulent_of(plan.course)
    social.assignments.update(domains=["social"])
    plan_pdf(plan, by=by, edition=Edition.AUTHORITY, on=TODAY, made_at=NOW, brought=brought(plan, by))
    copy = Disclosure.objects.get()

    readers = [reads_all(user, access_to(user, plan.course_id), copy) for user in (by, social)]

    assert readers == [True, False]
