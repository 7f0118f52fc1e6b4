"""Names of 120 letters each are names, also when they are corrected later."""

import pytest
from django.urls import reverse

from tests.factories import konsulent_of, main_person, make_course

pytestmark = pytest.mark.django_db


def test_a_citizen_gets_the_longest_names(client):
    course = make_course()
    client.force_login(konsulent_of(course))
    url = reverse("casework:citizen_edit", args=[course.pk, main_person(course).pk])

    answer = client.post(
        url, {"version": 0, "first_names": "Å" * 120, "last_name": "Ø" * 120, "language": "dansk"}
    )

    course.refresh_from_db()
    assert answer.status_code == 302
    assert course.name == f"{'Å' * 120} {'Ø' * 119}"
