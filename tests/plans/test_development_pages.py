"""How a goal and a person have come along: drawn, listed, added to and taken back on pages of their own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from plans.curves import Line, curves
from plans.models import Measurement
from tests.factories import assign, konsulent_of, main_person, make_user
from tests.plans.factories import url

pytestmark = pytest.mark.django_db


def measure(plan, value, kind="citizen", ago=0, **fields):
    goal = plan.goals.get() if kind in ("citizen", "worker") else None
    on = timezone.localdate() - timedelta(days=ago)
    marks = goal.marks if goal else {"person": main_person(plan.course)}
    about = {"plan": plan, "goal": goal, "noted_by": konsulent_of(plan.course)} | marks | fields
    return Measurement.objects.create(kind=kind, value=Decimal(value), on=on, **about)


def shown(client, *address):
    return client.get(url(*address)).content.decode()


def test_the_plan_leads_to_both_pages(client, plan, jonas):
    page = shown(client, plan)

    assert url(plan, "goal_development", plan.goals.get().pk) in page
    assert url(plan, "development", main_person(plan.course).pk) in page


def test_a_goal_is_drawn_with_both_lines_and_its_numbers(client, plan, jonas):
    measure(plan, 3, ago=90)
    measure(plan, 7)
    measure(plan, 5, kind="worker")

    page = shown(client, plan, "goal_development", plan.goals.get().pk)

    assert page.count('<circle class="c"') == 2
    assert page.count('<circle class="w"') == 1
    assert "Freja 7</text>" in page
    assert "Medarbejderen 5</text>" in page
    assert page.index("3 af 10") < page.index("7 af 10")
    assert AuditEvent.objects.filter(action="plan.goal_development_opened", domain="social").count() == 1


def test_what_was_taken_back_is_listed_and_not_drawn(client, plan, jonas):
    undone = {"taken_back_on": timezone.localdate(), "taken_back_by": jonas, "taken_back_why": "Tastefejl."}
    measure(plan, 9, **undone)

    page = shown(client, plan, "goal_development", plan.goals.get().pk)

    assert '<svg class="bf-curve"' not in page
    assert "<del>9 af 10</del>" in page
    assert "Tastefejl." in page
    assert "take-back" not in page


def test_pages_without_numbers_say_so(client, plan, jonas):
    assert "Ingen har sagt endnu" in shown(client, plan, "goal_development", plan.goals.get().pk)
    assert "Der er ingen tal endnu." in shown(client, plan, "development", main_person(plan.course).pk)


def test_a_number_is_added_with_a_decimal_comma(client, plan, jonas):
    address = url(plan, "development", main_person(plan.course).pk)
    today = timezone.localdate()
    told = {"kind": "hours", "value": "12,5", "on": today.strftime("%d.%m.%Y"), "level": "common"}

    answered = client.post(address, told)

    assert (answered.status_code, answered.url) == (302, address)
    page = client.get(address).content.decode()
    assert "12,5 timer" in page
    opened = AuditEvent.objects.filter(action="plan.development_opened")
    assert {tuple(event.person_ids) for event in opened} == {(main_person(plan.course).pk,)}
    assert '<circle class="c"' in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": "101"}, "100"),
        ({"on": date(2999, 1, 1)}, "Skriv en dag, der har været."),
        ({"kind": "hours", "value": "70"}, "timer fra 0 til 60 om ugen"),
    ],
)
def test_a_number_that_cannot_be_is_told_in_the_form(client, plan, jonas, fields, words):
    told = {"kind": "attendance", "value": "95", "on": timezone.localdate(), "level": "common"} | fields

    answered = client.post(url(plan, "development", main_person(plan.course).pk), told)

    assert answered.status_code == 422
    assert words in answered.content.decode()
    assert not Measurement.objects.exists()


def test_a_number_is_taken_back_from_its_own_page(client, plan, jonas):
    row = measure(plan, 7)
    address = url(plan, "measurement_take_back", row.pk)

    assert client.post(address, {"why": ""}).status_code == 422
    answered = client.post(address, {"why": "Det var i sidste uge."})

    assert answered.url == url(plan, "goal_development", row.goal_id)
    row.refresh_from_db()
    assert row.taken_back_why == "Det var i sidste uge."


def test_a_number_that_is_closed_to_the_reader_is_neither_drawn_nor_found(client, plan, jonas):
    row = measure(plan, 40, kind="attendance", domain="school", level="shielded")
    person = main_person(plan.course)

    assert "40 %" not in shown(client, plan, "development", person.pk)
    assert client.get(url(plan, "measurement_take_back", row.pk)).status_code == 404


def test_a_team_member_reads_and_writes_nothing(client, plan):
    anna = make_user()
    assign(anna, plan.course)
    client.force_login(anna)
    row = measure(plan, 95, kind="attendance", domain="school")
    address = url(plan, "development", main_person(plan.course).pk)

    page = client.get(address).content.decode()

    assert "95 %" in page
    assert "Skriv et tal" not in page
    assert "take-back" not in page
    assert client.post(address, {"value": "1"}).status_code == 403
    assert client.post(url(plan, "measurement_take_back", row.pk), {"why": "x"}).status_code == 403


def test_one_number_and_two_on_the_same_day_are_drawn():
    day = date(2026, 3, 2)
    one = curves([Line("Freja", "c", [(day, Decimal(4))])], (1, 5, 10), "Mål", "maal")
    two = curves([Line("<b>", "c", [(day, Decimal(4)), (day, Decimal(5))])], (1, 5, 10), "Mål", "maal")

    assert "Freja: 4 2. marts 2026." in one
    assert "&lt;b&gt;: fra 4 2. marts 2026 til 5 2. marts 2026, 2 tal." in two
    assert curves([Line("Freja", "c", [])], (1, 5, 10), "Mål", "maal") == ""
