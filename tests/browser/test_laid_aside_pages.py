"""The administrator's page of what was given up, as axe and a ruler see it."""

from django.db import transaction
from django.urls import reverse
from playwright.sync_api import expect

from borgerforloeb.accounts.models import Capability
from borgerforloeb.staff.actions.laid_aside import try_again
from tests.factories import make_user
from tests.notices.given_up import make_laid_aside


def test_from_what_was_given_up_to_nothing(looking, sign_in):
    page = looking.page
    with transaction.atomic():
        admin = make_user("Adam Ask", capabilities=[Capability.ADMINISTRATOR], title="driftsleder")
        make_laid_aside(1)
        make_laid_aside(2, kind="log_question", failed_with="TimeoutError")
        taken = make_laid_aside(3, kind="course_handed_to")
    sign_in(admin)

    looking.visit(reverse("laid_aside:rows"), "laid_aside:rows")
    page.get_by_role("button", name="Prøv igen").first.click()
    expect(page.get_by_text("bliver sendt igen inden for et minut")).to_be_visible()
    looking.follow(page.get_by_role("link", name="Luk nr.").first, "laid_aside:close")
    looking.follow(page.get_by_role("button", name="Luk påmindelsen"), "laid_aside:close with errors")
    page.get_by_label("Hvorfor skal den ikke sendes?").fill("Postkassen er nedlagt.")
    page.get_by_role("button", name="Luk påmindelsen").click()
    with transaction.atomic():
        try_again(taken, by=admin)
    page.get_by_role("button", name="Prøv igen").click()
    expect(page.get_by_role("heading", name="Det er allerede gjort")).to_be_visible()
    looking.look("laid_aside:again told that it was done")
    looking.visit(reverse("laid_aside:rows"), "laid_aside:rows empty")

    assert looking.wrong == {}
