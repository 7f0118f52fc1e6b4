"""Every page of the site, as axe, a ruler and the console see it: with data, empty, and with errors.

The pages are those that the access matrix opens for somebody; the addresses come from the site itself.
"""

from uuid import uuid4

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from borgerforloeb.accounts.models import Capability, User
from networkmeetings.actions.holding import hold_meeting
from networkmeetings.models import NetworkMeeting, Participant
from plans.actions.versions import take_to_talk
from roles.models import Role
from tests.access.test_matrix import arguments_of, rows
from tests.access.world import VISITORS, World, make_world
from tests.browser.looking import Looking
from tests.factories import make_course, make_user

# Answers for a machine, and PDFs.
NOT_PAGES = {
    "pages:csp", "pages:health", "accounts:session", "pages:print", "disclosures:copy", "language:words",
}  # fmt: skip
PASSWORD = "fire ord i træk"
SUMMARY = '[data-module="error-summary"]'
# Empties the form as a person could, and sends it by its own button.
SEND_EMPTY = """form => {
    for (const field of form.elements) {
        if (field.type === "checkbox" || field.type === "radio") field.checked = false;
        else if (field.type === "select-one") field.value = "";
        else if (["text", "textarea", "number", "search", "password"].includes(field.type)) field.value = "";
    }
    form.requestSubmit([...form.elements].findLast(field => field.type === "submit" && !field.name));
}"""
# Which of the page's forms has something that must be filled in.
MUST_BE_FILLED = """() => [...document.forms].flatMap((form, index) =>
    form.noValidate && [...form.elements].some(field => field.required) ? [index] : [])"""
# Each field may be empty, or there is none.
# Nobody without a plan of her own reads what others have learned before it is approved.
HOLDS_A_PLAN = {"lessons:waiting"}
NOTHING_TO_MISS = {
    "accounts:session", "casework:emergency", "casework:reopen", "casework:requests", "casework:resume",
    "decisions:decide", "networkmeetings:hold", "plans:goal_progress", "plans:goal_remind",
    "plans:intervention_status", "plans:placement_end", "plans:placement_hours", "plans:reopen",
    "plans:section_edit", "plans:slot_end",
}  # fmt: skip


@pytest.fixture
def world(looking) -> World:
    with transaction.atomic():
        return make_world()


def opened_for(visitor: str) -> list[str]:
    return [row["address"] for row in rows() if row[visitor].startswith("200/")]


def address_of(world: World, name: str) -> str:
    return reverse(name, kwargs={key: world.arguments[key] for key in arguments_of(name)})


def go_over(looking: Looking, world: World, names: list[str], state: str) -> None:
    for name in names:
        if name not in NOT_PAGES:
            looking.visit(address_of(world, name), f"{name} {state}".strip())


def further(world: World) -> None:
    """The plan is taken to the talk, and the meeting is held."""
    katrine, meeting = world.visitors["coordinator"], NetworkMeeting.objects.get()
    take_to_talk(world.course.plan, on=timezone.localdate(), by=katrine)
    came = {row.pk: Participant.Attendance.ATTENDED for row in meeting.participants.all()}
    words = {"absence_reason": "Freja var syg.", "shared_understanding": "Praktik.", "disagreements": ""}
    hold_meeting(meeting, attendance=came, by=katrine, on=timezone.localdate(meeting.starts_at), **words)


def test_pages_of_a_course(looking, world, sign_in):
    sign_in(world.visitors["coordinator"])

    go_over(looking, world, opened_for("coordinator"), "")
    further(world)
    states = ["plans:plan", "plans:accept", "networkmeetings:meeting", "networkmeetings:minutes"]
    go_over(looking, world, states, "later")

    assert looking.wrong == {}


def test_pages_for_others(looking, world, sign_in):
    seen = set(opened_for("coordinator"))
    for visitor in VISITORS:
        sign_in(world.visitors[visitor])
        go_over(looking, world, sorted(set(opened_for(visitor)) - seen), f"for {visitor}")
        seen |= set(opened_for(visitor))
    sign_in(world.visitors["leader"])
    held = world.course.assignments.get(role=Role.BORGERKONSULENT)
    looking.visit(reverse("casework:handover", args=[held.pk]), "casework:handover for leader")
    sign_in(world.visitors["team"])
    looking.visit(f"/courses/{uuid4()}/", "not found", status=404)
    looking.visit(address_of(world, "casework:close"), "refused", status=403)

    assert looking.wrong == {}


def test_pages_without_anything_to_show(looking, sign_in):
    with transaction.atomic():
        new = make_user(
            "Ny Kollega", capabilities=[one for one in Capability if one != Capability.ADMINISTRATOR]
        )
    sign_in(new)
    for name in opened_for("coordinator") + ["audit:log", "outcomes:overview"]:
        if not arguments_of(name) and name not in NOT_PAGES:
            looking.visit(reverse(name), f"{name} empty", status=403 if name in HOLDS_A_PLAN else 200)
    with transaction.atomic():
        course = make_course(caseworker=new)
    for name in opened_for("coordinator"):
        if arguments_of(name) == ("course_id",) and name not in NOT_PAGES:
            looking.visit(reverse(name, args=[course.pk]), f"{name} empty")

    assert looking.wrong == {}


def test_pages_with_errors(looking, world, sign_in):
    sign_in(world.visitors["coordinator"])
    sent = {name for name in opened_for("coordinator") if send_empty(looking, world, name)}
    further(world)
    assert send_empty(looking, world, "plans:accept")
    assert send_empty(looking, world, "networkmeetings:minutes")
    sign_in(None)
    assert send_empty(looking, world, "account_login")

    assert {row["address"] for row in rows() if row["coordinator"] == "200/200"} - sent == NOTHING_TO_MISS
    assert looking.wrong == {}


def send_empty(looking: Looking, world: World, name: str) -> int:
    """Each form of the page that has something to fill in: it comes back with its errors first."""
    page, address = looking.page, address_of(world, name)
    if name in NOT_PAGES:
        return 0
    page.goto(looking.base + address)
    forms = page.evaluate(MUST_BE_FILLED)
    for index in forms:
        state = f"{name} errors {index}"
        page.goto(looking.base + address)
        page.locator("form").nth(index).evaluate(SEND_EMPTY)
        try:
            expect(page.locator(SUMMARY)).to_be_focused()
        except AssertionError as error:
            looking.wrong[state] = [str(error).splitlines()[0]]
            continue
        if not page.title().startswith("Fejl: "):
            looking.wrong[state] = [f"the title is {page.title()}"]
        looking.look(state)
    return len(forms)


def test_pages_of_the_second_factor(looking):
    page, anna = looking.page, User.objects.create_user("anna", PASSWORD, name="Anna Mus")
    page.goto(looking.base + reverse("account_login"))
    page.get_by_label("Brugernavn").fill("anna")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()

    looking.visit(reverse("mfa_activate_totp"), "mfa_activate_totp")
    secret = generate_totp_secret()
    TOTP.activate(anna, secret)
    RecoveryCodes.activate(anna)
    for name in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        looking.visit(reverse(name), name)
    page.goto(looking.base + reverse("account_logout"))
    page.get_by_role("main").get_by_role("button", name="Log ud").click()
    page.get_by_label("Brugernavn").fill("anna")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    looking.follow(page.get_by_role("button", name="Log ind", exact=True), "mfa_authenticate")
    page.get_by_role("textbox").fill("000000")
    looking.follow(page.get_by_role("main").get_by_role("button").first, "mfa_authenticate errors")

    assert looking.wrong == {}
