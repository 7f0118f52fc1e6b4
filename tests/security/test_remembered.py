"""Whose courses these are is remembered for a moment, and asked anew as soon as it may have changed."""

import pytest
from django.db import connection

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.accounts.models import Capability
from borgerforloeb.citizens.models import Course
from plans.actions.goals import add_goal
from plans.actions.versions import begin_plan
from plans.models import Goal, Plan
from roles.models import StaffCitizen
from roles.permissions import visible_courses
from roles.rights import TRIGGERS
from tests.factories import LONG_AGO, caseworker_of, main_person, make_course, make_plan, make_user

pytestmark = pytest.mark.django_db


def told(name: str, value: str | None = None) -> str:
    """What the transaction remembers under this name, or is made to."""
    with connection.cursor() as cursor:
        if value is not None:
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        cursor.execute("SELECT current_setting(%s, true)", [name])
        return cursor.fetchone()[0]


def test_it_is_asked_once_until_a_moment_has_passed():
    course = make_course()
    with acting_as(caseworker_of(course)):
        assert Course.objects.count() == 1
        assert str(course.pk) in told("app.my_courses")
        # Shown by another answer put in its place: that is what is believed, for the moment.
        told("app.my_courses", "{}")
        assert Course.objects.count() == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.21)")
        assert Course.objects.count() == 1


def test_nobody_is_answered_with_what_another_was():
    mine, theirs = make_course(), make_course()
    me, other = caseworker_of(mine), caseworker_of(theirs)
    with acting_as(me):
        assert Course.objects.get() == mine
        with acting_as(other):
            assert Course.objects.get() == theirs
        assert Course.objects.get() == mine
    with acting_as(None):
        assert not Course.objects.exists()


@pytest.mark.parametrize("table", sorted(table for table, name in TRIGGERS if name == "ask_anew"))
def test_it_is_forgotten_by_whatever_may_change_it(table):
    change = f"INSERT INTO {table} SELECT * FROM {table} WHERE false"
    if table == "accounts_user":
        change = "UPDATE accounts_user SET is_active = is_active"
    told("app.mine_until", "infinity")
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert told("app.mine_until") == ""


def test_a_plan_and_a_goal_are_there_when_they_are_made():
    course = make_course()
    worker = caseworker_of(course)
    with acting_as(worker):
        assert Plan.objects.count() == 0
        plan = begin_plan(course, by=worker)
        assert Plan.objects.get() == plan
        assert Goal.objects.count() == 0
        goal = add_goal(plan, by=worker, title="Et job med dyr", person=main_person(course))
        assert Goal.objects.get() == goal


@pytest.mark.parametrize("capabilities", [[], [Capability.ADMINISTRATOR]])
def test_whoever_may_hold_no_role_any_more_sees_nothing(capabilities):
    plan = make_plan()
    worker = caseworker_of(plan.course)
    with acting_as(worker):
        assert Course.objects.count() == 1
        worker.capabilities = capabilities
        worker.save()
        assert Course.objects.count() == 0


def test_a_barrier_that_is_found_is_in_force_at_once():
    plan = make_plan()
    worker = caseworker_of(plan.course)
    with acting_as(worker):
        assert visible_courses(worker).exists()
        assert told("app.barred") == "{}"
        own_case = {"user": worker, "citizen": main_person(plan.course)}
        StaffCitizen.objects.create(**own_case, noted_by=make_user("Admin"), noted_on=LONG_AGO)
        assert not visible_courses(worker).exists()
        assert str(plan.course_id) in told("app.barred")


def work_of(user) -> list[str] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT roles_of_work(%s)", [user.pk])
        return cursor.fetchone()[0]


def test_what_one_is_employed_to_do_is_ones_own_and_for_the_moment():
    worker = caseworker_of(make_course())
    leader = make_user("Birthe", capabilities=[Capability.LEADER])
    with acting_as(worker):
        assert Course.objects.count() == 1
        assert "caseworker" in work_of(worker)
        told("app.work", "{emergency}")
        assert work_of(worker) == ["emergency"]
        assert work_of(leader) == ["reader"]
        with acting_as(leader):
            assert work_of(leader) == ["reader"]
            assert "caseworker" in work_of(worker)
        told("app.mine_until", "")
        assert "caseworker" in work_of(worker)


def test_a_new_moment_begins_with_nothing_known():
    worker = caseworker_of(make_course())
    with acting_as(worker):
        told("app.work", "{emergency}")
        assert Course.objects.count() == 1
        assert "caseworker" in work_of(worker)
