"""What each law asks of the plan, on an authority's paper, as on the plan's day."""

from datetime import date, timedelta

import pytest

from borgerforloeb.law.models import PlanKind, Situation
from borgerforloeb.lawlens.actions import plans as acts
from plans.models import FollowUp
from plans.pdf import as_html, plan_pdf
from plans.print_content import Edition
from tests.documents.printing import read_aloud
from tests.factories import (
    TODAY,
    caseworker_of,
    main_person,
    make_citizen,
    make_course,
    make_plan,
)
from tests.lawlens.papers import (
    LATER,
    NECESSARY,
    NOW,
    OWN,
    PURPOSE,
    SPECIAL,
    accept,
    asked_plan,
    brought,
    confirm,
    laws,
    paper,
    replace_,
)
from tests.lawlens.world import make_circumstance

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return asked_plan()


def test_each_requirement_says_where_it_stands_or_that_it_is_missing(plan):
    confirm(plan)

    [law] = paper(plan).annex.laws

    assert (law.plan, law.section) == ("Handleplan for voksne", "serviceloven § 141")
    assert law.because == "Skal tilbydes på grund af alvorlige sociale problemer."
    where = {one.words: one.where for one in law.demands}
    assert where.pop(SPECIAL) == "Står under mål 1. Bekræftet af Katrine Dahl 2. september 2026."
    assert where == {
        PURPOSE: "",
        NECESSARY: "Bostøtte (mål 1)",
        "Hvor længe indsatsen ventes at vare": "",
        OWN: "Det vigtigste for mig",
    }


def test_it_is_read_in_tables_with_their_headings(plan):
    replace_(plan)

    html = as_html(paper(plan))

    assert "Bilag: hvad lovene kræver af planen" in html
    assert '<th scope="col">Krav (2 af 5 er med)</th><th scope="col">Hvor i planen</th>' in html
    assert f'<td>{OWN} <span class="quiet">§ 141</span></td><td>Det vigtigste for mig</td>' in html
    assert "<b>Mangler</b>" in html
    assert "<td>Forandringskompas</td><td>2. september 2026</td>" in html


@pytest.mark.parametrize("edition", [Edition.CITIZEN, Edition.PROFESSIONAL])
def test_nobody_but_an_authority_reads_it(plan, edition):
    assert not paper(plan, edition=edition).annex.tells


def test_where_no_law_asks_nothing_is_printed():
    assert "hvad lovene kræver" not in as_html(paper(make_plan()))


def test_a_version_tells_of_its_own_day(plan):
    taken_back = confirm(plan)
    FollowUp.objects.create(
        plan=plan, due_on=LATER, reason="Fast rytme", responsible=caseworker_of(plan.course)
    )
    make_circumstance(plan.course, "aktivitetsparat", ends_on=TODAY)
    make_circumstance(plan.course, "sygedagpenge", ends_on=TODAY - timedelta(days=1))
    replace_(plan, "Måleskema")
    version = accept(plan)
    then = laws(version)
    assert then["Min Plan"]["Hvornår der følges op"] == f"Næste opfølgning {LATER.day}. oktober 2026"

    acts.take_back_confirmation(taken_back, on=LATER, by=caseworker_of(plan.course))
    confirm(plan, on=LATER, words="Noget nyt.")
    replace_(plan, on=LATER)
    make_circumstance(plan.course, "herberg", starts_on=LATER)
    FollowUp.objects.update(done_on=LATER, done_by=caseworker_of(plan.course))

    assert laws(version, on=LATER) == then
    assert {"Min Plan", "Handleplan for voksne"} < set(then)
    assert {"Sygedagpengeplan", "Opholdsplan"}.isdisjoint(then)
    assert [one.plan for one in paper(version, on=LATER).annex.replaced] == ["Måleskema"]


def test_a_version_is_held_against_the_law_of_its_day(plan):
    situation = Situation.objects.get(code="sociale_problemer")
    kind = PlanKind.objects.create(code="ny", name="Ny plan", duty="must", valid_from=LATER)
    kind.when.set([situation])

    version = accept(plan)

    assert set(laws(version)) == {"Handleplan for voksne"}


def test_a_version_is_the_same_file_until_something_is_noted_of_its_day(plan):
    by = caseworker_of(plan.course)
    version = accept(plan)

    def printed(on):
        laws = brought(plan, by)
        return plan_pdf(version, by=by, edition=Edition.AUTHORITY, on=on, made_at=NOW, brought=laws).content

    first = printed(TODAY)
    confirm(plan, on=LATER)
    make_circumstance(plan.course, "herberg", starts_on=LATER)
    assert printed(LATER) == first

    make_circumstance(plan.course, "aktivitetsparat", starts_on=TODAY)
    assert printed(LATER) != first


def test_a_version_from_before_tells_of_no_follow_up(plan):
    make_circumstance(plan.course, "aktivitetsparat")
    FollowUp.objects.create(
        plan=plan, due_on=LATER, reason="Fast rytme", responsible=caseworker_of(plan.course)
    )
    version = accept(plan)
    version.content = {name: row for name, row in version.content.items() if name != "followup"}

    assert laws(version)["Min Plan"]["Hvornår der følges op"] == ""


def test_with_a_yes_it_says_by_which_law_they_are_one(plan):
    make_circumstance(plan.course, "aktivitetsparat")
    make_circumstance(plan.course, "herberg")
    housing = caseworker_of(plan.course)
    housing.assignments.update(domains=["social", "employment", "housing"])
    person = main_person(plan.course)
    acts.say_yes_to_one_plan(
        plan, person=person, said_by=person, way="oral", said_on=TODAY, today=TODAY, by=housing
    )

    states = {law.plan: law.state for law in paper(plan).annex.laws}

    assert states == {
        "Helhedsorienteret plan": "Der er sagt ja til én plan.",
        "Handleplan for voksne": "Indgår i denne plan efter serviceloven § 141 stk. 7.",
        "Min Plan": "Indgår i denne plan efter serviceloven § 141 stk. 7.",
        "Opholdsplan": "Indgår i denne plan efter serviceloven § 141 stk. 7.",
    }


def test_in_a_family_it_says_whose():
    amina, yusuf = make_citizen("Amina"), make_citizen("Yusuf", born_on=date(2016, 3, 1))
    plan = make_plan(make_course(citizens=[amina, yusuf]))
    caseworker_of(plan.course).assignments.update(domains=["family", "social"])
    make_circumstance(plan.course, "anbragt", person=yusuf)
    make_circumstance(plan.course, "nedsat_funktion", person=amina)

    found = {law.plan: (law.whose, law.state) for law in paper(plan).annex.laws}

    assert found == {
        "Handleplan for voksne": ("Amina", "Laves også for sig."),
        "Barnets plan": ("Yusuf", "Laves for sig: ingen lov lader den indgå i én plan."),
    }
    assert "Barnets plan for Yusuf" in as_html(paper(plan))


def test_it_can_be_heard(plan, tmp_path):
    by = caseworker_of(plan.course)
    confirm(plan)
    replace_(plan)

    pdf = plan_pdf(plan, by=by, edition=Edition.AUTHORITY, on=TODAY, made_at=NOW, brought=brought(plan, by))

    assert read_aloud(pdf, tmp_path)
