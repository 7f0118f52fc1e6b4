"""The words of an earlier version taken back into the plan: which, by whom, and what stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course
from plans.actions.goals import add_subgoal, end_goal
from plans.actions.reopening import offered, take_back
from plans.actions.versions import fingerprint, new_draft
from plans.models import Goal, Plan, PlanSection
from plans.snapshot import snapshot
from roles.models import Role
from roles.permissions import access_to
from tests.factories import TODAY, assign, caseworker_of, main_person, make_agreement, make_goal, make_user
from tests.plans.factories import answer, make_intervention, take_to_talk
from tests.plans.rewritten import OLD_DREAM, OLD_TITLE, STEP, parts_of, rewritten_plan, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return rewritten_plan()


def test_the_words_stand_in_the_plan_as_they_did(plan):
    taken(plan)

    goal, dream = plan.goals.get(), plan.sections.get(kind="dreams")
    assert (dream.text, dream.said_on is not None) == (OLD_DREAM, True)
    assert (goal.title, goal.why, goal.horizon) == (OLD_TITLE, "", "now")
    assert list(goal.subgoals.values_list("text", "due_on")) == [(STEP, TODAY + timedelta(days=9))]
    assert parts_of(plan) == []


def test_who_was_to_take_a_step_is_agreed_anew(plan):
    goal = plan.goals.get()
    goal.subgoals.create(text="Ringer til skolen", user=caseworker_of(plan.course))
    take_to_talk(plan)
    version = answer(plan)
    plan = new_draft(plan, by=caseworker_of(plan.course))
    goal.subgoals.all().delete()
    now, access = snapshot(plan, on=TODAY), access_to(caseworker_of(plan.course), plan.course_id)

    (part,) = offered(version, now, access, TODAY)

    assert "Katrine" not in str([pair.now for pair in part.pairs])
    take_back(version, parts=[part.key], seen=fingerprint(now), on=TODAY, by=caseworker_of(plan.course))
    assert [str(pair.now) for pair in part.pairs] == ["<br>".join([goal.subgoals.get().text])]


def test_it_is_logged_with_what_was_taken_and_none_of_its_words(plan):
    taken(plan)

    row = AuditEvent.objects.get(action="plan.taken_back_from_version")
    assert row.details == {"number": 1, "sections": ["dreams"], "goals": [plan.goals.get().pk]}
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {
        "plan.section_written",
        "plan.goal_changed",
    }


def test_only_what_was_chosen_is_taken(plan):
    dream, _ = parts_of(plan)

    taken(plan, dream)

    assert plan.sections.get(kind="dreams").text == OLD_DREAM
    assert plan.goals.get().title == "Post"


def test_an_agreed_plan_goes_on_as_a_new_draft(plan):
    take_to_talk(plan)
    answer(plan)

    taken(plan)

    plan.refresh_from_db()
    assert (plan.status, plan.number) == (Plan.Status.DRAFT, 3)
    assert plan.versions.get(number=2).content["goals"][0]["title"] == "Post"


def test_a_goal_that_was_given_up_since_is_taken_up_again(plan):
    taken(plan)
    end_goal(
        plan.goals.get(), status="given_up", why="Orker det ikke.", on=TODAY, by=caseworker_of(plan.course)
    )

    (part,) = parts_of(plan)
    taken(plan)

    goal = plan.goals.get()
    assert "tages op igen" in part.what
    assert (goal.status, goal.ended_on, goal.ended_why) == (Goal.Status.NOT_BEGUN, None, "")


def test_what_came_after_the_version_stays(plan):
    newer = make_goal(plan, "Jeg går en tur hver dag")
    PlanSection.objects.create(plan=plan, kind="end_goal", text="Et job", person=main_person(plan.course))
    step = add_subgoal(plan.goals.get(title="Post"), text="Nyt skridt", by=caseworker_of(plan.course))
    help_ = make_intervention(plan.goals.get(title="Post"))
    agreement = make_agreement(plan)

    taken(plan)

    for row in (newer, step, help_, agreement):
        row.refresh_from_db()
    assert plan.sections.filter(kind="end_goal", text="Et job").exists()
    assert plan.goals.get(title=OLD_TITLE).subgoals.count() == 2


def test_a_text_that_was_empty_then_empties_none(plan):
    empty = PlanSection.objects.create(plan=plan, kind="end_goal", text="", person=main_person(plan.course))
    take_to_talk(plan)
    answer(plan)
    new_draft(plan, by=caseworker_of(plan.course))
    PlanSection.objects.filter(pk=empty.pk).update(text="Et job")
    access = access_to(caseworker_of(plan.course), plan.course_id)

    assert offered(plan.versions.get(number=2), snapshot(plan, on=TODAY), access, TODAY) == []


def test_a_day_that_is_over_is_not_taken_back(plan):
    later = TODAY + timedelta(days=5)
    taken(plan)
    plan.goals.update(review_on=later)
    take_to_talk(plan)
    answer(plan)
    new_draft(plan, by=caseworker_of(plan.course))
    plan.goals.update(review_on=None)
    version = plan.versions.get(number=2)
    access = access_to(caseworker_of(plan.course), plan.course_id)

    def on(day):
        return [part.row["review_on"] for part in offered(version, snapshot(plan, on=day), access, day)]

    assert on(later) == [later.isoformat()]
    assert on(later + timedelta(days=1)) == []


def test_words_that_were_written_in_the_meantime_are_not_written_over(plan):
    seen = fingerprint(snapshot(plan, on=TODAY))
    plan.goals.update(title="Skrevet imens")

    with pytest.raises(ValidationError, match="Se den igennem igen"):
        taken(plan, seen=seen)

    assert plan.goals.get().title == "Skrevet imens"


def test_nothing_chosen_is_refused(plan):
    with pytest.raises(ValidationError, match="mindst ét"):
        take_back(
            plan.versions.get(number=1),
            parts=["goals 0"],
            seen=fingerprint(snapshot(plan, on=TODAY)),
            on=TODAY,
            by=caseworker_of(plan.course),
        )


def test_a_text_keeps_the_readers_that_it_has_today(plan):
    plan.goals.update(level="domain")
    plan.sections.update(level="domain", domain="social")

    taken(plan)

    assert (plan.goals.get().level, plan.sections.get(kind="dreams").level) == ("domain", "domain")


def test_what_is_closed_today_is_not_taken_back(plan):
    _, goal = parts_of(plan)
    plan.goals.update(level="shielded")

    assert [part.kind for part in parts_of(plan)] == ["sections"]
    with pytest.raises(ValidationError, match="mindst ét"):
        taken(plan, goal)
    assert plan.goals.get().title == "Post"


def test_what_was_closed_then_is_not_taken_back(plan):
    plan.goals.update(level="shielded")
    take_to_talk(plan)
    answer(plan)
    plan.goals.update(level="common", title="Ny ordlyd")
    version, access = plan.versions.get(number=2), access_to(caseworker_of(plan.course), plan.course_id)

    assert offered(version, snapshot(plan, on=TODAY), access, TODAY) == []


def test_a_team_member_takes_nothing_back(plan):
    member = make_user("Jonas")
    assign(member, plan.course, Role.TEAM_MEMBER)

    with pytest.raises(PermissionDenied):
        taken(plan, by=member)


def test_nothing_is_taken_back_in_a_closed_course(plan):
    parts = parts_of(plan)
    Course.objects.filter(pk=plan.course_id).update(status="closed", closed_on=TODAY, closing="job")

    with pytest.raises(PermissionDenied):
        taken(plan, *parts)
