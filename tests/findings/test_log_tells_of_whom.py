"""A citizen can be told when somebody looked: each page and print of the plan is logged with its persons."""

import pytest
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent
from tests.factories import konsulent_of, main_person, make_plan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "more", "action"),
    [
        ("plans:notes", [], "plan.notes_opened"),
        ("plans:trials", [], "plan.trials_opened"),
        ("plans:versions", [], "plan.versions_opened"),
        ("plans:goal_add", [], "plan.opened"),
        ("plans:followup_plan", [], "plan.follow_up_opened"),
        ("pages:print", ["citizen"], "plan.printed"),
    ],
)
def test_the_person_stands_in_the_log(client, name, more, action):
    plan = make_plan()
    client.force_login(konsulent_of(plan.course))

    assert client.get(reverse(name, args=[plan.course_id, *more])).status_code == 200

    assert AuditEvent.objects.get(action=action).person_ids == [main_person(plan.course).pk]
