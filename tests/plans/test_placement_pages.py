"""The page of placements and its forms: shown, filled, refused in words, and closed to others."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from plans.actions.placements import set_hours
from plans.curves import stairs
from plans.models import EmployerContact, Measurement, Placement
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_plan,
    make_user,
)
from tests.plans.factories import answer, take_to_talk, url
from tests.plans.placing import make_contact, make_placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def sanne(client, plan):
    user = make_user("Sanne Krogh")
    assign(user, plan.course)
    client.force_login(user)
    return user


def shown(client, plan):
    return client.get(url(plan, "placements")).content.decode()


def written(day):
    return day.strftime("%d.%m.%Y")


def test_an_empty_page_says_what_to_do(client, plan, jonas, today):
    page = shown(client, plan)

    assert "Der er ingen praktik endnu." in page
    days = (today - LONG_AGO).days
    assert f"Ingen kontakt endnu – {days} dage siden start" in page
    assert "Ikke målt endnu." in page
    assert AuditEvent.objects.filter(action="placements.opened").count() == 1


def test_what_runs_stands_first_and_what_was_wrong_last(client, plan, jonas, today):
    wrong = {"taken_back_on": today, "taken_back_by": jonas, "taken_back_why": "Forkert borger."}
    make_placement(plan, "Fejlen", starts_on=LONG_AGO, **wrong)
    make_placement(plan, "Sluttet", starts_on=LONG_AGO, ended_on=today, outcome="finished")
    make_placement(plan, "Kommende", starts_on=today + timedelta(days=1))
    make_placement(plan, "Nu", starts_on=today)

    page = shown(client, plan)

    places = [page.index(word) for word in ("I gang", "Nu</span>", "Planlagt", "Kommende", "Sluttet</h2>")]
    assert places == sorted(places)
    assert page.index("Sluttet</h2>") < page.index("Taget tilbage</h2>") < page.index("<del>Fejlen</del>")
    assert "Forkert borger." in page


def test_a_period_that_has_gone_is_asked_about(client, plan, jonas, today):
    make_placement(plan, starts_on=LONG_AGO, ends_on=today - timedelta(days=1))

    assert "Perioden er gået." in shown(client, plan)


def test_one_morning_is_one_day_and_is_not_drawn(client, plan, jonas):
    make_placement(
        plan, starts_on=TODAY, ends_on=TODAY, ended_on=TODAY, outcome="goes_on", steps=[(TODAY, "3")]
    )

    page = shown(client, plan)

    assert "<p>2. september 2026</p>" in page
    assert '<svg class="bf-curve"' not in page


def test_there_is_room_for_two_more_hours_and_never_for_more_than_eight(client, plan, jonas):
    for number, fields in ((0, 4), (3, 5), (8, 8)):
        steps = [(TODAY + timedelta(days=day), "6") for day in range(number)]
        row = make_placement(plan, steps=steps)
        page = client.get(url(plan, "placement_hours", row.pk)).content.decode()
        assert page.count('name="from_') == fields


def test_the_first_contact_and_what_was_measured_stand_on_the_page(client, plan, jonas):
    make_contact(plan, LONG_AGO + timedelta(days=12), words="De viser rundt.")
    measured = {"plan": plan, "person": main_person(plan.course), "kind": "hours", "noted_by": jonas}
    for day, value in ((LONG_AGO, "4"), (TODAY, "12.5")):
        Measurement.objects.create(on=day, value=Decimal(value), domain="employment", **measured)

    page = shown(client, plan)

    assert "Første kontakt til en virksomhed: 12 dage efter forløbets start" in page
    assert "De viser rundt." in page
    assert "12,5 timer om ugen, 2. september 2026" in page
    assert "4 timer om ugen" not in page


def test_a_contact_that_was_taken_back_is_listed_and_not_counted(client, plan, jonas):
    make_contact(plan, TODAY, taken_back_on=TODAY, taken_back_by=jonas, taken_back_why="Forkert borger.")

    page = shown(client, plan)

    assert "Ingen kontakt endnu" in page
    assert "<del>Planteskolen</del>" in page
    assert "Forkert borger." in page


def test_who_may_not_read_of_work_is_not_told_that_nobody_has_called(client, plan):
    nurse = make_user()
    assign(nurse, plan.course, domains=["health"])
    client.force_login(nurse)
    make_contact(plan, level="domain")

    page = shown(client, plan)

    assert "Ingen kontakt, som du må læse om" in page
    assert "Planteskolen" not in page


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


def test_an_agreed_plan_offers_to_end_and_not_to_change(client, plan, jonas, today):
    row = make_placement(plan, starts_on=today)
    take_to_talk(plan)
    answer(plan)

    page = shown(client, plan)

    assert url(plan, "placement_end", row.pk) in page
    assert url(plan, "placement_edit", row.pk) not in page


def test_a_team_member_notes_contacts_alone(client, plan, sanne, today):
    row, other = make_placement(plan), make_contact(plan)
    told = {"company": "Gartneriet", "kind": "visit", "on": written(today), "level": "common"}

    answered = client.post(url(plan, "contact_add"), told | {"domain": "employment", "words": "Set rundt."})

    own = EmployerContact.objects.get(company="Gartneriet")
    page = shown(client, plan)
    assert (answered.status_code, answered.url) == (302, url(plan, "placements"))
    assert own.noted_by == sanne
    assert url(plan, "contact_take_back", own.pk) in page
    assert url(plan, "contact_take_back", other.pk) not in page
    assert url(plan, "placement_end", row.pk) not in page
    assert client.post(url(plan, "contact_take_back", other.pk), {"why": "x"}).status_code == 403
    assert client.post(url(plan, "contact_take_back", own.pk), {"why": "Forkert."}).status_code == 302
    for name in ("placement_edit", "placement_hours", "placement_end", "placement_take_back"):
        assert client.get(url(plan, name, row.pk)).status_code == 403
    assert client.get(url(plan, "placement_add")).status_code == 403


def test_what_is_closed_is_neither_shown_nor_found(client, plan, jonas, goal):
    closed = make_placement(plan, "Lukket", level="shielded")
    below = make_placement(plan, "På et lukket mål", goal=goal)
    contact = make_contact(plan, company="Lukket kontakt", level="shielded")
    type(goal).objects.update(level="shielded")

    page = shown(client, plan)

    assert "ukket" not in page
    for row in (closed, below):
        assert client.get(url(plan, "placement_edit", row.pk)).status_code == 404
    assert client.get(url(plan, "contact_take_back", contact.pk)).status_code == 404


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


def test_stairs_go_flat_and_then_up():
    steps = [(LONG_AGO, Decimal(6)), (TODAY, Decimal("12.5"))]

    drawn = stairs(steps, TODAY + timedelta(days=60), "Timer hos <b>", "timer")

    assert drawn.count('<line class="c"') == 3
    assert drawn.count('<circle class="c"') == 2
    assert "14. januar 2026: 6 timer om ugen. 2. september 2026: 12,5 timer om ugen" in drawn
    assert "Timer hos &lt;b&gt;" in drawn
    assert stairs([], None, "Timer", "timer") == ""
    assert stairs(steps[:1], None, "Timer", "timer").count("<circle") == 1


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
