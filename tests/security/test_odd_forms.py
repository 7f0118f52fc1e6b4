"""Odd values in every field of every form, and made-up JSON: an answer in Danish, never an error (D61)."""

import json
from functools import cache

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.access.test_matrix import arguments_of, rows
from tests.access.world import VISITORS, make_world
from tests.security.odd_values import ODD, english, made_up_json, words
from tests.security.posting import Offered, form_of, offered, offers, undone

pytestmark = pytest.mark.django_db

SHARED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# One of the odd values is tried in each field, and another one in the next; the long test takes all.
APART = len(ODD)
NOT_A_FORM = {"accounts:session", "mfa_login_webauthn", "account_logout"}


@cache
def whose() -> dict[str, str]:
    """For each address that takes a POST, the first visitor whom it answers with more than a refusal."""
    found: dict[str, str] = {}
    for row in rows():
        for visitor in VISITORS:
            if row[visitor].startswith("200") and not row[visitor].endswith(("405", "404", "403")):
                found.setdefault(row["address"], visitor)
    return {name: visitor for name, visitor in found.items() if name not in NOT_A_FORM}


@pytest.fixture
def world(client):
    client.raise_request_exception = False
    return make_world()


def _offered(client, world, name):
    client.logout()
    if user := world.visitors[whose()[name]]:
        client.force_login(user)
    return offered(client, world, name)


def _post(client, world, name, sent):
    with undone():
        return client.post(
            reverse(name, kwargs={key: world.arguments[key] for key in arguments_of(name)}), sent
        )


def _wrong(answer, said) -> list[str]:
    """What the answer should not be: an error page, or a message that is not Danish."""
    if answer.status_code >= 500:
        return [f"{answer.status_code}"]
    form = form_of(answer)
    messages = [str(one) for errors in (form.errors.values() if form else ()) for one in errors]
    return english(messages, said=str(said))


def _sweep(client, world, apart: int) -> tuple[dict[str, list[str]], int]:
    faults, tried = {}, 0
    for name in whose():
        with undone():
            offer = _offered(client, world, name)
            for bound in offer.form or ():
                for odd in ODD[tried % apart :: apart]:
                    tried += 1
                    answer = _post(client, world, name, offer.sent | {bound.html_name: odd})
                    if wrong := _wrong(answer, odd):
                        faults[f"{name} {bound.html_name} {str(odd)[:30]!r}"] = wrong
    return faults, tried


def test_an_odd_value_in_any_field_gets_an_answer_in_danish(client, world):
    faults, tried = _sweep(client, world, APART)

    assert faults == {}
    assert tried > 150


@pytest.mark.long
def test_every_odd_value_in_every_field_gets_an_answer_in_danish(client, world):
    faults, tried = _sweep(client, world, 1)

    assert faults == {}
    assert tried > 1500


@SHARED
@given(st.data())
def test_made_up_words_in_a_form(client, world, data):
    """All fields of a form at once, by words that Hypothesis makes."""
    offer = data.draw(st.sampled_from(_forms(client, world)), label="form")
    sent = {bound.html_name: data.draw(words, label=bound.html_name) for bound in offer.form}
    client.force_login(world.visitors["coordinator"])

    assert _wrong(_post(client, world, offer.name, sent), [*sent.values()]) == []


def _forms(client, world) -> list[Offered]:
    """Those of the coordinator, drawn once for all the examples."""
    if not hasattr(world, "offers"):
        client.force_login(world.visitors["coordinator"])
        world.offers = [
            offer for offer in offers(client, world) if offer.form is not None and offer.form.fields
        ]
    return world.offers


# --- what answers a machine


@SHARED
@given(made_up_json, st.sampled_from(["application/json", "text/plain", "multipart/form-data; boundary=x"]))
def test_made_up_json_to_the_address_that_tells_of_the_session(client, world, body, kind):
    client.force_login(world.visitors["coordinator"])
    answer = client.post(reverse("accounts:session"), json.dumps(body), content_type=kind)

    assert answer.status_code in (200, 400)
    assert answer.status_code == 400 or set(answer.json()) == {"user", "left", "csrf"}


@SHARED
@example(credential='{"id": null}')
@example(credential='{"id": "", "rawId": "", "type": "public-key", "response": []}')
@given(st.one_of(made_up_json.map(json.dumps), words))
def test_made_up_json_for_a_passkey_signs_nobody_in(client, world, credential):
    """The challenge is asked for first, as the page's script does, so that what is sent is read."""
    client.logout()
    url = reverse("mfa_login_webauthn")
    asked = client.get(url, headers={"X-Requested-With": "XMLHttpRequest"})
    answer = client.post(url, {"credential": credential})

    assert "request_options" in asked.json()
    assert answer.status_code < 500
    assert client.get(reverse("accounts:session")).json()["user"] is None
