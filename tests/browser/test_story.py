"""The product's point in one piece: from a new course to the citizen's plan in hand, and the reminder."""

import io
import re
from datetime import date, timedelta

import pdfplumber
import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.law.models import Section
from borgerforloeb.notices.actions import deliver
from plans.reminders import find_due
from tests.browser import doing
from tests.browser.looking import Looking
from tests.factories import make_unit, make_user

PASSWORD = "fire ord i træk"
NAME, NUMBER = "Freja Lindqvist Holm", "711299-4123"
DREAM = "Jeg drømmer om en have, hvor der altid er noget at passe."
SOLUTION = "Hvis jeg kender én på gartneriet, tror jeg, det går."
GOAL, WHY = "Jeg klarer post og regninger selv", "Så jeg tør åbne døren igen."
STEP, HELP = "Jeg åbner e-Boks hver mandag", "Bostøtte hjemme hos Freja"
PROMISE = "Ringer til boligstøtten"
POINT = "At komme væk fra sofaen"
DECISION = "Cykler med Freja forbi gartneriet"
YES = "Ja, for det er mine egne ord, der står der."


@pytest.fixture
def people(looking) -> dict[str, User]:
    with transaction.atomic():
        unit = make_unit("Voksen og handicap")
        katrine = make_user("Katrine Dahl", username="katrine", unit=unit, email="katrine@hegnsborg.example")
        katrine.set_password(PASSWORD)
        katrine.save()
        jonas = make_user(
            "Jonas Bech", username="jonas", unit=unit, capabilities=[Capability.PROVIDER], title="bostøtte",
            phone="12 34 56 71", email="jonas@hegnsborg.example",
        )  # fmt: skip
    return {"katrine": katrine, "jonas": jonas}


