"""A find in the log: the employee is asked and answers, another judges, and the administrator is told."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.logreview.models import Flag, ReviewCase, ReviewRule
from tests.browser.looking import Looking
from tests.factories import make_course, make_user
from tests.roles.on_duty import make_reviewer

AT = datetime(2026, 11, 18, 22, tzinfo=UTC)


@pytest.fixture
def people(looking) -> dict[str, User]:
    with transaction.atomic():
        found = {
            "anna": make_user("Anna Mus"),
            "reviewer": make_reviewer(),
            "administrator": make_user("Frederik Nørup", capabilities=[Capability.ADMINISTRATOR]),
        }
        about = {"first_at": AT, "last_at": AT, "found_on": AT.date()}
        ReviewCase.objects.create(key="night:1", rule="night", user=found["anna"], **about)
        ReviewRule.objects.update_or_create(code="many", defaults={"threshold": 30, "text": "så mange"})
        return found


def test_from_the_question_to_the_breach(looking: Looking, people, sign_in):
    page = looking.page
    sign_in(people["reviewer"])
    looking.visit(reverse("logreview:queue"), "queue")
    expect(page.get_by_role("link", name="Logkontrol 1")).to_be_visible()
    page.get_by_role("row", name="Anna Mus").get_by_role("link").click()
    page.get_by_role("button", name="Spørg medarbejderen hvorfor").click()
    expect(page.get_by_text("Medarbejderen er spurgt.")).to_be_visible()

    sign_in(people["anna"])
    looking.visit("/", "worklist of the one who is asked")
    page.get_by_role("link", name="Logkontrollen spørger dig").click()
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").click()
    page.get_by_label("Hvorfor åbnede du det?").fill("Jeg var nysgerrig.")
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_text("Svaret er sendt.")).to_be_visible()

    judge(looking, people, sign_in)
    assert ReviewCase.objects.get().verdict == "breach"
    assert looking.wrong == {}


def judge(looking: Looking, people, sign_in) -> None:
    page = looking.page
    sign_in(people["reviewer"])
    page.goto(looking.base + reverse("logreview:queue"))
    page.get_by_role("row", name="Har svaret").get_by_role("link").click()
    expect(page.get_by_text("Jeg var nysgerrig.")).to_be_visible()
    looking.look("case answered")
    page.get_by_text("et brud", exact=True).click()
    page.get_by_label("Hvorfor").fill("Ingen opgave.")
    page.get_by_role("button", name="Gem vurderingen").click()
    expect(page.get_by_text("Vurderingen er gemt.")).to_be_visible()

    sign_in(people["administrator"])
    looking.visit("/", "worklist of the administrator")
    page.get_by_role("link", name="Se brud").click()
    expect(page.get_by_role("row", name="Anna Mus")).to_be_visible()
    looking.look("breaches")


def test_limits_and_courses_that_are_looked_at(looking: Looking, people, sign_in):
    page = looking.page
    with transaction.atomic():
        number = make_course().number
    sign_in(people["reviewer"])
    looking.visit(reverse("logreview:rules"), "rules")
    page.get_by_role("link", name="Usædvanligt mange borgere på en dag").click()
    page.get_by_label("Grænse").fill("45")
    looking.follow(page.get_by_role("button", name="Gem reglen"), "rule without a reason")
    page.get_by_label("Hvorfor ændres den?").fill("Flere ansatte.")
    page.get_by_role("button", name="Gem reglen").click()
    expect(page.get_by_role("row", name="Flere ansatte.")).to_be_visible()

    page.goto(looking.base + reverse("logreview:flags"))
    page.get_by_label("Forløbsnummer").fill(number)
    page.get_by_label("Hvorfor?").fill("Omtalt i avisen.")
    page.get_by_label("Til og med").fill("01.12.2099")
    page.get_by_role("button", name="Se efter forløbet").click()
    expect(page.get_by_role("heading", name=f"Forløb {number}")).to_be_visible()
    looking.look("flags")

    assert ReviewRule.objects.get(code="many").threshold == 45
    assert Flag.objects.get().course_number == number
    assert looking.wrong == {}
