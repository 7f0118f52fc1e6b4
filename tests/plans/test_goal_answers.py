"""What a person answers to one goal: written when the plan is answered, frozen, and told to few."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from borgerforloeb.audit.models import AuditEvent
from plans.actions.goal_answers import GoalSaid
from plans.actions.versions import accept_plan
from plans.models import GoalAnswer, PlanVersion
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    main_person,
    make_citizen,
    make_course,
    make_goal,
    make_plan,
    make_user,
)
from tests.plans.factories import take_to_talk

pytestmark = pytest.mark.django_db
OWN = "Ikke uden Ida."


def say(plan, *said, whole="yes", by=None):
    """Everybody who says something to a goal says `whole` to the plan."""
    people = {one.person.pk: one.person for one in said}.values()
    return accept_plan(
        plan,
        answers=[(person, whole, "") for person in people],
        goal_answers=said,
        way="talk",
        answered_on=TODAY,
        by=by or caseworker_of(plan.course),
    )


def said_to(plan, answer="partly", words=OWN, **changed):
    fields = {"person": main_person(plan.course), "goal": plan.goals.order_by("id")[0].pk} | changed
    return GoalSaid(answer=answer, words=words, **fields)


def test_an_answer_to_a_goal_is_kept_with_the_version():
    plan = take_to_talk()

    version = say(plan, said_to(plan))

    row = version.goal_answers.get()
    assert (row.person, row.goal) == (main_person(plan.course), plan.goals.get())
    assert (row.answer, row.words) == ("partly", OWN)


def test_which_goals_were_answered_is_logged_without_a_word_of_it():
    plan = take_to_talk()

    say(plan, said_to(plan))

    details = AuditEvent.objects.get(action="plan.answered").details
    assert details["goals"] == [plan.goals.get().pk]
    assert OWN not in str(details)


def test_yes_to_the_plan_and_no_to_a_goal_takes_the_citizens_own_words():
    plan = take_to_talk()

    with pytest.raises(ValidationError, match="Skriv med egne ord"):
        say(plan, said_to(plan, "no", " "))
    version = say(plan, said_to(plan, "no"))

    assert version.acceptances.get().answer == "yes"
    assert version.goal_answers.get().answer == "no"


@pytest.mark.parametrize("whole", ["partly", "no", "could_not"])
def test_a_no_to_a_goal_needs_no_words_where_the_plan_got_no_plain_yes(whole):
    plan = take_to_talk()

    assert say(plan, said_to(plan, "no", ""), whole=whole).goal_answers.get().answer == "no"


@pytest.mark.parametrize(
    "marks",
    [
        {"status": "given_up", "ended_on": TODAY},
        {"level": "shielded"},
        {"domain": "health", "level": "domain"},
    ],
    ids=["has ended", "is shielded", "of another field"],
)
def test_a_goal_that_is_not_shown_is_not_answered(marks):
    plan = make_plan()
    hidden = make_goal(plan, "Skjult", **marks)
    take_to_talk(plan)

    with pytest.raises(ValidationError, match="åbne mål"):
        say(plan, said_to(plan, goal=hidden.pk))

    assert not PlanVersion.objects.exists()


def test_in_a_family_each_answers_own_goals_and_the_familys():
    mother, son = make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")
    plan = make_plan(make_course(citizens=[mother, son]))
    hers, ours = plan.goals.get(), make_goal(plan, "Vi spiser sammen", person=None)
    take_to_talk(plan)

    with pytest.raises(ValidationError, match="åbne mål"):
        say(plan, GoalSaid(son, hers.pk, "yes"))
    version = say(plan, GoalSaid(son, ours.pk, "yes"), GoalSaid(mother, ours.pk, "partly"))

    assert {row.person: row.answer for row in version.goal_answers.all()} == {son: "yes", mother: "partly"}


def test_a_goal_of_another_plan_is_not_answered():
    plan, other = take_to_talk(), make_plan()

    with pytest.raises(ValidationError, match="åbne mål"):
        say(plan, said_to(plan, goal=other.goals.get().pk))


def test_a_goal_is_not_answered_twice_by_the_same():
    plan = take_to_talk()

    with pytest.raises(ValidationError, match="én gang"):
        say(plan, said_to(plan, "yes"), said_to(plan, "no"))


def test_who_answers_a_goal_answers_the_plan_too():
    mother, son = make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")
    plan = take_to_talk(make_plan(make_course(citizens=[mother, son])))

    with pytest.raises(ValidationError, match="hele planen"):
        accept_plan(
            plan,
            answers=[(son, "yes", "")],
            goal_answers=[said_to(plan, person=mother)],
            way="talk",
            answered_on=TODAY,
            by=caseworker_of(plan.course),
        )


@pytest.mark.parametrize("wrong", [{"answer": "måske"}, {"words": "x" * 501}])
def test_what_no_form_can_send_is_refused(wrong):
    plan = take_to_talk()

    with pytest.raises(ValidationError):
        say(plan, said_to(plan, **wrong))

    assert not PlanVersion.objects.exists()


def test_a_team_member_records_no_answer_to_a_goal():
    plan, team = take_to_talk(), make_user()
    assign(team, plan.course)

    with pytest.raises(PermissionDenied):
        say(plan, said_to(plan), by=team)


def test_an_answer_to_a_goal_never_changes():
    plan = take_to_talk()
    say(plan, said_to(plan))

    for change in (lambda: GoalAnswer.objects.update(answer="yes"), GoalAnswer.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
