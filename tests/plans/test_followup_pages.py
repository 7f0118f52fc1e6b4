"""The pages that hold a follow-up and plan the next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Intervention
from tests.factories import (
    assign,
    caseworker_of,
    make_course,
    make_plan,
    make_section,
    make_user,
)
from tests.plans.following import ANSWERS, plan_one
from tests.queries import all_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


def address(plan, what="hold") -> str:
    return reverse(f"plans:followup_{what}", args=[plan.course_id])


def posted(planned, **fields) -> dict[str, str]:
    today = timezone.localdate()
    return {
        **ANSWERS,
        "followup": planned.pk,
        "done_on": today.isoformat(),
        "due_on": (today + timedelta(days=90)).isoformat(),
        "reason": "Når praktikken slutter.",
        "responsible": planned.responsible_id,
    } | fields


@pytest.fixture
def followup(plan):
    today = timezone.localdate()
    return plan_one(plan, due_on=today, today=today)


def test_the_page_holds_it_and_leads_back_to_the_plan(client, plan, followup):
    client.force_login(caseworker_of(plan.course))

    page = client.get(address(plan))
    answer = client.post(address(plan), posted(followup))

    assert "Virker indsatsen?" in page.content.decode()
    assert answer.url == reverse("plans:plan", args=[plan.course_id])
    assert plan.followups.filter(done_on=None).count() == plan.followups.exclude(done_on=None).count() == 1


def test_a_double_click_is_one_follow_up(client, plan, followup):
    client.force_login(caseworker_of(plan.course))

    answers = [client.post(address(plan), posted(followup)).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert plan.followups.count() == 2


def test_what_is_missing_is_said_and_what_was_written_is_kept(client, plan, followup):
    client.force_login(caseworker_of(plan.course))

    answer = client.post(address(plan), posted(followup, reason="", does_it_work="Han griner igen."))

    assert answer.status_code == 422
    assert "Han griner igen." in answer.content.decode()
    assert "<title>Fejl: " in answer.content.decode()


def test_without_a_next_one_the_page_leads_to_planning_it(client, plan):
    client.force_login(caseworker_of(plan.course))

    assert client.get(address(plan)).url == address(plan, "plan")
    today = timezone.localdate()
    answer = client.post(
        address(plan, "plan"),
        {"due_on": today.isoformat(), "reason": "Om lidt.", "responsible": caseworker_of(plan.course).pk},
    )

    assert answer.status_code == 302
    assert plan.followups.open().get().reason == "Om lidt."


def test_only_the_laws_of_the_plans_own_interventions_are_offered(client, plan):
    used, _unused = make_section("§ 85"), make_section("§ 99", title="andet")
    goal = plan.goals.first()
    Intervention.objects.create(
        goal=goal, title="Bostøtte", section=used, person=goal.person, domain=goal.domain
    )
    client.force_login(caseworker_of(plan.course))

    form = client.get(address(plan, "plan")).context["form"]

    assert list(form.fields["sections"].queryset) == [used]


@pytest.mark.parametrize("what", ["hold", "plan"])
def test_strangers_find_nothing_and_members_are_refused(client, plan, followup, what):
    member = make_user("Medlem")
    assign(member, plan.course)
    statuses = []
    for person in (make_user("Fremmed"), member):
        client.force_login(person)
        statuses.append(
            {client.get(address(plan, what)).status_code, client.post(address(plan, what)).status_code}
        )

    assert statuses == [{404}, {403}]


def test_another_courses_follow_up_cannot_be_held_from_here(client, plan, followup):
    other = plan_one(make_plan(make_course(caseworker=caseworker_of(plan.course))))
    client.force_login(caseworker_of(plan.course))

    answer = client.post(address(plan), posted(followup, followup=other.pk))

    assert answer.status_code == 422
    other.refresh_from_db()
    assert other.done_on is None


def test_the_page_costs_at_most_twelve_queries(client, plan, followup):
    client.force_login(caseworker_of(plan.course))
    client.get(address(plan))
    counts = []
    for number in (0, 30):
        for _ in range(number):
            assign(make_user(), plan.course)
        with all_queries() as asked:
            client.get(address(plan))
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12


def test_what_was_said_is_read_by_the_two_beside_the_versions(client, plan, followup):
    """It carries no person and no field, so nobody else is shown it; that it was held, and why, they are."""
    katrine, helper = caseworker_of(plan.course), make_user("Sanne Krogh")
    assign(helper, plan.course)
    client.force_login(katrine)
    client.post(address(plan), posted(followup))
    pages = []
    for user in (katrine, helper):
        client.force_login(user)
        pages.append(client.get(reverse("plans:versions", args=[plan.course_id])).content.decode())

    told = [ANSWERS[name] for name in ("does_it_work", "right_things", "done_right")]
    assert [[text in page for text in told] for page in pages] == [[True] * 3, [False] * 3]
    assert [followup.reason in page for page in pages] == [True, True]
