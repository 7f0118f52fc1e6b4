"""From draft to the citizen's answer: what may happen, what is frozen, and what comes after."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from borgerforloeb.audit.models import AuditEvent
from plans.actions import goals, versions
from plans.models import Acceptance, Plan, PlanVersion
from plans.snapshot import snapshot
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_agreement,
    make_citizen,
    make_course,
    make_plan,
    make_user,
)
from tests.plans.factories import answer, make_intervention, make_safeguard, take_to_talk

pytestmark = pytest.mark.django_db


def test_the_plan_is_begun_once():
    course = make_course()
    konsulent = konsulent_of(course)

    first = versions.begin_plan(course, by=konsulent)
    again = versions.begin_plan(course, by=konsulent)

    assert first == again
    assert [event.action for event in AuditEvent.objects.all()] == ["plan.begun"]


def test_a_team_member_does_not_begin_a_plan():
    course = make_course()
    team = make_user()
    assign(team, course)

    with pytest.raises(PermissionDenied):
        versions.begin_plan(course, by=team)


def test_a_draft_is_taken_to_the_talk():
    plan = take_to_talk()

    assert (plan.status, plan.taken_to_talk_on) == (Plan.Status.IN_TALK, TODAY)
    assert AuditEvent.objects.get().action == "plan.taken_to_talk"


def test_a_plan_without_goals_is_not_taken_to_the_talk():
    plan = Plan.objects.create(course=make_course())

    with pytest.raises(ValidationError, match="ingen mål"):
        versions.take_to_talk(plan, on=TODAY, by=caseworker_of(plan.course))


def test_a_plan_whose_goals_have_ended_is_not_taken_to_the_talk():
    plan = make_plan()
    plan.goals.update(status="reached", ended_on=TODAY)

    with pytest.raises(ValidationError, match="ingen mål"):
        take_to_talk(plan)


def test_a_team_member_takes_no_plan_to_the_talk():
    plan, team = make_plan(), make_user()
    assign(team, plan.course)

    with pytest.raises(PermissionDenied):
        versions.take_to_talk(plan, on=TODAY, by=team)

    plan.refresh_from_db()
    assert plan.status == Plan.Status.DRAFT


def test_a_plan_in_talk_is_not_taken_again():
    plan = take_to_talk()

    with pytest.raises(ValidationError, match="allerede"):
        versions.take_to_talk(plan, on=TODAY, by=caseworker_of(plan.course))


def test_a_yes_freezes_the_whole_plan():
    plan = make_plan()
    make_intervention(plan.goals.get())
    make_agreement(plan)
    take_to_talk(plan)
    expected = snapshot(Plan.objects.get(pk=plan.pk), on=TODAY)

    version = answer(plan)

    version.refresh_from_db()
    given = version.acceptances.get()
    assert version.content == expected
    assert version.sha256 == versions.checksum(version.content)
    assert (version.number, version.answered_on) == (1, TODAY)
    assert (given.answer, given.words, given.way) == ("yes", "Det er min plan.", "meeting")
    assert (plan.status, plan.number) == (Plan.Status.AGREED, 1)


def test_the_answer_is_logged_without_a_word_of_it():
    plan = take_to_talk()

    version = answer(plan)

    event = AuditEvent.objects.get(action="plan.answered")
    assert event.target == f"plans.planversion:{version.pk}"
    assert event.person_ids == [main_person(plan.course).pk]
    assert event.details == {"answers": ["yes"], "way": "meeting", "number": 1, "goals": []}


@pytest.mark.parametrize(
    ("said", "status", "number"),
    [
        ("yes", Plan.Status.AGREED, 1),
        ("partly", Plan.Status.AGREED, 1),
        ("no", Plan.Status.DRAFT, 2),
        ("could_not", Plan.Status.DRAFT, 2),
    ],
)
def test_what_the_answer_leads_to(said, status, number):
    plan = take_to_talk()

    answer(plan, said)

    assert (plan.status, plan.number) == (status, number)
    assert plan.versions.get().number == 1


def _family():
    mother, son = make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")
    plan = take_to_talk(make_plan(make_course(citizens=[mother, son])))
    return plan, mother, son


@pytest.mark.parametrize(("hers", "his", "agreed"), [("yes", "no", False), ("yes", "could_not", True)])
def test_in_a_family_one_no_is_enough(hers, his, agreed):
    plan, mother, son = _family()

    answers = [(mother, hers, ""), (son, his, "")]
    versions.accept_plan(plan, answers=answers, way="talk", answered_on=TODAY, by=caseworker_of(plan.course))

    plan.refresh_from_db()
    assert (plan.status == Plan.Status.AGREED) is agreed


def test_in_a_family_one_may_answer_alone():
    plan, mother, _ = _family()

    versions.accept_plan(
        plan, answers=[(mother, "yes", "")], way="talk", answered_on=TODAY, by=caseworker_of(plan.course)
    )

    assert Acceptance.objects.get().person == mother


@pytest.mark.parametrize("wrong", ["nobody", "a stranger", "twice"])
def test_only_the_persons_of_the_course_answer_and_each_once(wrong):
    plan = take_to_talk()
    freja = main_person(plan.course)
    given = {
        "nobody": [],
        "a stranger": [(make_citizen("Mikkel", "Østerby"), "yes", "")],
        "twice": [(freja, "yes", ""), (freja, "no", "")],
    }

    with pytest.raises(ValidationError):
        versions.accept_plan(
            plan, answers=given[wrong], way="talk", answered_on=TODAY, by=caseworker_of(plan.course)
        )

    assert not PlanVersion.objects.exists()


def test_a_draft_is_not_answered():
    plan = make_plan()

    with pytest.raises(ValidationError, match="ikke til samtale"):
        answer(plan)


def test_a_second_submit_has_no_effect():
    plan = take_to_talk()
    answer(plan)

    with pytest.raises(ValidationError, match="allerede besvaret"):
        answer(plan)

    assert PlanVersion.objects.count() == 1


def test_nobody_says_yes_to_words_that_came_after():
    plan = take_to_talk()
    caseworker = caseworker_of(plan.course)
    shown = versions.fingerprint(snapshot(plan, on=TODAY))
    goal = plan.goals.get()
    goals.change_goal(goal, version=goal.version, title="Noget helt andet", by=caseworker)

    with pytest.raises(ValidationError, match="rettet"):
        versions.accept_plan(
            plan,
            answers=[(main_person(plan.course), "yes", "")],
            way="talk",
            answered_on=TODAY,
            by=caseworker,
            seen=shown,
        )


def test_what_is_to_be_left_in_peace_is_among_the_words_of_the_yes():
    plan = take_to_talk()
    shown = versions.fingerprint(snapshot(plan, on=TODAY))

    make_safeguard(plan)

    assert versions.fingerprint(snapshot(plan, on=TODAY)) != shown


def test_what_was_shown_yesterday_is_the_same_plan_today():
    plan = take_to_talk()

    yesterday = versions.fingerprint(snapshot(plan, on=TODAY))

    assert yesterday == versions.fingerprint(snapshot(plan, on=TODAY + timedelta(days=1)))


def test_a_team_member_does_not_record_an_answer():
    plan = take_to_talk()
    team = make_user()
    assign(team, plan.course)

    with pytest.raises(PermissionDenied):
        versions.accept_plan(
            plan, answers=[(main_person(plan.course), "yes", "")], way="talk", answered_on=TODAY, by=team
        )


def test_an_answered_version_never_changes():
    version = answer(take_to_talk())

    for change in (
        lambda: PlanVersion.objects.filter(pk=version.pk).update(number=9),
        version.delete,
        lambda: Acceptance.objects.update(answer="no"),
        Acceptance.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_new_draft_goes_on_from_what_was_agreed():
    plan = take_to_talk()
    version = answer(plan)
    before = version.content

    versions.new_draft(plan, by=konsulent_of(plan.course))
    plan.refresh_from_db()
    goal = plan.goals.get()
    goals.change_goal(goal, version=goal.version, title="Et nyt mål", by=konsulent_of(plan.course))

    version.refresh_from_db()
    assert (plan.status, plan.number) == (Plan.Status.DRAFT, 2)
    assert version.content == before
    assert AuditEvent.objects.filter(action="plan.new_draft").count() == 1


def test_there_is_one_draft_at_a_time():
    plan = make_plan()

    with pytest.raises(ValidationError, match="allerede en kladde"):
        versions.new_draft(plan, by=konsulent_of(plan.course))


def test_an_agreed_plan_is_not_written():
    plan = take_to_talk()
    answer(plan)
    goal = plan.goals.get()

    with pytest.raises(ValidationError, match="Lav en ny kladde"):
        goals.change_goal(goal, version=goal.version, title="X", by=caseworker_of(plan.course))
    with pytest.raises(ValidationError, match="Lav en ny kladde"):
        goals.add_goal(plan, title="X", by=caseworker_of(plan.course))
