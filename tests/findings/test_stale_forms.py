"""After a lost race everything that was written is still in the form, as it was written."""

import pytest
from django.urls import reverse

from tests.factories import konsulent_of, main_person, make_course

pytestmark = pytest.mark.django_db


def test_the_citizen_form_keeps_what_was_written(client):
    course = make_course()
    client.force_login(konsulent_of(course))
    citizen = main_person(course)
    url = reverse("casework:citizen_edit", args=[course.pk, citizen.pk])
    written = {"version": 7, "first_names": "Freja Marie", "last_name": "Holm", "language": "dansk"}

    response = client.post(url, written)

    assert response.status_code == 409
    assert response.context["form"]["first_names"].value() == "Freja Marie"
    text = response.content.decode()
    assert "[&#x27;" not in text
    assert "[&#39;" not in text
