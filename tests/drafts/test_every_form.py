"""Every form of the site that has room for a long text is kept while it is written, and has a number."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access.test_matrix import arguments_of, rows
from tests.access.world import make_world
from tests.drafts.writing import KEPT

pytestmark = pytest.mark.django_db
FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.S)
# One button: pressed twice it says the same.
BUTTONS = re.compile(r"<(?:input (?!type=\"hidden\")|select|textarea)")
# The search for citizens, filters, sign-in and what allauth draws write nothing of a case.
NO_NUMBER = ("account", "mfa_", "openid", "saml", "casework:course_list")


def pages_of(client, world):
    for row in rows():
        if row["coordinator"].startswith("200/") and not row["address"].startswith(NO_NUMBER):
            names = arguments_of(row["address"])
            with transaction.atomic():
                page = client.get(
                    reverse(row["address"], kwargs={key: world.arguments[key] for key in names})
                )
                transaction.set_rollback(True)
            if page["Content-Type"].startswith("text/html"):
                yield row["address"], page.content.decode()


def test_every_form_that_is_filled_in_has_a_number_and_every_long_one_a_draft(client):
    world = make_world()
    client.force_login(world.visitors["coordinator"])
    without, long, numbered = [], set(), set()
    for name, page in pages_of(client, world):
        for form in FORM.findall(page):
            kept = KEPT.search(form)
            is_long = "<textarea" in form
            if BUTTONS.search(form) and 'role="search"' not in form:
                numbered.add(name)
                if not kept or (is_long and not kept[2]):
                    without.append(name)
            long |= {name} if is_long else set()

    assert without == []
    assert len(long) > 12
    assert len(numbered) > 30
