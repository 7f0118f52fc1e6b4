"""A version shows to each reader what the live rows would: the same gate, told twice and compared."""

from itertools import product

import pytest

from borgerforloeb.citizens.models import Domain, Level
from plans.models import Goal
from plans.reading import readable
from plans.snapshot import snapshot
from roles.permissions import access_to
from tests.factories import TODAY, assign, make_citizen, make_course, make_goal, make_plan, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "reach",
    [
        {"domains": []},
        {"domains": ["social"]},
        {"domains": ["health", "school"]},
        {"domains": ["social"], "sees_shielded": True},
        {"domains": ["social"], "about": "Yusuf"},
    ],
)
def test_a_frozen_goal_is_read_by_the_same_people_as_a_live_one(reach):
    mother, son = make_citizen("Amina"), make_citizen("Yusuf")
    plan = make_plan(make_course(citizens=[mother, son]))
    for person, domain, level in product((None, mother, son), Domain.values, Level.values):
        make_goal(plan, person=person, domain=domain, level=level)
    reader = make_user("Læser")
    fields = {name: value for name, value in reach.items() if name != "about"}
    assign(reader, plan.course, person=son if "about" in reach else None, **fields)

    access = access_to(reader, plan.course_id)
    frozen = readable(snapshot(plan, on=TODAY), access)

    live = Goal.objects.visible_to(reader).filter(plan=plan)
    assert {row["id"] for row in frozen["goals"]} == set(live.values_list("pk", flat=True))
    assert set(live) == set(plan.goals.filter(access.rows()))
    assert len(frozen["goals"]) < plan.goals.count()


def test_who_has_no_assignment_reads_no_row():
    plan = make_plan()

    access = access_to(make_user("Stig Fremmed"), plan.course_id)

    assert not plan.goals.filter(access.rows()).exists()


def test_a_reader_of_one_member_is_not_told_of_the_others():
    mother, son = make_citizen("Amina"), make_citizen("Yusuf")
    plan = make_plan(make_course(citizens=[mother, son]))
    teacher = make_user("Lærer")
    assign(teacher, plan.course, person=son)

    frozen = readable(snapshot(plan, on=TODAY), access_to(teacher, plan.course_id))

    assert [person["first_name"] for person in frozen["persons"]] == ["Yusuf"]
    assert frozen["sections"] == []
