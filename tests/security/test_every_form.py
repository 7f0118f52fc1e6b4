"""A form takes what it asks for: no other field of a row (D8), and nothing that it did not offer (D6)."""

import pytest

from tests.security.posting import (
    difference,
    every_field,
    foreign_keys,
    number_alike,
    offers,
    outcome,
    refused_at,
    state,
)
from tests.security.test_forms import make_another_world, world

pytestmark = pytest.mark.django_db
__all__ = ["world"]  # the fixture


# What it does not offer it passes over: a filter keeps nothing but what is shown.
FILTERS = {"casework:course_list"}


@pytest.fixture
def elsewhere(world, client):
    client.force_login(world.visitors["coordinator"])
    # A fault of ours is told with the rest, by its address.
    client.raise_request_exception = False
    return make_another_world()


def test_a_form_takes_no_field_that_it_did_not_ask_for(client, world, elsewhere):
    planted, taken, saved = every_field(), {}, set()
    for offer in offers(client, world):
        number_alike()
        plain, before = outcome(client, world, offer.name, offer.sent)
        more = {name: value for name, value in planted.items() if name not in offer.asks_for}
        number_alike()
        answer, after = outcome(client, world, offer.name, more | offer.sent)
        if plain.status_code == 302:
            saved.add(offer.name)
        statuses, changed = [plain.status_code, answer.status_code], difference(before, after)
        # With nothing sent a form is shown anew, and with something it is wrong: it is not saved by either.
        if changed or statuses.count(302) == 1 or 500 in statuses:
            taken[offer.name] = [*statuses, *changed]

    assert taken == {}
    assert len(saved) >= 40


def test_a_choice_is_one_of_those_that_were_offered(client, world, elsewhere):
    """Of another course, of another kind, or made up: it is refused at its field, and nothing is changed."""
    taken, tried, before = {}, set(), state()
    for offer in offers(client, world):
        for bound in offer.form or ():
            for foreign in foreign_keys(bound.field, elsewhere):
                tried.add((offer.name, bound.name))
                answer, after = outcome(client, world, offer.name, offer.sent | {bound.html_name: foreign})
                is_refused = refused_at(answer, bound.name) or offer.name in FILTERS
                if not is_refused or after != before:
                    taken[f"{offer.name} {bound.name}"] = (foreign, answer.status_code)

    assert taken == {}
    assert len(tried) > 60
