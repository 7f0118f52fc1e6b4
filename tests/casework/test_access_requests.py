"""Who was asked for access answers on a page."""

import pytest
from django.urls import reverse

from roles.models import AccessRequest
from roles.permissions import visible_courses
from tests.casework.outside import ADDRESS, WHY
from tests.factories import (
    caseworker_of,
)

pytestmark = pytest.mark.django_db


def test_the_coordinator_answers_on_a_page(client, stig, case):
    client.force_login(stig)
    search = client.post(ADDRESS, {"q": case.number})
    client.post(search.url, {"reason": WHY})
    asked = AccessRequest.objects.get()
    client.force_login(caseworker_of(case))
    assert WHY in client.get(reverse("casework:requests", args=[case.pk])).content.decode()

    fields = {"role": "team_member", "domains": ["social"], "last_day": "", "answer": "Skal være med."}
    client.post(reverse("casework:request_grant", args=[case.pk, asked.pk]), fields)

    assert visible_courses(stig).contains(case)
    answered = reverse("casework:request_decline", args=[case.pk, asked.pk])
    assert client.get(answered).status_code == 404


def test_the_coordinator_says_no_on_a_page(client, stig, case):
    client.force_login(stig)
    search = client.post(ADDRESS, {"q": case.number})
    client.post(search.url, {"reason": WHY})
    asked = AccessRequest.objects.get()
    client.force_login(caseworker_of(case))

    client.post(reverse("casework:request_decline", args=[case.pk, asked.pk]), {"answer": "Er ikke aftalt."})

    assert "Er ikke aftalt." in client.get(reverse("casework:requests", args=[case.pk])).content.decode()
    client.force_login(stig)
    page = client.get(ADDRESS).content.decode()
    assert "Er ikke aftalt." not in page
    assert "venter" in page
