"""A follow-up is planned with a reason and held with three answers; no plan is left without a next date."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.models import Notice
from plans.actions.followups import hold_follow_up, plan_follow_up
from plans.models import FollowUp, Intervention
from plans.reminders import find_due
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    make_course,
    make_plan,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db
IN_SPRING = TODAY + timedelta(days=180)
ANSWERS = {
    "does_it_work": "Ja, han kommer op.",
    "right_things": "Bostøtten ja, kurset nej.",
    "done_right": "Færre mennesker.",
}


@pytest.fixture
def plan():
    return make_plan()


def plan_one(plan, **fields) -> FollowUp:
    fields = {
        "due_on": TODAY,
        "reason": "Efter tre måneder.",
        "sections": [],
        "responsible": caseworker_of(plan.course),
        "today": TODAY,
        "by": caseworker_of(plan.course),
    } | fields
    return plan_follow_up(plan, **fields)


def hold(followup, **fields) -> FollowUp:
    katrine = caseworker_of(followup.plan.course)
    fields = {
        **ANSWERS,
        "done_on": TODAY,
        "due_on": IN_SPRING,
        "reason": "Når praktikken slutter.",
        "sections": [],
        "responsible": katrine,
        "today": TODAY,
        "by": katrine,
    } | fields
    return hold_follow_up(followup, **fields)


def test_planning_makes_the_one_next_and_planning_again_moves_it(plan):
    section = make_section()
    first = plan_one(plan, sections=[section])
    again = plan_one(plan, due_on=IN_SPRING, reason="Hun skal føde.", sections=[])

    assert first.pk == again.pk
    assert FollowUp.objects.get().due_on == IN_SPRING
    assert not again.sections.exists()
    assert [event.action for event in AuditEvent.objects.all()] == ["plan.follow_up_planned"] * 2
    assert AuditEvent.objects.last().details == {"fields": ["due_on", "reason"]}


def test_moving_it_settles_what_was_told(plan):
    plan_one(plan)
    find_due(TODAY)

    plan_one(plan, due_on=IN_SPRING)

    assert not Notice.objects.filter(settled_at=None).exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_planning_is_refused(plan, fields, field):
    with pytest.raises(ValidationError) as error:
        plan_one(plan, **fields)

    assert list(error.value.message_dict) == [field]
    assert not FollowUp.objects.exists()
    assert not AuditEvent.objects.exists()


def test_only_who_works_with_the_course_can_be_responsible(plan):
    gone = make_user("Gerda Gået")
    assign(gone, plan.course, ends_on=TODAY)

    for person in (gone, make_user("Fremmed")):
        with pytest.raises(ValidationError) as error:
            plan_one(plan, responsible=person)
        assert list(error.value.message_dict) == ["responsible"]


def test_holding_keeps_the_answers_and_plans_the_next(plan):
    section = make_section()
    followup = plan_one(plan)
    find_due(TODAY)

    held = hold(followup, sections=[section])

    assert (held.done_on, held.done_by, held.does_it_work) == (
        TODAY,
        caseworker_of(plan.course),
        ANSWERS["does_it_work"],
    )
    following = plan.followups.open().get()
    assert (following.due_on, list(following.sections.all())) == (IN_SPRING, [section])
    assert not Notice.objects.filter(settled_at=None).exists()
    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["plan.follow_up_planned", "plan.follow_up_held", "plan.follow_up_planned"]


def test_the_borgerkonsulent_may_hold_it_too(plan):
    jonas = konsulent_of(plan.course)

    assert hold(plan_one(plan), by=jonas, responsible=jonas).done_by == jonas


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"done_on": TODAY + timedelta(days=1), "due_on": IN_SPRING}, "done_on"),
        ({"due_on": TODAY}, "due_on"),
        ({"due_on": TODAY - timedelta(days=3), "done_on": TODAY - timedelta(days=5)}, "due_on"),
        ({"reason": ""}, "reason"),
    ],
)
def test_either_all_of_it_is_kept_or_nothing(plan, fields, field):
    followup = plan_one(plan)

    with pytest.raises(ValidationError) as error:
        hold(followup, **fields)

    assert list(error.value.message_dict) == [field]
    followup.refresh_from_db()
    assert (followup.done_on, followup.does_it_work) == (None, "")
    assert AuditEvent.objects.count() == 1


def test_the_second_of_two_equal_submits_changes_nothing(plan):
    followup = plan_one(plan)
    hold(followup)

    hold(followup)

    assert plan.followups.count() == 2
    assert AuditEvent.objects.filter(action="plan.follow_up_held").count() == 1


def test_other_words_about_a_held_one_are_given_back(plan):
    followup = plan_one(plan)
    hold(followup)

    with pytest.raises(ValidationError, match="allerede skrevet ind"):
        hold(followup, done_right="Noget andet.")

    followup.refresh_from_db()
    assert followup.done_right == ANSWERS["done_right"]


@pytest.mark.parametrize("act", [plan_one, lambda plan, **fields: hold(FollowUp.objects.get(), **fields)])
def test_who_may_not_edit_the_plan_may_not_follow_up(plan, act):
    plan_one(plan)
    member, stranger = make_user("Medlem"), make_user("Fremmed")
    assign(member, plan.course)

    for person in (member, stranger):
        with pytest.raises(PermissionDenied):
            act(plan, by=person)

    assert FollowUp.objects.get().done_on is None


def test_a_closed_course_is_not_followed_up(plan):
    followup = plan_one(plan)
    katrine = caseworker_of(plan.course)
    Course.objects.filter(pk=plan.course_id).update(status="closed", closed_on=TODAY, closing="job")

    with pytest.raises(PermissionDenied):
        hold(followup, by=katrine, responsible=katrine)


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
        with CaptureQueriesContext(connection) as queries:
            client.get(address(plan))
        counts.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))

    assert counts[0] == counts[1] <= 12
