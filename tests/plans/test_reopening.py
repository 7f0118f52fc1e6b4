"""The words of an earlier version taken back into the plan: which, by whom, and what stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course
from plans.actions.goals import add_subgoal, end_goal, remove_subgoal
from plans.actions.reopening import offered, take_back
from plans.actions.versions import fingerprint, new_draft
from plans.models import Goal, Plan, PlanSection
from plans.snapshot import snapshot
from roles.models import Role
from roles.permissions import access_to
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    main_person,
    make_agreement,
    make_goal,
    make_plan,
    make_user,
)
from tests.plans.factories import answer, make_intervention, take_to_talk

pytestmark = pytest.mark.django_db

OLD_DREAM, OLD_TITLE = "Jeg vil gerne stå op til noget.", "Jeg klarer post og regninger selv"
STEP = "Åbner e-Boks hver mandag"


@pytest.fixture
def plan():
    """Agreed once, and rewritten in the draft that followed."""
    plan = make_plan()
    goal = plan.goals.get()
    goal.subgoals.create(text=STEP, due_on=TODAY + timedelta(days=9))
    take_to_talk(plan)
    answer(plan)
    new_draft(plan, by=caseworker_of(plan.course))
    rewrite(plan)
    return plan


def rewrite(plan, **changed):
    """What somebody wrote after the talk."""
    plan.sections.filter(kind="dreams").update(text="Andet", said_on=None)
    plan.goals.update(title="Post", why="Fordi", horizon="later", **changed)
    for step in plan.goals.get().subgoals.all():
        remove_subgoal(step, by=caseworker_of(plan.course))
    plan.refresh_from_db()


def parts_of(plan, user=None, on=TODAY):
    user = user or caseworker_of(plan.course)
    version = plan.versions.get(number=1)
    return offered(version, snapshot(plan, on=on), access_to(user, plan.course_id), on)


def taken(plan, *parts, by=None, on=TODAY, seen=None):
    by = by or caseworker_of(plan.course)
    chosen = [part.key for part in parts or parts_of(plan, by)]
    seen = seen or fingerprint(snapshot(plan, on=on))
    return take_back(plan.versions.get(number=1), parts=chosen, seen=seen, on=on, by=by)


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


def url(plan, number=1):
    return reverse("plans:reopen", args=[plan.course_id, number])


def test_the_page_shows_both_texts_with_a_tick_and_takes_the_chosen_back(client, plan):
    client.force_login(caseworker_of(plan.course))
    dream, goal = parts_of(plan)

    page = client.get(url(plan))
    html = page.content.decode()
    answered = client.post(url(plan), {"parts": [goal.key], "seen": page.context["form"]["seen"].value()})

    assert (html.count('name="parts"'), html.count(" checked")) == (2, 0)
    assert "<del>Andet</del>" in html
    assert OLD_TITLE in html
    assert answered.status_code == 302
    assert plan.goals.get().title == OLD_TITLE
    assert plan.sections.get(kind="dreams").text == "Andet"


@pytest.mark.parametrize(
    ("parts", "told"), [([], "Vælg mindst ét"), (["goals 0"], "Det står i planen igen")], ids=str
)
def test_a_refusal_keeps_the_ticks(client, plan, parts, told):
    client.force_login(caseworker_of(plan.course))

    answered = client.post(url(plan), {"parts": parts, "seen": "x"})

    assert answered.status_code == 422
    assert told in answered.content.decode()
    assert " checked" not in answered.content.decode()


def test_a_late_choice_is_asked_for_again_beside_the_words_of_now(client, plan):
    client.force_login(caseworker_of(plan.course))
    seen = client.get(url(plan)).context["form"]["seen"].value()
    plan.sections.filter(kind="dreams").update(text="Imens")
    given = {"parts": [part.key for part in parts_of(plan)], "seen": seen}

    first = client.post(url(plan), given)
    again = client.post(url(plan), given | {"seen": first.context["form"]["seen"].value()})

    assert first.status_code == 422
    assert "<del>Imens</del>" in first.content.decode()
    assert again.status_code == 302
    assert plan.sections.get(kind="dreams").text == OLD_DREAM


def test_a_version_that_the_plan_still_is_has_nothing_to_take_back(client, plan):
    taken(plan)
    client.force_login(caseworker_of(plan.course))

    html = client.get(url(plan)).content.decode()

    assert "Alt, der kan hentes tilbage" in html
    assert 'name="parts"' not in html


def test_an_unknown_version_is_not_found(client, plan):
    client.force_login(caseworker_of(plan.course))

    assert client.get(url(plan, 9)).status_code == 404


def test_a_team_member_is_offered_no_way_there(client, plan):
    member = make_user("Jonas")
    assign(member, plan.course, Role.TEAM_MEMBER)
    client.force_login(member)
    pages = [client.get(reverse("plans:versions", args=[plan.course_id]))]
    pages.append(client.get(reverse("plans:version", args=[plan.course_id, 1])))

    assert all("/reopen/" not in page.content.decode() for page in pages)
    assert client.get(url(plan)).status_code == 403
