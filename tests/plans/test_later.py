"""Goals for later: the day that is set for them, how one is begun, and how a goal had ended."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course, Stale
from plans.actions.goals import change_goal, end_goal, set_horizon
from plans.actions.later import begin_now
from plans.models import Goal
from tests.factories import TODAY, assign, konsulent_of, make_goal, make_user
from tests.plans.factories import HTMX, answer, take_to_talk, url
from tests.plans.waiting import DAY, begun, remind

pytestmark = pytest.mark.django_db


def refused(act, *arguments, **fields):
    with pytest.raises(ValidationError) as refusal:
        act(*arguments, **fields)
    return " ".join(refusal.value.messages)


def test_a_goal_for_later_gets_a_day(later):
    remind(later)

    later.refresh_from_db()
    assert (later.remind_on, later.version) == (DAY, 1)
    event = AuditEvent.objects.get()
    assert (event.action, event.details["fields"]) == ("plan.goal_remind_set", ["remind_on"])
    assert event.person_ids == [later.person_id]


def test_the_day_is_set_in_an_agreed_plan_too(later):
    take_to_talk(later.plan)
    answer(later.plan)

    assert remind(later).remind_on == DAY
    assert later.plan.status == "agreed"


@pytest.mark.parametrize("on", [TODAY, TODAY - timedelta(days=1)])
def test_a_day_that_has_come_reminds_of_nothing_new(later, on):
    assert "ikke er kommet" in refused(remind, later, on)
    assert not AuditEvent.objects.exists()


def test_a_day_that_has_passed_is_kept_by_a_save_that_does_not_move_it(later):
    Goal.objects.filter(pk=later.pk).update(remind_on=TODAY)

    assert remind(later, TODAY).remind_on == TODAY


def test_a_goal_of_now_or_one_that_has_ended_has_no_such_day(goal, later):
    end_goal(later, status="given_up", why="Ikke nu.", on=TODAY, by=konsulent_of(later.plan.course))

    assert "ikke til senere" in refused(remind, goal)
    assert "ikke til senere" in refused(remind, later, version=1)


@pytest.mark.parametrize("fields", [{"horizon": "now"}, {"status": "reached"}])
def test_the_database_reminds_of_nothing_that_does_not_wait(later, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=later.pk).update(remind_on=DAY, **fields)


def test_a_late_save_of_the_day_is_refused(later):
    remind(later)

    with pytest.raises(Stale):
        remind(later, DAY + timedelta(days=1), version=0)


def test_a_team_member_sets_no_day_and_begins_nothing(later):
    anna = make_user()
    assign(anna, later.plan.course)

    for act in (lambda: remind(later, by=anna), lambda: begin_now(later, by=anna)):
        with pytest.raises(PermissionDenied):
            act()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("hidden", [{"level": "domain", "domain": "health"}, {"level": "shielded"}])
def test_nobody_acts_on_a_goal_that_she_may_not_read(later, hidden):
    for name, value in hidden.items():
        setattr(later, name, value)
    later.save()

    with pytest.raises(PermissionDenied):
        remind(later)
    with pytest.raises(PermissionDenied):
        begin_now(later, by=konsulent_of(later.plan.course))


def test_a_closed_course_takes_no_day(later):
    Course.objects.update(status="closed", closed_on=TODAY, closing="job")

    with pytest.raises(PermissionDenied):
        remind(later)


def test_a_goal_that_is_begun_stands_last_among_those_of_now(goal, later):
    later = remind(later)

    begun(later)

    later.refresh_from_db()
    assert (later.horizon, later.remind_on) == ("now", None)
    assert later.position > goal.position


def test_a_goal_begun_in_an_agreed_plan_stands_in_a_new_draft(later):
    take_to_talk(later.plan)
    answer(later.plan)

    begun(later)

    later.plan.refresh_from_db()
    assert (later.plan.status, later.plan.number) == ("draft", 2)
    assert {"plan.new_draft", "plan.goal_moved"} <= set(AuditEvent.objects.values_list("action", flat=True))


def test_a_goal_is_begun_once(later):
    begun(later)

    assert "ikke til senere" in refused(begin_now, later, by=konsulent_of(later.plan.course))


def given_up_and_taken_up(goal, jonas):
    given_up = end_goal(goal, status="given_up", why="Freja var indlagt.", on=TODAY, by=jonas)
    return change_goal(given_up, version=given_up.version, status="started", by=jonas)


@pytest.mark.parametrize("horizon", ["now", "later"])
def test_a_goal_that_is_taken_up_again_tells_how_it_had_ended(client, plan, goal, jonas, horizon):
    set_horizon(goal, horizon=horizon, by=jonas)
    given_up_and_taken_up(goal, jonas)

    page = client.get(url(plan)).content.decode()

    assert "Var opgivet 2. september 2026: Freja var indlagt." in page


def test_a_goal_that_was_only_changed_tells_of_no_end(goal, jonas):
    change_goal(goal, version=0, status="on_the_way", by=jonas)

    goal.refresh_from_db()
    assert (goal.was_status, goal.was_ended_on, goal.was_ended_why) == ("", None, "")


def test_a_second_end_is_told_instead_of_the_first(goal, jonas):
    again = given_up_and_taken_up(goal, jonas)
    end_goal(again, status="reached", why="Nu gik det.", on=DAY, by=jonas)

    goal.refresh_from_db()
    change_goal(goal, version=goal.version, status="started", by=jonas)

    goal.refresh_from_db()
    assert (goal.was_status, goal.was_ended_on, goal.was_ended_why) == ("reached", DAY, "Nu gik det.")


def test_the_page_of_goals_for_later_has_the_nearest_day_first(client, plan, later, jonas):
    for title, days in (("Om længe", 90), ("Snart", 3)):
        on = timezone.localdate() + timedelta(days=days)
        make_goal(plan, title, horizon="later", remind_on=on)
    make_goal(plan, "Nået", horizon="later", status="reached")
    make_goal(plan, "Lægens", horizon="later", domain="health", level="domain")

    answered = client.get(url(plan, "later"))

    assert [goal.title for goal, _ in answered.context["rows"]] == ["Snart", "Om længe", later.title]
    assert "Ingen dag endnu." in answered.content.decode()


def test_the_page_of_goals_for_later_says_when_there_are_none(client, plan, jonas):
    assert "Der er ingen mål til senere." in client.get(url(plan, "later")).content.decode()


def test_whoever_only_reads_is_offered_no_button(client, plan, later):
    anna = make_user()
    assign(anna, plan.course)
    client.force_login(anna)

    page = client.get(url(plan, "later")).content.decode()

    assert later.title in page
    assert "Begynd nu" not in page


def test_a_goal_is_begun_from_the_page_of_the_notice(client, plan, later, jonas):
    answered = client.post(url(plan, "goal_begin", later.pk))

    later.refresh_from_db()
    assert answered.url == f"{url(plan)}#maal-{later.pk}"
    assert later.horizon == "now"
    again = client.post(url(plan, "goal_begin", later.pk), follow=True)
    assert "ikke til senere mere" in again.content.decode()


def test_the_day_is_set_from_the_plan_and_told_on_its_line(client, plan, later, jonas):
    on = timezone.localdate() + timedelta(days=3)

    answered = client.post(
        url(plan, "goal_remind", later.pk), {"remind_on": on.isoformat(), "version": 0}, headers=HTMX
    )

    assert answered["HX-Retarget"] == f"#maal-{later.pk}"
    assert "I bliver mindet om det" in answered.content.decode()


def test_a_day_that_has_passed_is_refused_at_its_field(client, plan, later, jonas):
    answered = client.post(url(plan, "goal_remind", later.pk), {"remind_on": "2020-01-01", "version": 0})

    assert answered.status_code == 422
    assert answered.context["form"].errors.keys() == {"remind_on"}
    assert "2020-01-01" in answered.content.decode()
