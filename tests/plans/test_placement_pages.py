"""The page of placements: what it shows, to whom, and what may be done from it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from borgerforloeb.audit.models import AuditEvent
from plans.curves import stairs
from plans.models import EmployerContact, Measurement
from tests.factories import LONG_AGO, TODAY, assign, main_person, make_user
from tests.plans.factories import answer, take_to_talk, url
from tests.plans.placing import make_contact, make_placement, shown, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def sanne(client, plan):
    user = make_user("Sanne Krogh")
    assign(user, plan.course)
    client.force_login(user)
    return user


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


def test_stairs_go_flat_and_then_up():
    steps = [(LONG_AGO, Decimal(6)), (TODAY, Decimal("12.5"))]

    drawn = stairs(steps, TODAY + timedelta(days=60), "Timer hos <b>", "timer")

    assert drawn.count('<line class="c"') == 3
    assert drawn.count('<circle class="c"') == 2
    assert "14. januar 2026: 6 timer om ugen. 2. september 2026: 12,5 timer om ugen" in drawn
    assert "Timer hos &lt;b&gt;" in drawn
    assert stairs([], None, "Timer", "timer") == ""
    assert stairs(steps[:1], None, "Timer", "timer").count("<circle") == 1
