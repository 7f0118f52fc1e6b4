"""The forms of a placement: filled, refused in words, saved too late, and what stays when others wrote."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from borgerforloeb.audit.models import AuditEvent
from plans.actions.placements import set_hours
from plans.models import Placement
from tests.factories import LONG_AGO, TODAY, konsulent_of, make_citizen, make_course, make_plan, make_user
from tests.plans.factories import url
from tests.plans.placing import make_placement, shown, written

pytestmark = pytest.mark.django_db


def test_there_is_room_for_two_more_hours_and_never_for_more_than_eight(client, plan, jonas):
    for number, fields in ((0, 4), (3, 5), (8, 8)):
        steps = [(TODAY + timedelta(days=day), "6") for day in range(number)]
        row = make_placement(plan, steps=steps)
        page = client.get(url(plan, "placement_hours", row.pk)).content.decode()
        assert page.count('name="from_') == fields


def test_a_placement_is_written_with_its_first_hours(client, plan, jonas, goal, today):
    told = {"kind": "work", "company": "Planteskolen", "goal": goal.pk, "starts_on": written(today)}
    told |= {"hours": "6,5", "domain": "employment", "level": "common", "support": "Karsten er makker."}

    answered = client.post(url(plan, "placement_add"), told)

    assert (answered.status_code, answered.url) == (302, url(plan, "placements"))
    page = shown(client, plan)
    assert "6,5 timer om ugen" in page
    assert "Karsten er makker." in page
    assert Placement.objects.get().goal == goal


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"company": ""}, "Virksomhed"),
        ({"ends_on": "1.1.2020"}, "kan ikke slutte, før den begynder"),
        ({"hours": "38"}, "37"),
        ({"level": "shielded"}, "selv må læse"),
    ],
)
def test_what_cannot_be_is_told_in_the_form_and_nothing_is_lost(client, plan, jonas, today, fields, words):
    told = {"kind": "work", "company": "Planteskolen", "starts_on": written(today), "purpose": "At prøve."}
    told |= {"domain": "employment", "level": "common"} | fields

    answered = client.post(url(plan, "placement_add"), told)

    assert answered.status_code == 422
    page = answered.content.decode()
    assert words in page
    assert "At prøve." in page
    assert not Placement.objects.exists()


def test_hours_are_set_taken_away_and_told_wrong_in_one_form(client, plan, jonas, today):
    row = make_placement(plan, starts_on=today, steps=[(today, "6")])
    address, later = url(plan, "placement_hours", row.pk), today + timedelta(days=30)
    both = {"from_0": written(later), "hours_0": "15", "from_1": written(today), "hours_1": "6"}

    half = client.post(address, both | {"hours_0": "", "version": 1})
    outside = client.post(address, both | {"from_0": "1.1.2020", "version": 1})
    saved = client.post(address, both | {"version": 1})

    assert (half.status_code, outside.status_code, saved.status_code) == (422, 422, 302)
    assert "Skriv både dagen og timerne." in half.content.decode()
    assert "uden for praktikkens periode" in outside.content.decode()
    assert row.steps == [(today, 6), (later, 15)]
    assert '<svg class="bf-curve"' in shown(client, plan)
    client.post(address, {"from_0": written(today), "hours_0": "7", "version": 2})
    row.refresh_from_db()
    assert row.steps == [(today, 7)]


@pytest.mark.parametrize("name", ["placement_edit", "placement_hours", "placement_end"])
def test_a_late_save_shows_both_texts(client, plan, jonas, today, name):
    row = make_placement(plan, starts_on=today, steps=[(today, "6")], support="Det står der.", outcome="")
    Placement.objects.update(version=4)
    mine = {
        "placement_edit": {
            "kind": "work",
            "company": "Gartneriet",
            "starts_on": written(today),
            "domain": "employment",
            "level": "common",
        },
        "placement_hours": {"from_0": written(today), "hours_0": "20"},
        "placement_end": {"outcome": "job", "ended_on": written(today)},
    }[name]
    theirs, ours = {
        "placement_edit": ("Planteskolen", "Gartneriet"),
        "placement_hours": (">6<", ">20<"),
        "placement_end": ("Vælg", "Job"),
    }[name]

    answered = client.post(url(plan, name, row.pk), mine | {"version": 1})

    page = answered.content.decode()
    assert answered.status_code == 409
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert theirs in table
    assert ours in table
    assert 'name="version" value="4"' in page


def test_it_ends_and_the_end_is_undone(client, plan, jonas, today):
    row = make_placement(plan, starts_on=LONG_AGO)
    address = url(plan, "placement_end", row.pk)

    client.post(
        address, {"outcome": "job", "ended_on": written(today), "outcome_words": "Fast.", "version": 1}
    )
    ended = shown(client, plan)
    client.post(address, {"outcome": "", "ended_on": written(today), "version": 2})

    assert "<strong>Job " in ended
    assert "Fast." in ended
    row.refresh_from_db()
    assert (row.outcome, row.ended_on) == ("", None)


def test_it_is_taken_back_on_its_own_page(client, plan, jonas):
    row = make_placement(plan)
    address = url(plan, "placement_take_back", row.pk)

    assert client.post(address, {"why": ""}).status_code == 422
    assert client.post(address, {"why": "Forkert borger."}).url == url(plan, "placements")
    row.refresh_from_db()
    assert row.is_taken_back
    assert AuditEvent.objects.filter(action="placement.opened", domain="employment").exists()


def test_in_a_family_it_is_asked_whom_it_is_about(client, today):
    course = make_course(citizens=[make_citizen("Amina"), make_citizen("Yusuf")])
    plan, amina = make_plan(course), course.persons.get(first_names="Amina")
    client.force_login(konsulent_of(course))
    told = {"kind": "taster", "company": "Planteskolen", "starts_on": written(today)}
    told |= {"domain": "employment", "level": "common"}

    nobody = client.post(url(plan, "placement_add"), told)
    saved = client.post(url(plan, "placement_add"), told | {"person": str(amina.pk)})

    assert (nobody.status_code, saved.status_code) == (422, 302)
    assert Placement.objects.get().person == amina
    page = shown(client, plan)
    assert '<span class="bf-private">Amina</span>' in page
    assert "Hele familien" not in nobody.content.decode()


def test_steps_that_somebody_added_meanwhile_are_not_lost(client, plan, jonas, today):
    """Mine was one of two, theirs are five: the form that is answered has a place for each of them."""
    first, later = today, today + timedelta(days=7)
    row = make_placement(plan, starts_on=first, steps=[(first, "6"), (later, "10")])
    address = url(plan, "placement_hours", row.pk)
    [begun] = re.findall(r'name="base" value="([^"]+)"', client.get(address).content.decode())
    days = [first + timedelta(days=7 * week) for week in range(5)]
    theirs = [(day, Decimal(hours)) for day, hours in zip(days, (6, 10, 15, 20, 25), strict=True)]
    set_hours(row, steps=theirs, version=1, by=jonas)

    mine = {"from_0": written(first), "hours_0": "8", "from_1": written(later), "hours_1": "10"}
    late = client.post(address, mine | {"version": 1, "base": begun})
    form = late.context["form"]
    proposed = {name: form[name].value() or "" for fields in form.rows for name in fields}
    client.post(address, proposed | {"version": 2})

    row.refresh_from_db()
    assert late.status_code == 409
    assert row.steps == [(first, 8), *theirs[1:]]


def test_who_is_responsible_stays_also_when_she_has_left_the_course(client, plan, jonas, today):
    gone = make_user("Sanne Krogh")
    row = make_placement(plan, starts_on=today, responsible=gone, domain="employment")
    address = url(plan, "placement_edit", row.pk)
    form = client.get(address).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}

    saved = client.post(address, fields | {"starts_on": written(today), "support": "Karsten er makker."})

    row.refresh_from_db()
    assert saved.status_code == 302
    assert (row.responsible, row.support) == (gone, "Karsten er makker.")
