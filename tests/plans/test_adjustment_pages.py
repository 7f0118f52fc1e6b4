"""Adjustments on the goal's card, on their own page, and what a form is answered with."""

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.notices.models import Notice
from borgerforloeb.pages.worklist import worklist
from plans.models import AdjustmentRequest, Goal
from tests.factories import assign, caseworker_of, konsulent_of, make_goal, make_user
from tests.plans.factories import HTMX, answer, make_intervention, take_to_talk, url
from tests.plans.proposing import answered, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def katrine(client, plan):
    user = caseworker_of(plan.course)
    client.force_login(user)
    return user


def page(client, plan) -> str:
    return client.get(url(plan)).content.decode()


def send(client, row, **fields):
    fields = {"status": "accepted", "result": "", "reason": "", "seen": row.before} | fields
    return client.post(url(row.plan, "adjustment", row.pk), fields)


def test_it_is_sent_without_script(client, plan, goal, jonas):
    help_ = make_intervention(goal, hours_per_week=4)
    fields = {"subject": f"hours-{help_.pk}", "after": "2,5", "why": "Hun klarer mere selv."}

    sent = client.post(url(plan, "adjustment_add", goal.pk), fields)

    assert (sent.status_code, sent["Location"]) == (302, f"{url(plan)}#maal-{goal.pk}")
    row = AdjustmentRequest.objects.get()
    assert (row.kind, row.before, row.after, row.proposed_by) == ("hours", "4.00", "2.50", jonas)
    text = page(client, plan)
    assert "Jonas Bech foreslår andre timer til Bostøtte hjemme" in text
    assert "2,5 om ugen" in text


def test_with_script_the_card_comes_back(client, plan, goal, jonas):
    fields = {"subject": "step", "after": "Ringer til banken", "why": "Det er næste skridt."}

    sent = client.post(url(plan, "adjustment_add", goal.pk), fields, headers=HTMX)

    assert (sent.status_code, sent["HX-Retarget"]) == (200, f"#maal-{goal.pk}")
    assert "foreslår et nyt delmål" in sent.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"subject": "words", "after": "", "why": "x"}, "Udfyld ”Sådan bør der stå”"),
        ({"subject": "words", "after": "Ro", "why": ""}, "Udfyld ”Hvorfor”"),
        ({"subject": "hours-0", "after": "Ro", "why": "x"}, "Hvad skal ændres?"),
    ],
)
def test_what_is_missing_is_asked_for(client, plan, goal, jonas, fields, words):
    sent = client.post(url(plan, "adjustment_add", goal.pk), fields)

    assert sent.status_code == 422
    assert words in sent.content.decode()


def test_who_coordinates_writes_in_the_plan_instead(client, plan, goal, katrine):
    assert "Foreslå en ændring" not in page(client, plan)
    assert client.get(url(plan, "adjustment_add", goal.pk)).status_code == 403


def test_the_hours_of_a_help_that_one_may_not_read_are_not_offered(client, plan, goal, jonas):
    make_intervention(goal, "HEMMELIG indsats", domain="health", level="domain")

    assert "HEMMELIG" not in client.get(url(plan, "adjustment_add", goal.pk)).content.decode()


def test_it_is_answered_where_it_stands(client, plan, goal, katrine):
    row = proposed(goal)
    assert "Svar<span" in page(client, plan)

    asked = client.get(url(plan, "adjustment", row.pk), headers=HTMX).content.decode()
    assert goal.title in asked
    assert row.after in asked

    assert send(client, row).status_code == 302
    assert Goal.objects.get().title == row.after
    text = page(client, plan)
    assert "Besvarede forslag (1)" in text
    assert "samme dag" not in text  # it was made long ago


def test_a_no_without_a_reason_is_asked_for_it(client, plan, goal, katrine):
    row = proposed(goal)

    assert "Skriv hvorfor" in send(client, row, status="declined").content.decode()
    assert send(client, row, status="declined", reason="Vent lidt.").status_code == 302