@pytest.fixture
def mail_folder(settings) -> None:
    """As in the demo: a mail is a file, which the site shows."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.MAIL_DIR
    settings.MAIL_DIR.mkdir()


def danish(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def test_from_a_new_course_to_the_plan_in_hand(looking: Looking, people, mail_folder):
    page, today = looking.page, timezone.localdate()

    doing.sign_in_by_password(looking, "katrine", PASSWORD)
    course = open_course(looking, today)
    record_consent(looking, today)
    write_plan(looking, today)
    draft = printed(page, f"{course}plan/")
    doing.sign_out(page)

    doing.sign_in_from_the_list(looking, "Jonas Bech")
    page.goto(f"{looking.base}{course}")
    prepare_meeting(looking, today)
    hold_meeting(looking, today)
    take_to_the_talk(looking, course)
    say_yes(looking)
    plan = printed(page, f"{course}plan/")
    doing.sign_out(page)

    assert "UDKAST" in draft
    assert "UDKAST" not in plan
    for words in (DREAM, SOLUTION, GOAL, WHY, STEP, PROMISE, DECISION, YES):
        assert words in plan, words
    assert "ersion 1" in plan
    assert NUMBER not in plan

    assert find_due(today) == 1
    assert deliver(timezone.now()) == 1
    see_the_reminder(looking)
    assert looking.wrong == {}


def open_course(looking: Looking, today: date) -> str:
    page = looking.page
    looking.follow(page.get_by_role("link", name="Forløb", exact=True), "no courses")
    looking.follow(page.get_by_role("link", name="Åbn et forløb").first, "open a course")
    doing.choose(page, "Hvem er forløbet for?", "En voksen")
    page.get_by_label("CPR-nummer").fill(NUMBER)
    page.get_by_label("Fornavne").fill("Freja")
    page.get_by_label("Efternavn").fill("Lindqvist Holm")
    page.get_by_label("Hvorfor et samlet forløb nu?").fill("Tre planer skal blive til én.")
    page.get_by_label("Første kontakt").fill(danish(today - timedelta(days=7)))
    page.get_by_label("Forløbet begynder").fill(danish(today))
    page.get_by_label("Ansvarlig enhed").select_option(label="Voksen og handicap")
    doing.choose(page, "Fagområder, du arbejder med her", "beskæftigelse", "social", "bolig")
    page.get_by_label("Borgerkonsulent", exact=True).select_option(
        label="Jonas Bech, bostøtte, Voksen og handicap"
    )
    page.get_by_label("Borgerkonsulentens funktion").fill("bostøtte")
    doing.choose(page, "Fagområder, borgerkonsulenten arbejder med her", "social", "bolig")
    page.get_by_label("Hvorfor netop den borgerkonsulent?").fill("Freja kender ham.")
    page.get_by_label("Hvad ønsker borgeren selv?").fill("Jonas, ikke en ny.")
    page.get_by_role("button", name="Åbn forløbet").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    looking.look("new course")
    return page.url.removeprefix(looking.base)


def record_consent(looking: Looking, today: date) -> None:
    page = looking.page
    doing.tab(page, "Samtykke og deling")
    looking.look("no consents")
    page.get_by_role("link", name="Notér et samtykke").first.click()
    page.get_by_label("Hvem må få oplysningerne?").fill("Katrine Dahl")
    page.get_by_label("Hvem kommer de fra?").fill("boligforeningen")
    page.get_by_label("Hvilke oplysninger?").fill("min huslejerestance: beløb og aftaler")
    doing.choose(page, "Hvilke områder hører de til?", "bolig")
    page.get_by_label("Hvad skal de bruges til?").fill("at jeg kan blive boende")
    page.get_by_label("Hvad betyder et nej?").fill("det kan tage længere tid at finde en løsning")
    page.get_by_label("Givet", exact=True).fill(danish(today))
    doing.choose(page, "Hvordan?", "Mundtligt, noteret her")
    page.get_by_label("Notat om det mundtlige ja").fill("Sagt ja til ved køkkenbordet.")
    page.get_by_label("Gælder til og med").fill(danish(today + timedelta(days=180)))
    page.get_by_role("button", name="Vis teksten, der læses op").click()
    expect(page.get_by_role("heading", name="Læs op, og spørg om det er rigtigt")).to_be_visible()
    looking.look("consent read aloud")
    page.get_by_role("button", name="Gem samtykket").click()
    expect(page.get_by_role("heading", name="Gælder nu 1")).to_be_visible()
    looking.look("a consent")


def write_plan(looking: Looking, today: date) -> None:
    page = looking.page
    doing.tab(page, "Plan")
    looking.look("empty plan")
    doing.write_section(page, "dreams", DREAM)
    doing.write_section(page, "resources", "Jeg har grønne fingre\nMin søster er tæt på")
    doing.write_section(page, "difficulties", "At sove\nAt åbne post")
    doing.write_section(page, "own_solution", SOLUTION)
    doing.write_section(page, "end_goal", "Elevplads som gartner")
    goal = doing.add_goal(page, GOAL, WHY)
    doing.add_subgoal(goal, STEP)
    section = Section.objects.in_force(today).get(act__code="SEL", number="§ 85")
    doing.add_intervention(goal, HELP, f"{section.act.short_name} {section.number}: {section.title}")
    doing.add_agreement(page, who="Katrine Dahl", what=PROMISE, due_on=danish(today))
    looking.look("written plan")


def printed(page: Page, plan: str) -> str:
    """The text of the citizen's own edition, given out by the one button of the plan page."""
    page.goto(re.sub(r"(https?://[^/]+).*", r"\1", page.url) + plan)
    form = page.get_by_role("button", name="Udlever til").locator("xpath=ancestor::form")
    fields = form.evaluate("form => Object.fromEntries(new FormData(form))")
    headers = {"Referer": page.url}
    answer = page.request.post(form.evaluate("form => form.action"), form=fields, headers=headers)
    assert answer.headers["content-type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.body())) as document:
        text = " ".join(page.extract_text() for page in document.pages)
    return " ".join(text.split())


def prepare_meeting(looking: Looking, today: date) -> None:
    page = looking.page
    doing.tab(page, "Møder")
    looking.look("no meetings")
    page.get_by_role("link", name="Indkald til et møde").first.click()
    page.get_by_label("Dag", exact=True).fill(danish(today))
    page.get_by_label("Fra klokken").fill("9.00")
    page.get_by_label("Til klokken").fill("10.00")
    page.get_by_label("Hvor vil borgeren helst mødes?").fill("Biblioteket, lokale 2")
    page.get_by_role("button", name="Indkald").or_(
        page.get_by_role("main").get_by_role("button")
    ).first.click()
    page.get_by_label("Er der mere, du vil have med?").fill(POINT)
    page.get_by_role("button", name="Tilføj").first.click()
    expect(page.locator(".bf-points.is-own")).to_contain_text(POINT)
    page.get_by_text("Foreslå én mere").click()
    page.get_by_label("Hvem mere?").select_option(label="Katrine Dahl, koordinerende sagsbehandler")
    page.locator("details[open]").get_by_role("button", name="Tilføj").click()
    looking.follow(
        page.get_by_role("group", name="Siger Freja ja til Katrine Dahl?").get_by_role("button").first,
        "prepared meeting",
    )
    looking.follow(page.get_by_role("button", name="Markér som indkaldt"), "called meeting")


def hold_meeting(looking: Looking, today: date) -> None:
    page = looking.page
    page.get_by_role("link", name="Begynd mødet").click()
    expect(page.get_by_role("heading", name=POINT, level=1)).to_be_visible()
    page.get_by_label("Hvad blev sagt?").fill("Freja vil gerne ud om formiddagen.")
    page.get_by_label("Hvem", exact=True).select_option(label="Jonas Bech, bostøtte")
    page.get_by_label("gør hvad").fill(DECISION)
    page.get_by_label("hvornår").fill(danish(today + timedelta(days=14)))
    page.get_by_role("button", name="Aftal", exact=True).click()
    expect(page.locator(".bf-deals")).to_contain_text(DECISION)
    looking.look("live meeting")
    page.get_by_role("link", name="Afslut mødet").click()
    for name in (NAME, "Jonas Bech", "Katrine Dahl"):
        page.get_by_label(name).select_option("attended")
    page.get_by_label("Det er vi enige om").fill("Det begynder med formiddagene.")
    looking.look("end the meeting")
    page.get_by_role("button", name="Afslut mødet").click()
    expect(page.get_by_text("UDKAST")).to_be_visible()
    looking.look("draft minutes")
    page.get_by_role("button", name="Del referatet").click()
    expect(page.get_by_text("UDKAST")).to_have_count(0)
    looking.look("shared minutes")


def take_to_the_talk(looking: Looking, course: str) -> None:
    page = looking.page
    page.get_by_role("link", name="Se dem i planen").click()
    expect(page.locator("#aftaler")).to_contain_text(DECISION)
    page.get_by_role("button", name="Tag planen med til samtale").click()
    expect(page.get_by_role("link", name="Sig ja til planen")).to_be_visible()
    looking.look("plan in talk")


def say_yes(looking: Looking) -> None:
    page = looking.page
    looking.follow(page.get_by_role("link", name="Sig ja til planen"), "the plan handed over")
    doing.choose(page, "Freja, siger du ja til planen?", "Ja")
    page.get_by_label("Med dine egne ord").fill(YES)
    page.get_by_role("button", name="Gem svaret").click()
    expect(page.get_by_role("button", name="Lav en ny kladde")).to_be_visible()
    looking.look("agreed plan")


def see_the_reminder(looking: Looking) -> None:
    page = looking.page
    doing.sign_in_by_password(looking, "katrine", PASSWORD)
    expect(page.get_by_role("main")).to_contain_text(PROMISE)
    looking.visit("/demo/mail/", "the mail")
    shown = page.get_by_role("article")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Til katrine@hegnsborg.example")
    expect(shown).to_contain_text("Der er noget, der venter på dig")
    for secret in ("Freja", "Lindqvist", "Holm", NUMBER, NUMBER[:6], PROMISE, "bolig", "Katrine Dahl"):
        expect(shown).not_to_contain_text(secret)
