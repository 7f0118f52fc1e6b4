"""Who stands around a draft, for one reader: staff, network, answers and names within reach."""

import pytest

from plans.models import PlanSection
from plans.reading import draft_as_read, holder_of, provider_of
from plans.unread import unread_rows
from roles.permissions import access_to
from tests.factories import (
    assign,
    caseworker_of,
    main_person,
    make_agreement,
    make_citizen,
    make_course,
    make_goal,
    make_network_person,
    make_plan,
    make_user,
)
from tests.plans.factories import answer, make_intervention, make_note, take_to_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """Amina's and Yusuf's, each with somebody in the network."""
    plan = make_plan(make_course(citizens=[make_citizen("Amina"), make_citizen("Yusuf")]))
    make_network_person(plan.course, "Aminas søster")
    friend = make_network_person(plan.course, "Yusufs ven")
    friend.citizen = _son(plan)
    friend.save()
    return plan


def _son(plan):
    return plan.course.persons.get(first_names="Yusuf")


def _draft(plan, reader, *members):
    return draft_as_read(plan, reader, access_to(reader, plan.course_id), {str(one.pk) for one in members})


def _teacher(plan):
    teacher = make_user("Lærer")
    assign(teacher, plan.course, person=_son(plan))
    return teacher


def test_the_network_of_those_whom_the_reader_may_know(plan):
    one, both = [_son(plan)], plan.course.persons.all()

    assert [row["name"] for row in _draft(plan, _teacher(plan), *one).network] == ["Yusufs ven"]
    assert len(_draft(plan, caseworker_of(plan.course), *both).network) == 2


def test_staff_of_the_whole_course_and_of_those_whom_the_reader_may_know(plan):
    teacher, nurse = _teacher(plan), make_user("Sundhedsplejerske")
    assign(nurse, plan.course, person=main_person(plan.course))

    shown = {row["user_id"] for row in _draft(plan, teacher, _son(plan)).staff}

    assert {teacher.pk, caseworker_of(plan.course).pk} <= shown
    assert nurse.pk not in shown


def test_what_was_agreed_before_shows_network_and_answers_of_those_within_reach(plan):
    take_to_talk(plan)
    answer(plan)
    teacher, caseworker = _teacher(plan), caseworker_of(plan.course)

    before, of_all = _draft(plan, teacher, _son(plan)), _draft(plan, caseworker, *plan.course.persons.all())

    assert [row["name"] for row in before.last_content["network"]] == ["Yusufs ven"]
    assert len(of_all.last_content["network"]) == 2
    assert [version["answer_rows"] for version in before.versions] == [[]]
    assert [len(version["answer_rows"]) for version in of_all.versions] == [1]


@pytest.mark.parametrize(
    ("user", "first", "last", "network", "named"),
    [
        ("Katrine", None, None, None, "Katrine"),
        (None, "Freja", "Holm", None, "Freja Holm"),
        (None, "Freja", None, None, "Freja"),
        (None, None, "Holm", None, "Holm"),
        (None, None, None, "Ida", "Ida"),
        (None, None, None, None, ""),
    ],
)
def test_who_holds_an_agreement_is_named(user, first, last, network, named):
    names = {"user__name": user, "network_person__name": network}
    row = names | {"citizen__first_names": first, "citizen__last_name": last}

    assert holder_of(row) == named


@pytest.mark.parametrize(("inside", "outside", "named"), [("Bo", "", "Bo"), (None, "Huset", "Huset")])
def test_who_gives_help_is_named(inside, outside, named):
    assert provider_of({"provider__name": inside, "provider_name": outside}) == named


def test_an_empty_section_is_not_told_as_more_that_is_written(plan):
    access = access_to(caseworker_of(plan.course), plan.course_id)
    closed = {"person": main_person(plan.course), "domain": "health", "level": "domain"}
    PlanSection.objects.create(plan=plan, kind="difficulties", text="", **closed)

    assert not unread_rows(plan, access)

    PlanSection.objects.create(plan=plan, kind="resources", text="Hun tegner.", **closed)
    assert unread_rows(plan, access) == {(main_person(plan.course).pk, "health"): 1}


def test_what_is_closed_in_another_plan_is_not_told_in_this_one(plan):
    other = make_plan()
    closed = {"person": main_person(other.course), "domain": "health", "level": "domain"}
    goal = make_goal(other, **closed)
    make_intervention(goal, **closed)
    make_note(goal, **closed)
    make_agreement(other, **closed)
    PlanSection.objects.create(plan=other, kind="difficulties", text="Hun er træt.", **closed)

    assert not unread_rows(plan, access_to(caseworker_of(plan.course), plan.course_id))
    assert unread_rows(other, access_to(caseworker_of(other.course), other.course_id)).total() == 5
