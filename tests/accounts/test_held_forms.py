"""What was typed survives that the login ran out: held sealed for half an hour, for the same person only."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from borgerforloeb.accounts.models import HeldForm, Session, User
from borgerforloeb.audit.models import AuditEvent

PASSWORD = "fire ord i træk"
WORDS = "Freja vil gerne begynde i praktik."
FORM = {"text": WORDS, "version": "7", "kinds": ["a", "b"]}
ADDRESS = "/profile/?a=b"

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna", PASSWORD, name="Anna Mus", capabilities=["caseworker"])


@pytest.fixture
def bo() -> User:
    return User.objects.create_user("bo", PASSWORD, name="Bo Mus", capabilities=["caseworker"])


def sign_in(client, name="anna", **more):
    return client.post("/account/login/", {"login": name, "password": PASSWORD, **more})


def come_late(client) -> str:
    """Signed in once, away for half an hour, and then sends what was written."""
    sign_in(client)
    client.get("/profile/")
    Session.objects.update(seen_at=F("seen_at") - timedelta(minutes=30))
    return client.post(ADDRESS, FORM).url


def test_what_was_typed_comes_back_after_sign_in(client, anna):
    to_sign_in = come_late(client)
    held = reverse("accounts:held_form", args=[HeldForm.objects.get().pk])
    assert to_sign_in == f"/account/login/?next={held}"
    assert "er gemt i en halv time" in client.get(to_sign_in).content.decode()

    assert sign_in(client, next=held).url == held
    page = client.get(held).content.decode()

    assert f'action="{ADDRESS}"' in page
    for name, value in [("text", WORDS), ("version", "7"), ("kinds", "a"), ("kinds", "b")]:
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert f"<p>{WORDS}</p>" in page


def test_nobody_else_gets_it(client, anna, bo):
    come_late(client)
    held = reverse("accounts:held_form", args=[HeldForm.objects.get().pk])
    stranger = Client()
    sign_in(stranger, "bo")

    assert client.get(held).status_code == 302
    assert stranger.get(held).status_code == 404
    assert stranger.post(held).status_code == 404


def test_it_is_sealed_and_logged_without_its_words(client, anna):
    come_late(client)

    assert WORDS not in str(HeldForm.objects.values())
    event = AuditEvent.objects.get(action="sign_in.form_held")
    assert event.actor_id == anna.pk
    assert "Freja" not in str(event.details)


def test_it_is_gone_after_half_an_hour(client, anna):
    come_late(client)
    held = HeldForm.objects.get()
    HeldForm.objects.update(held_at=F("held_at") - timedelta(minutes=30))
    sign_in(client)

    assert client.get(reverse("accounts:held_form", args=[held.pk])).status_code == 404


def test_it_can_be_thrown_away(client, anna):
    come_late(client)
    held = reverse("accounts:held_form", args=[HeldForm.objects.get().pk])
    sign_in(client)

    client.post(held)

    assert not HeldForm.objects.exists()


def test_a_person_has_at_most_five(client, anna):
    come_late(client)
    for _ in range(7):
        come_late(client)

    assert HeldForm.objects.count() == 5


def test_a_form_without_its_token_is_refused_before_it_is_held(anna):
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    client.get("/profile/")
    Session.objects.update(seen_at=F("seen_at") - timedelta(minutes=30))

    assert client.post(ADDRESS, FORM).status_code == 403
    assert not HeldForm.objects.exists()


def test_who_was_never_signed_in_has_nothing_held(client, anna):
    assert client.post(ADDRESS, FORM).status_code == 302
    assert not HeldForm.objects.exists()


def test_nothing_is_held_for_who_is_closed(client, anna):
    sign_in(client)
    client.get("/profile/")
    row = Session.objects.get(user=anna)
    User.objects.update(is_active=False)
    row.save(force_insert=True)
    Session.objects.update(seen_at=F("seen_at") - timedelta(minutes=30))

    client.post(ADDRESS, FORM)

    assert not HeldForm.objects.exists()


def test_a_part_of_a_page_stays_as_it_is(client, anna):
    answer = client.post(ADDRESS, FORM, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content) == (401, b"")
    assert (answer["HX-Reswap"], answer["HX-Trigger"]) == ("none", "bf:signed-out")
