"""What has happened has a date that has come."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import PlanVersion
from tests.factories import (
    caseworker_of,
    main_person,
    make_citizen,
    make_course,
    make_network_person,
    make_plan,
)
from tests.plans.factories import take_to_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_an_answer(client, tomorrow):
    plan = make_plan()
    take_to_talk(plan)
    client.force_login(caseworker_of(plan.course))
    url = reverse("plans:accept", args=[plan.course_id])
    seen = client.get(url).context["form"]["seen"].value()
    given = {
        "way": "talk",
        "answered_on": tomorrow,
        "seen": seen,
        f"answer_{main_person(plan.course).pk}": "yes",
    }

    assert client.post(url, given).status_code == 422
    assert not PlanVersion.objects.exists()


def test_the_end_of_a_member_and_of_a_network_person(client, tomorrow):
    course = make_course(citizens=[make_citizen("Amina"), make_citizen("Yusuf")])
    person, member = make_network_person(course), course.memberships.get(part="child")
    client.force_login(caseworker_of(course))

    for name, row in (("network_end", person), ("member_end", member)):
        client.post(reverse(f"casework:{name}", args=[course.pk, row.pk]), {"ends_on": tomorrow})

    person.refresh_from_db()
    member.refresh_from_db()
    assert (person.ended_on, member.ends_on) == (None, None)
