"""What the margin of the plan fetches once the plan is there, and what stands there without script."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from tests.factories import konsulent_of, make_plan
from tests.lawlens.world import make_circumstance
from tests.plans.factories import url


@pytest.fixture
def plan(looking, sign_in):
    with transaction.atomic():
        plan = make_plan()
        make_circumstance(plan.course)
    sign_in(konsulent_of(plan.course))
    return plan


def test_how_many_requirements_are_missing_is_told_and_told_anew(looking, plan):
    page = looking.page
    page.goto(looking.base + url(plan))
    link = page.get_by_role("link", name="Lovlinsen: 4 krav mangler")
    expect(link).to_be_visible()
    looking.look("plan with what is missing")

    page.get_by_role("link", name="Ny aftale").click()
    page.get_by_label("Hvad").first.wait_for()
    page.get_by_role("link", name="Fortryd").click()
    looking.follow(link, "Lovlinsen")

    assert page.url == f"{looking.base}{url(plan)}law/"
    assert looking.wrong == {}


def test_without_script_the_way_is_there(looking, plan, browser, context):
    with browser.new_context(java_script_enabled=False) as plain:
        plain.add_cookies(context.cookies())
        page = plain.new_page()
        page.goto(looking.base + url(plan))
        page.get_by_role("link", name="Lovlinsen: hvad hver lov vil have").click()

        expect(page.get_by_text("4 krav mangler")).to_be_visible()
