"""Found by odd values in every field: the day after the last day of the calendar does not exist."""

import pytest
from django.urls import reverse

from tests.factories import caseworker_of, make_course, make_user

pytestmark = pytest.mark.django_db


def test_a_deputy_until_the_last_day_of_the_calendar_is_refused_in_words(client):
    course = make_course()
    client.force_login(caseworker_of(course))
    sent = {
        "user": make_user("Vikar").pk,
        "starts_on": "01.12.2026",
        "last_day": "31.12.9999",
        "reason": "Ferie",
    }
    own = course.assignments.get(user=caseworker_of(course))

    answer = client.post(reverse("casework:role_deputy", args=[course.pk, own.pk]), sent)

    assert answer.status_code in (200, 422)
    assert answer.context["form"].errors["last_day"] == ["Vælg en tidligere dag."]
