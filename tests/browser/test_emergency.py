"""What cannot wait: somebody on duty opens a course, reads it for a while, ends, and is asked about it."""

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from borgerforloeb.accounts.models import User
from roles.models import EmergencyAccess
from tests.browser import doing
from tests.browser.looking import Looking
from tests.factories import give_number, main_person, make_plan, make_user
from tests.roles.on_duty import make_case, make_duty, make_reviewer

PASSWORD = "fire ord i træk"
NUMBER = "711299-4123"
WHY = "Borgeren er faldet om i receptionen, og ingen fra teamet kan findes."


@pytest.fixture
def people(looking) -> dict[str, User]:
    """A course, somebody on duty, the leader of its unit, and somebody who reviews the log."""
    with transaction.atomic():
        katrine = make_user("Katrine Dahl")
        course, leader = make_case(caseworker=katrine)
        make_plan(course)
        give_number(main_person(course), NUMBER)
        duty = make_duty(username="marianne")
        duty.set_password(PASSWORD)
        duty.save()
        return {"leader": leader, "reviewer": make_reviewer(), "katrine": katrine}


def test_a_course_that_cannot_wait(looking: Looking, people, sign_in):
    doing.sign_in_by_password(looking, "marianne", PASSWORD)
    open_in_an_emergency(looking)
    read_for_a_while(looking)

    for who in ("leader", "katrine"):
        sign_in(people[who])
        looking.visit("/", f"worklist after an emergency, {who}")
    sign_in(people["reviewer"])
    judge(looking)

    assert EmergencyAccess.objects.get().verdict
    assert looking.wrong == {}


def open_in_an_emergency(looking: Looking) -> None:
    page = looking.page
    looking.visit(reverse("casework:outside"), "outside")
    page.get_by_label("CPR-nummer eller forløbsnummer").fill(NUMBER)
    page.get_by_role("main").get_by_role("button", name="Søg").click()
    expect(page.get_by_role("link", name="Nødadgang")).to_be_visible()
    looking.look("outside found, on duty")
    page.get_by_role("link", name="Nødadgang").click()
    expect(page.get_by_role("heading", name="Nødadgang", level=1)).to_be_visible()
    looking.look("emergency open")
    send = page.get_by_role("main").get_by_role("button", name="Åbn med nødadgang")
    send.click()
    expect(page.locator('[data-module="error-summary"]')).to_be_focused()
    looking.look("emergency open errors")
    doing.choose(page, "Hvad haster?", "borgeren er her nu")
    page.get_by_label("Begrundelse").fill(WHY)
    send.click()


def read_for_a_while(looking: Looking) -> None:
    page = looking.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("Freja")
    expect(page.get_by_role("complementary", name="Nødadgang")).to_be_visible()
    looking.look("course in an emergency")
    for tab in ("Plan", "Møder", "Noter", "Familie og netværk"):
        doing.tab(page, tab)
        looking.look(f"{tab} in an emergency")
    page.get_by_role("button", name="Slut nu").click()
    expect(page.get_by_role("complementary", name="Nødadgang")).to_have_count(0)
    looking.look("after an emergency")


def judge(looking: Looking) -> None:
    page = looking.page
    looking.visit(reverse("casework:emergencies"), "emergencies, one waits")
    looking.follow(page.get_by_role("table").get_by_role("link"), "an emergency to judge")
    doing.choose(page, "Var nødadgangen berettiget?", "berettiget")
    page.get_by_label("Hvad bygger du det på?").fill("Vagten var alene, og teamet svarede ikke.")
    page.get_by_role("button", name="Gem vurderingen").click()
    expect(page.get_by_role("heading", name="Nødadgange", level=1)).to_be_visible()
    looking.look("a judged emergency")
