"""A placement stands on its goal's card, in the version, in what is compared and on paper, for some."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from borgerforloeb.disclosures.models import Edition
from borgerforloeb.disclosures.package import Text
from borgerforloeb.disclosures.screening import Watch, look_through
from plans.actions.versions import new_draft
from plans.changes import compare
from plans.marks import drafted, frozen
from plans.models import Goal, Placement, PlacementHours
from plans.pdf import WorkingCopy, as_html, plan_package
from plans.projection import Giving, View
from plans.queries import places_of
from plans.reading import marks_today
from plans.snapshot import snapshot
from roles.permissions import access_to
from tests.factories import TODAY, caseworker_of, konsulent_of, main_person, make_goal
from tests.plans.factories import answer, take_to_talk, url
from tests.plans.placing import make_contact, make_placement
from tests.queries import all_queries

pytestmark = pytest.mark.django_db
WEEK_48 = date(2026, 11, 23)


@pytest.fixture
def placement(plan, goal):
    told = {"contact_name": "Karsten", "contact_phone": "12 34 63 52", "support": "Karsten er makker."}
    steps = [(TODAY, "6"), (WEEK_48, "15")]
    return make_placement(plan, goal=goal, purpose="At prøve faget.", steps=steps, **told)


@pytest.fixture
def agreed(plan, placement):
    answer(take_to_talk(plan))
    new_draft(plan, by=caseworker_of(plan.course))
    plan.refresh_from_db()
    return plan


def facts(plan):
    return drafted(snapshot(plan, on=TODAY))


def paper(plan, source=None):
    access = access_to(konsulent_of(plan.course), plan.course_id)
    return WorkingCopy(source or plan, access=access, edition=Edition.CITIZEN, on=TODAY).content


def told(was, now):
    return [(change.name, change.what) for change in compare(was, now)]


def test_the_card_of_its_goal_says_where_and_how_much(client, plan, jonas, placement):
    day = placement.steps[0][0]
    PlacementHours.objects.filter(from_on=day).update(from_on=date(2020, 1, 1))
    PlacementHours.objects.filter(from_on=WEEK_48).update(from_on=date(2999, 11, 23))

    page = client.get(url(plan)).content.decode()

    assert (
        "Virksomhedspraktik hos Planteskolen, 6 timer om ugen, 15 timer om ugen fra 23. november 2999" in page
    )
    assert page.count(f"{url(plan)}placements/") == 2


@pytest.mark.parametrize(
    "change",
    [
        {"level": "shielded"},
        {"taken_back_on": TODAY, "taken_back_why": "Forkert."},
        {"ended_on": TODAY, "outcome": "job"},
    ],
)
def test_the_card_says_nothing_of_what_is_closed_wrong_or_over(client, plan, jonas, placement, change):
    by = {"taken_back_by": jonas} if "taken_back_on" in change else {}
    Placement.objects.update(**change, **by)

    assert "Planteskolen" not in client.get(url(plan)).content.decode()


def test_a_version_keeps_it_with_its_hours_and_its_marks(agreed):
    (row,) = agreed.versions.get().content["placements"]

    assert row["steps"] == [
        {"from_on": "2026-09-02", "hours": "6.00"},
        {"from_on": "2026-11-23", "hours": "15.00"},
    ]
    assert (row["company"], row["domain"], row["level"]) == ("Planteskolen", "employment", "common")
    assert row["person"] == str(main_person(agreed.course).pk)


def test_the_page_of_a_version_tells_of_it(client, agreed, jonas):
    page = client.get(url(agreed, "version", 1)).content.decode()

    assert "<strong>Virksomhedspraktik hos Planteskolen</strong>" in page
    assert "Karsten er makker." in page


@pytest.mark.parametrize("level", ["placement", "goal"])
def test_what_is_shielded_later_is_closed_in_the_version_too(client, agreed, jonas, level):
    (Placement if level == "placement" else Goal).objects.update(level="shielded")

    assert "Planteskolen" not in client.get(url(agreed, "version", 1)).content.decode()
    assert "Planteskolen" not in client.get(url(agreed)).content.decode()
    assert "Planteskolen" not in repr(paper(agreed, agreed.versions.get()))


def test_a_version_from_before_there_were_any_is_read(client, agreed, jonas):
    content = agreed.versions.get().content
    del content["placements"]

    assert frozen(content, marks_today(agreed.pk))["placements"] == []


def test_what_is_compared_says_what_became_of_it(plan, placement, jonas):
    before = facts(plan) | {"placements": []}
    first = facts(plan)
    PlacementHours.objects.filter(from_on=WEEK_48).update(hours=Decimal(12))
    second = facts(plan)
    Placement.objects.update(outcome="job", ended_on=TODAY)
    third = facts(plan)
    Placement.objects.update(taken_back_on=TODAY, taken_back_by=jonas, taken_back_why="Forkert.")
    name = "Virksomhedspraktik hos Planteskolen"

    assert told(before, first) == [(name, "ny praktik")]
    assert told(first, first) == []
    assert told(first, second) == [(name, "praktikken er ændret")]
    assert told(second, third) == [(name, "slut: job")]
    assert told(third, second) == [(name, "ikke slut alligevel")]
    assert told(third, facts(plan)) == [(name, "praktikken er taget tilbage")]
    (words,) = compare(first, second)[0].words
    assert "15 timer om ugen fra 23. november 2026" in words.was
    assert "12 timer om ugen fra 23. november 2026" in words.now


def test_the_draft_and_its_version_are_compared_alike(client, agreed, jonas):
    same = client.get(url(agreed)).content.decode()
    Placement.objects.update(support="Sanne ringer hver fredag.")

    assert "Intet er ændret." in same
    assert "praktikken er ændret" in client.get(url(agreed)).content.decode()


def test_what_was_taken_back_is_told_as_gone_in_the_draft(client, agreed, jonas):
    Placement.objects.update(taken_back_on=TODAY, taken_back_by=jonas, taken_back_why="Forkert.")

    assert "praktikken er taget tilbage" in client.get(url(agreed)).content.decode()


def test_the_citizen_s_paper_says_where_when_how_much_and_whom_to_call(plan, placement):
    (row,) = paper(plan).placements

    assert row.name == "Virksomhedspraktik hos Planteskolen"
    assert row.when == "siden 2. september 2026"
    assert row.hours == "6 timer om ugen, 15 timer om ugen fra 23. november 2026"
    assert row.call == "Karsten, 12 34 63 52"
    html = as_html(paper(plan))
    assert all(words in html for words in ("Min praktik", "Ring til", row.call, "At prøve faget."))


def test_whoever_is_responsible_is_called_where_no_contact_is_told(plan, placement):
    Placement.objects.update(contact_name="", contact_phone="", responsible=konsulent_of(plan.course))

    assert paper(plan).placements[0].call == "Jonas Bech"


def test_what_has_ended_is_not_on_paper(plan, placement):
    Placement.objects.update(outcome="finished", ended_on=TODAY)

    assert paper(plan).placements == ()


def test_the_other_parent_is_not_told_of_it_and_its_name_is_looked_for(plan, placement):
    # No part of the word tells that it is a place.
    Placement.objects.update(company="Solhatten")
    Goal.objects.update(title="Jeg er hos Solhatten to dage", level="common")
    person = str(main_person(plan.course).pk)
    view = View(access_to(konsulent_of(plan.course), plan.course_id), Edition.PARENT, person, Giving("Far"))

    package = plan_package(plan, view, on=TODAY)

    assert package.places == ("Solhatten",)
    assert not any(text.where.startswith("placements") for text in package.texts)
    found = look_through(package, Watch(asks=True, protects=True))
    assert [(hit.kind, hit.tells_where) for hit in found] == [("institution", True)]
    of_none = replace(package, places=(), texts=(Text("a", "b", "Solhatten"),))
    assert look_through(of_none, Watch(asks=True, protects=True)) == []


def test_a_plan_asks_no_more_of_the_database_with_placements(client, plan, jonas):
    few = _asked(client, plan)
    for _ in range(20):
        make_placement(plan, goal=plan.goals.get(), steps=[(TODAY, "6")])

    assert _asked(client, plan) == few


def _asked(client, plan):
    client.get(url(plan))
    with all_queries() as asked:
        client.get(url(plan))
    return len(asked)


def test_moved_to_a_goal_that_is_closed_it_is_closed_in_the_version_too(client, agreed, jonas):
    Placement.objects.update(goal=make_goal(agreed, level="shielded"))

    assert "Planteskolen" not in client.get(url(agreed, "version", 1)).content.decode()
    assert "Planteskolen" not in repr(paper(agreed, agreed.versions.get()))


def test_a_company_that_was_taken_back_or_only_talked_to_is_looked_for(plan, placement):
    make_contact(plan, company="Solhatten")
    Placement.objects.update(
        taken_back_on=TODAY, taken_back_by=konsulent_of(plan.course), taken_back_why="Fejl"
    )

    assert set(places_of(plan)) == {"Planteskolen", "Solhatten"}


def test_one_without_a_goal_is_told_beside_the_draft(client, agreed, jonas):
    make_placement(agreed, "Solhatten")

    page = client.get(url(agreed)).content.decode()

    assert "hos Solhatten</a> ny praktik" in page
