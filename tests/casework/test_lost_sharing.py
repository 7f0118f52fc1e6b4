"""Delt indtil …: told on the pages of what was shared, whether a yes was its ground or a law."""

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.casework.actions.consents import withdraw_consent
from roles.actions import end_sharing
from tests.factories import (
    LONG_AGO,
    assign,
    caseworker_of,
    konsulent_of,
    make_basis,
    make_consent,
    make_course,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGES = ("pages:course", "plans:plan", "plans:notes", "casework:consents", "casework:sharing")


@pytest.mark.parametrize(
    ("ground", "words"),
    [("law", "(deling efter loven stoppet)"), ("consent", "(samtykke trukket tilbage)")],
)
def test_it_stands_on_the_pages_of_what_was_shared(client, ground, words):
    course, today = make_course(), timezone.localdate()
    make_plan(course)
    helper = make_user("Sanne Krogh")
    assign(helper, course)
    consent = make_consent(course, given_on=LONG_AGO, expires_on=today)
    given = {"consent": consent} if ground == "consent" else {}
    basis = make_basis(course, to_user=helper, **given)
    client.force_login(helper)
    addresses = [reverse(page, args=[course.pk]) for page in PAGES]
    assert not any("Delt indtil" in client.get(address).content.decode() for address in addresses)

    if ground == "consent":
        withdraw_consent(consent, on=today, by=konsulent_of(course))
    else:
        end_sharing(basis, on=today, reason="Forløbet kræver det ikke mere.", by=caseworker_of(course))

    assert all(words in client.get(address).content.decode() for address in addresses)
    client.force_login(konsulent_of(course))
    assert not any("Delt indtil" in client.get(address).content.decode() for address in addresses)
