"""Every address x the methods that no page uses: none of them does anything, or shows more than GET (D1)."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access.test_matrix import arguments_of, rows
from tests.access.world import make_world
from tests.security.posting import difference, state

pytestmark = pytest.mark.django_db

# It ends the session whatever is asked by.
SIGN_OUT = {"account_logout"}
# HEAD reads: what a notice told of is seen then, and a paper that is drawn has its row in the ledger.
BY_READING = ("notices_notice ", "disclosures_disclosure ", "documents_storeddocument ")
METHODS = ("put", "patch", "delete", "head")


@pytest.mark.parametrize("visitor", ["coordinator", "stranger", "signed_out"])
def test_they_answer_as_a_reading_or_not_at_all(client, visitor):
    world, amiss = make_world(), {}
    user = world.visitors[visitor]
    if user is not None:
        client.force_login(user)
    for row in rows():
        name, allowed = row["address"], {row[visitor].split("/")[0], "405"}
        if name in SIGN_OUT:
            continue
        url = reverse(name, kwargs={key: world.arguments[key] for key in arguments_of(name)})
        with transaction.atomic():
            before = state()
            for method in METHODS:
                status = str(getattr(client, method)(url).status_code)
                if status not in allowed:
                    amiss[f"{method} {name}"] = status
            changed = difference(before, state())
            if told := [line for line in changed if not line.startswith(BY_READING)]:
                amiss[name] = told
            transaction.set_rollback(True)

    assert amiss == {}
