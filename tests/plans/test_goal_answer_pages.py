"""Where answers to single goals are written and read: the form, the version, the card and the paper."""

from html import unescape

import pytest
from django.utils import timezone

from plans.actions.goal_answers import GoalSaid
from plans.actions.versions import accept_plan, new_draft
from plans.models import GoalAnswer
from plans.pdf import WorkingCopy
from plans.print_content import Edition
from roles.models import Role
from roles.permissions import access_to
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_goal,
    make_plan,
    make_user,
)
from tests.plans.factories import take_to_talk, url
from tests.queries import all_queries

pytestmark = pytest.mark.django_db
OWN = "Ikke uden Ida."
HER_OWN = "Jeg tør ikke sige det højt."
TITLE = "Jeg klarer post og regninger selv"


def fields(page, plan, whole="yes", answer="", words=""):
    freja, goal = main_person(plan.course), plan.goals.order_by("id")[0]
    return {
        f"answer_{freja.pk}": whole,
        f"goal_{freja.pk}_{goal.pk}": answer,
        f"goal_words_{freja.pk}_{goal.pk}": words,
        "way": "tablet",
        "answered_on": timezone.localdate().isoformat(),
        "seen": page.context["form"]["seen"].value(),
    }


def text_of(client, address):
    return unescape(client.get(address).content.decode())


def test_the_goals_may_be_answered_and_cost_nothing_left_empty(client, plan, jonas):
    take_to_talk(plan)
    page = client.get(url(plan, "accept"))

    sent = client.post(url(plan, "accept"), fields(page, plan))

    assert "Svar på hvert mål for sig" in page.content.decode()
    assert 'bf-each" open' not in page.content.decode()
    assert sent.status_code == 302
    assert not GoalAnswer.objects.exists()


def test_an_answer_to_a_goal_is_sent_once_and_read_again(client, plan, jonas):
    take_to_talk(plan)
    given = fields(client.get(url(plan, "accept")), plan, answer="partly", words=OWN)

    first, second = (client.post(url(plan, "accept"), given) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 422)
    version = text_of(client, url(plan, "version", 1))
    assert "Freja: delvist ja til målet" in version
    assert OWN in version
    assert "Freja: delvist ja til målet, version 1" in text_of(client, url(plan))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"answer": "no"}, "Skriv med egne ord hvorfor, eller vælg delvist."),
        ({"words": OWN}, "Vælg det svar, som ordene hører til"),
        ({"whole": "", "answer": "yes", "words": OWN}, "Vælg"),
    ],
)
def test_what_is_refused_keeps_what_was_written(client, plan, jonas, given, told):
    take_to_talk(plan)

    sent = client.post(url(plan, "accept"), fields(client.get(url(plan, "accept")), plan, **given))

    text = unescape(sent.content.decode())
    assert sent.status_code == 422
    assert told in text
    assert 'bf-each" open' in text
    assert given.get("words", "") in text
    assert not GoalAnswer.objects.exists()


def test_nobody_is_asked_about_what_is_not_shown(client, plan, jonas):
    make_goal(plan, "Helt skærmet", level="shielded")
    make_goal(plan, "Nået for længst", status="reached", ended_on=TODAY)
    take_to_talk(plan)

    text = text_of(client, url(plan, "accept"))

    assert text.count('name="goal_words_') == 1
    assert "Helt skærmet" not in text
    assert "Nået for længst" not in text


@pytest.fixture
def family():
    mother, son = make_citizen("Amina", "Rahbek-Said"), make_citizen("Yusuf", "Rahbek-Said")
    plan = make_plan(make_course(citizens=[mother, son]))
    ours = make_goal(plan, "Vi spiser sammen", person=None, domain="social")
    take_to_talk(plan)
    said = [GoalSaid(mother, ours.pk, "no", HER_OWN), GoalSaid(son, ours.pk, "yes", "Det er fint.")]
    answers = [(mother, "partly", ""), (son, "yes", "")]
    by = caseworker_of(plan.course)
    accept_plan(plan, answers=answers, goal_answers=said, way="talk", answered_on=TODAY, by=by)
    plan.refresh_from_db()
    return plan, son, ours


@pytest.mark.parametrize(("name", "more"), [("plan", []), ("version", [1])])
def test_who_works_with_one_reads_that_ones_answer_alone(client, family, name, more):
    plan, son, _ = family
    teacher = make_user("Lærer Lund")
    assign(teacher, plan.course, Role.TEAM_MEMBER, person=son)
    client.force_login(teacher)

    text = text_of(client, url(plan, name, *more))

    assert "Yusuf: ja til målet" in text
    assert "Amina" not in text
    assert HER_OWN not in text


@pytest.mark.parametrize(("name", "more"), [("plan", []), ("version", [1])])
def test_an_answer_goes_with_its_goal(client, family, name, more):
    plan, _, ours = family
    client.force_login(caseworker_of(plan.course))
    before = text_of(client, url(plan, name, *more))

    ours.level = "shielded"
    ours.save()
    after = text_of(client, url(plan, name, *more))

    assert "Amina: nej til målet" in before
    assert "til målet" not in after
    assert HER_OWN not in after


def test_an_answer_to_words_that_were_closed_stays_closed_on_the_card(client, plan, jonas):
    katrine = caseworker_of(plan.course)
    plan.course.assignments.filter(user=katrine).update(sees_shielded=True)
    goal = make_goal(plan, "Helt skærmet", level="shielded")
    take_to_talk(plan)
    said = [GoalSaid(main_person(plan.course), goal.pk, "partly", OWN)]
    answers = [(main_person(plan.course), "yes", "")]
    accept_plan(plan, answers=answers, goal_answers=said, way="talk", answered_on=TODAY, by=katrine)
    goal.level = "common"
    goal.save()

    text = text_of(client, url(plan))

    assert "Helt skærmet" in text
    assert "til målet" not in text


def printed(plan, edition, by=None):
    access = access_to(by or konsulent_of(plan.course), plan.course_id)
    return WorkingCopy(plan.versions.get(), access=access, edition=edition, on=TODAY).content


def test_the_answers_stand_at_the_goal_on_paper(family):
    plan, _, _ = family

    goal = printed(plan, Edition.AUTHORITY).goals[-1]

    assert [(one.sentence, one.words) for one in goal.said] == [
        ("Jeg sagde nej til målet.", HER_OWN),
        ("Yusuf sagde ja til målet.", "Det er fint."),
    ]


def test_paper_about_one_tells_of_that_ones_answer_alone(family):
    plan, son, _ = family
    teacher = make_user("Lærer Lund")
    assign(teacher, plan.course, Role.CASEWORKER, person=son)

    goals = printed(plan, Edition.CITIZEN, by=teacher).goals

    assert [one.sentence for goal in goals for one in goal.said] == ["Jeg sagde ja til målet."]


@pytest.mark.parametrize(("name", "more"), [("plan", []), ("version", [1])])
def test_answers_cost_no_further_question(client, jonas, name, more):
    asked = []
    for number in (0, 30):
        plan = make_plan(make_course(konsulent=jonas))
        goals = [make_goal(plan, f"Mål {index}") for index in range(number)]
        take_to_talk(plan)
        freja, by = main_person(plan.course), caseworker_of(plan.course)
        said = [GoalSaid(freja, goal.pk, "yes") for goal in goals]
        answers = [(freja, "yes", "")]
        accept_plan(plan, answers=answers, goal_answers=said, way="talk", answered_on=TODAY, by=by)
        new_draft(plan, by=by)
        with all_queries() as queries:
            text_of(client, url(plan, name, *more))
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 12
