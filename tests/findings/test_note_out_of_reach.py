"""That somebody wrote something shielded is not told by the list of one's citizens either."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import konsulent_of, make_plan
from tests.plans.factories import make_note

pytestmark = pytest.mark.django_db


def test_the_day_of_a_shielded_note_is_not_shown(client):
    plan = make_plan()
    make_note(plan.goals.get(), level="shielded", about_on=timezone.localdate())
    client.force_login(konsulent_of(plan.course))

    [row] = client.get(reverse("pages:worklist")).context["list"].rows

    assert row.contact == "–"
