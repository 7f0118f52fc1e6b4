"""The law that a follow-up counts for tells of the help that rests on it."""

import pytest
from django.urls import reverse

from plans.models import FollowUp
from tests.factories import TODAY, assign, caseworker_of, make_plan, make_section, make_user
from tests.plans.factories import make_intervention

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("field", "is_told"), [("employment", False), ("health", True)])
def test_it_is_named_to_those_who_may_read_of_the_help(client, field, is_told):
    plan, section = make_plan(), make_section("§ 141", code="SUL", short_name="sundhedsloven")
    make_intervention(plan.goals.get(), "Samtaler", domain="health", level="domain", section=section)
    followup = FollowUp.objects.create(
        plan=plan, due_on=TODAY, reason="Rytme", responsible=caseworker_of(plan.course)
    )
    followup.sections.set([section])
    reader = make_user("Mentor")
    assign(reader, plan.course, domains=[field])
    client.force_login(reader)

    text = client.get(reverse("plans:plan", args=[plan.course_id])).content.decode()

    assert ("sundhedsloven § 141" in text) is is_told
