"""Half-written texts: kept for their writer alone, offered where they were written, gone when saved."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.drafts import tasks
from borgerforloeb.drafts.models import Draft
from tests.drafts.writing import HTMX, keep, key_of, texts
from tests.factories import caseworker_of
from tests.plans.factories import goal_fields, url

pytestmark = pytest.mark.django_db
WORDS = "Freja vil gerne begynde i praktik."
OFFER = "Du har en kladde fra i dag kl. "


@pytest.fixture
def address(plan, jonas):
    return url(plan, "note_add", plan.goals.get().pk)


def test_a_half_written_text_comes_back_when_the_form_is_opened_again(client, address):
    key = key_of(client, address)
    assert OFFER not in client.get(address).content.decode()

    answer = keep(client, key, text=WORDS)

    assert answer.content.decode().startswith("Kladde gemt kl. ")
    page = client.get(address).content.decode()
    assert OFFER in page
    assert WORDS in page
    assert OFFER in client.get(address, headers=HTMX).content.decode()


def test_what_is_kept_last_is_what_comes_back_and_what_came_late_writes_over_nothing(client, address):
    key = key_of(client, address)

    keep(client, key, text="Freja vil", turn="1")
    keep(client, key, text=WORDS, turn="3")
    late = keep(client, key, text="Freja vil gerne", turn="2")

    assert late.status_code == 200
    assert texts() == [{"text": WORDS}]


def test_two_tabs_do_not_write_over_each_other(client, address):
    keep(client, key_of(client, address), text="Den ene")
    keep(client, key_of(client, address), text="Den anden")

    assert texts() == [{"text": "Den ene"}, {"text": "Den anden"}]


def test_a_draft_that_is_fetched_goes_on_in_the_form_it_was_fetched_to(client, address):
    keep(client, key_of(client, address), text="Den første")
    first, here = Draft.objects.get().form, key_of(client, address)
    keep(client, here, text="Skrevet, før den første blev hentet")

    keep(client, here, text="Den første og mere", instead=str(first))

    assert texts() == [{"text": "Den første og mere"}, {"text": "Skrevet, før den første blev hentet"}]


def test_nobody_else_is_offered_it_or_can_throw_it_away(client, plan, address):
    keep(client, key_of(client, address), text=WORDS)
    draft, katrine = Draft.objects.get(), Client()
    katrine.force_login(caseworker_of(plan.course))

    assert WORDS not in katrine.get(address).content.decode()
    assert katrine.post(reverse("drafts:discard", args=[draft.form])).status_code == 404
    assert texts() == [{"text": WORDS}]


def test_the_database_shows_it_to_its_writer_alone_while_the_course_is_theirs(client, plan, address, jonas):
    keep(client, key_of(client, address), text=WORDS)

    def seen_by(user) -> int:
        with transaction.atomic(), acting_as(user):
            return Draft.objects.count()

    assert (seen_by(jonas), seen_by(caseworker_of(plan.course)), seen_by(None)) == (1, 0, 0)
    _take_the_course_away(plan, jonas)
    assert seen_by(jonas) == 0


def _take_the_course_away(plan, user) -> None:
    """As it stands the day after: only the narrow table that the wall asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE roles_membership SET ends_at = now() - interval '1 hour' WHERE user_id = %s", [user.pk]
        )


def test_who_has_lost_the_course_can_keep_nothing_more_about_it(client, plan, jonas, address):
    key = key_of(client, address)
    _take_the_course_away(plan, jonas)

    assert keep(client, key, text=WORDS).status_code == 404
    assert not Draft.objects.exists()


def test_a_key_is_its_owners_and_cannot_be_made(client, plan, address):
    key, katrine = key_of(client, address), Client()
    katrine.force_login(caseworker_of(plan.course))

    assert keep(katrine, key, text=WORDS).status_code == 404
    assert keep(client, key[:-1] + "x", text=WORDS).status_code == 404
    assert client.post(reverse("drafts:keep"), {"text": WORDS}).status_code == 404
    assert not Draft.objects.exists()


def test_it_needs_the_token_of_the_page(address, jonas):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(jonas)

    assert keep(strict, key_of(strict, address), text=WORDS).status_code == 403


def test_it_is_sealed_and_logged_once_without_its_words(client, plan, address, jonas):
    key = key_of(client, address)
    keep(client, key, text=WORDS)
    keep(client, key, text=WORDS + " Snart.")

    assert WORDS not in str(Draft.objects.values())
    event = AuditEvent.objects.get(action="draft.begun")
    assert (event.actor_id, event.course_id) == (jonas.pk, plan.course_id)
    assert "Freja" not in str(AuditEvent.objects.values_list("details", "target", "reason"))


def test_more_than_a_draft_may_hold_is_told(client, address):
    answer = keep(client, key_of(client, address), text="a" * 200_001)

    assert (answer.status_code, answer.content.decode()[:18]) == (413, "Teksten er for lan")


def test_who_is_signed_out_is_told_so_and_the_page_stays(client, address, jonas):
    key = key_of(client, address)
    client.logout()

    answer = keep(client, key, text=WORDS)

    assert (answer.status_code, answer["HX-Trigger"]) == (401, "bf:signed-out")


def test_sign_out_keeps_it(client, address, jonas):
    keep(client, key_of(client, address), text=WORDS)

    client.post(reverse("account_logout"))
    client.force_login(jonas)

    assert WORDS in client.get(address).content.decode()


def test_it_can_be_thrown_away(client, address, jonas):
    keep(client, key_of(client, address), text=WORDS)

    assert client.post(reverse("drafts:discard", args=[Draft.objects.get().form])).status_code == 200

    assert OFFER not in client.get(address).content.decode()
    assert AuditEvent.objects.get(action="draft.discarded").actor_id == jonas.pk


def test_when_somebody_has_saved_since_both_texts_are_shown(client, plan, jonas):
    goal = plan.goals.get()
    edit = url(plan, "goal_edit", goal.pk)
    keep(client, key_of(client, edit), **goal_fields(goal, title="Mine ord"))
    other = Client()
    other.force_login(caseworker_of(plan.course))
    other.post(edit, goal_fields(goal, title="Hendes ord"))

    page = client.get(edit).content.decode()

    assert "Der er gemt noget andet her, siden du skrev" in page
    assert '<td data-title="Det står der nu" class="bf-private">Hendes ord</td>' in page
    assert '<td data-title="Din kladde" class="bf-private">Mine ord</td>' in page


def test_what_the_form_holds_already_is_not_offered(client, plan, jonas):
    goal = plan.goals.get()
    edit = url(plan, "goal_edit", goal.pk)
    keep(client, key_of(client, edit), **goal_fields(goal, title="Mine ord"))
    client.post(edit, goal_fields(goal, title="Mine ord"))

    assert OFFER not in client.get(edit).content.decode()


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_after_its_term_it_is_taken_away(client, address, days, left):
    keep(client, key_of(client, address), text=WORDS)
    Draft.objects.update(saved_at=F("saved_at") - timedelta(days=days))

    assert (WORDS in client.get(address).content.decode()) is bool(left)
    tasks.forget()

    assert Draft.objects.count() == left


def test_it_is_not_offered_on_another_form(client, plan, jonas, address):
    keep(client, key_of(client, address), text=WORDS)

    assert WORDS not in client.get(url(plan, "goal_add")).content.decode()