def test_who_answers_is_told_what_stands_there_now_and_answers_that(client, plan, goal, katrine):
    row = proposed(goal)
    Goal.objects.update(title="Helt andre ord")

    late = send(client, row)
    text = late.content.decode()
    assert late.status_code == 422
    assert "ændret, mens du så på det" in text
    assert all(words in text for words in (row.before, "Helt andre ord", row.after))
    assert 'name="seen" value="Helt andre ord"' in text
    assert "Ændret siden" in page(client, plan)

    assert send(client, row, seen="Helt andre ord").status_code == 302


def test_an_agreed_plan_says_that_a_yes_begins_a_draft(client, plan, goal, katrine):
    answer(take_to_talk(plan))
    row = proposed(goal)

    assert "begynder en ny kladde" in client.get(url(plan, "adjustment", row.pk)).content.decode()


def test_the_one_who_proposed_reads_the_answer_and_is_reminded_no_more(client, plan, goal, jonas):
    row = answered(proposed(goal), "declined", reason="Freja vil have ordet med.")
    shown = worklist(jonas, timezone.now())
    assert [task.title for task in shown.now] == ["Svar på dit forslag til planen"]

    text = client.get(shown.now[0].url).content.decode()

    assert "Freja vil have ordet med." in text
    assert "Katrine Dahl" in text
    assert not Notice.objects.filter(settled_at=None).exists()
    assert worklist(jonas, timezone.now()).now == []
    event = AuditEvent.objects.get(action="adjustment.opened")
    assert event.person_ids == [goal.person_id]
    assert row.after in text


def test_it_waits_in_the_work_of_who_coordinates(goal):
    plan, katrine = goal.plan, caseworker_of(goal.plan.course)
    row = proposed(goal)

    (task,) = worklist(katrine, timezone.now()).now
    assert (task.title, task.about) == ("Jonas Bech foreslår en ændring i planen", plan.course.name)
    assert task.url == url(plan, "adjustment", row.pk)
    assert worklist(konsulent_of(plan.course), timezone.now()).now == []
    answered(row)
    assert worklist(katrine, timezone.now()).now == []


def test_it_is_taken_back_by_who_sent_it(client, plan, goal, jonas):
    row = proposed(goal)
    address = url(plan, "adjustment_withdraw", row.pk)
    assert "Træk forslaget tilbage" in client.get(url(plan, "adjustment", row.pk)).content.decode()

    assert client.post(address).status_code == 302
    assert "Trukket tilbage" in page(client, plan)
    assert client.post(address, headers=HTMX).status_code == 422


def test_the_others_of_the_goal_read_it(client, plan, goal):
    sanne = make_user("Sanne Krogh")
    assign(sanne, plan.course)
    client.force_login(sanne)
    row = proposed(goal)

    text = client.get(url(plan, "adjustment", row.pk)).content.decode()

    assert row.after in text
    assert "Træk forslaget tilbage" not in text
    assert send(client, row).status_code == 403


def test_what_a_reader_may_not_read_is_nowhere(client, plan, goal):
    hidden = make_goal(plan, "Jeg sover", domain="health", level="common")
    help_ = make_intervention(goal, hours_per_week=4)
    rows = [proposed(hidden, "HEMMELIGE ord"), proposed(goal, "7", f"hours-{help_.pk}")]
    Goal.objects.filter(pk=hidden.pk).update(level="domain")
    type(help_).objects.update(domain="health", level="domain")
    sanne = make_user("Sanne Krogh")
    assign(sanne, plan.course)
    client.force_login(sanne)

    text = page(client, plan)
    assert "HEMMELIGE" not in text
    assert "foreslår" not in text
    assert [client.get(url(plan, "adjustment", row.pk)).status_code for row in rows] == [404, 404]


def test_another_plans_adjustmentrequest_is_not_found(client, plan, katrine, goal):
    row = proposed(goal)
    other = reverse("plans:adjustment", args=[make_goal(plan).plan.course_id, row.pk + 1])

    assert client.get(other).status_code == 404


def test_what_was_written_is_text(client, plan, goal, katrine):
    proposed(goal, "<script>alert(1)</script>")

    assert "<script>alert" not in page(client, plan)


def test_on_a_goal_for_later_it_stands_as_well(client, plan, goal, jonas):
    goal.horizon = "later"
    goal.save()
    proposed(goal)

    text = page(client, plan)
    assert "foreslår andre ord til målet" in text
    assert "Foreslå en ændring" in text
