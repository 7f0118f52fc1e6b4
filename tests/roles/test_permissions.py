"""The gate: who may know of what, and who may do what."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.citizens.models import Course
from plans.models import Goal, Plan
from roles.models import Role
from roles.permissions import (
    Permission,
    access_to,
    by_emergency,
    printable_courses,
    require,
    require_at_work,
    require_capability,
    visible_citizens,
    visible_courses,
    writes_in_a_plan,
)
from tests.factories import (
    assign,
    caseworker_of,
    konsulent_of,
    make_citizen,
    make_course,
    make_goal,
    make_plan,
    make_user,
)
from tests.roles.family import hold

pytestmark = pytest.mark.django_db


def test_a_member_knows_of_the_course_and_its_persons_and_a_stranger_of_nothing():
    course = make_course()
    stranger = make_user("Stig Fremmed")

    assert list(visible_courses(caseworker_of(course))) == [course]
    assert [c.name for c in visible_citizens(caseworker_of(course))] == ["Freja Lindqvist Holm"]
    assert list(visible_courses(stranger)) == []
    assert list(visible_citizens(stranger)) == []


@pytest.mark.parametrize("capability", [Capability.LEADER, Capability.ADMINISTRATOR, Capability.LOG_REVIEWER])
def test_no_capability_opens_a_case_by_itself(capability):
    make_course()

    assert not visible_courses(make_user(capabilities=[capability])).exists()


def test_access_begins_and_ends_with_the_assignment():
    course = make_course()
    today = timezone.localdate()
    past, future, ended_today = make_user("Før"), make_user("Senere"), make_user("I dag")
    assign(past, course, ends_on=today - timedelta(days=1))
    assign(future, course, starts_on=today + timedelta(days=1))
    assign(ended_today, course, ends_on=today)

    assert [visible_courses(user).exists() for user in (past, future, ended_today)] == [False, False, False]


def test_a_deactivated_user_has_no_access():
    course = make_course()
    anna = caseworker_of(course)
    anna.is_active = False
    anna.save()

    assert not visible_courses(anna).exists()
    assert access_to(anna, course.pk).permissions == frozenset()


def test_an_assignment_about_one_member_shows_that_member_alone():
    mother, son = make_citizen("Amina"), make_citizen("Yusuf")
    course = make_course(citizens=[mother, son])
    teacher = make_user("Lærer")
    assign(teacher, course, person=son)

    assert list(visible_citizens(teacher)) == [son]


@pytest.mark.parametrize(
    ("domain", "level", "reads"),
    [
        ("common", "common", True),
        ("health", "common", True),
        ("common", "domain", True),
        ("social", "domain", True),
        ("health", "domain", False),
        ("social", "shielded", False),
    ],
)
def test_a_text_is_read_by_field_and_level(domain, level, reads):
    plan = make_plan()
    anna = make_user()
    assign(anna, plan.course, domains=["social"])
    goal = make_goal(plan, domain=domain, level=level)

    assert Goal.objects.visible_to(anna).filter(pk=goal.pk).exists() is reads


def test_a_shielded_text_is_read_by_those_who_are_named():
    plan = make_plan()
    anna = make_user()
    assign(anna, plan.course, sees_shielded=True)
    goal = make_goal(plan, domain="health", level="shielded")

    assert goal in Goal.objects.visible_to(anna)


def test_a_text_about_another_member_is_not_read():
    mother, son = make_citizen("Amina"), make_citizen("Yusuf")
    plan = make_plan(make_course(citizens=[mother, son]))
    teacher = make_user("Lærer")
    assign(teacher, plan.course, person=son)
    about_mother = make_goal(plan, "Mors mål", person=mother)
    about_son = make_goal(plan, "Yusufs mål", person=son)
    about_all = make_goal(plan, "Vores mål", person=None)

    seen = set(Goal.objects.visible_to(teacher))

    assert seen == {about_son, about_all}
    assert about_mother in Goal.objects.visible_to(caseworker_of(plan.course))


def test_who_may_do_what():
    course = make_course()
    team = make_user("Team")
    assign(team, course)

    assert access_to(caseworker_of(course), course.pk).may(Permission.DECIDE)
    assert not access_to(konsulent_of(course), course.pk).may(Permission.DECIDE)
    assert access_to(konsulent_of(course), course.pk).may(Permission.EDIT_PLAN)
    assert access_to(team, course.pk).permissions == {
        Permission.VIEW,
        Permission.PRINT,
        Permission.WRITE_NOTE,
        Permission.PROPOSE,
        Permission.SEE_WHEREABOUTS,
    }
    with pytest.raises(PermissionDenied):
        require(team, Permission.EDIT_PLAN, course.pk)


def test_several_roles_add_up_and_the_basis_names_them():
    course = make_course()
    sanne = make_user("Sanne Krogh")
    first, second = assign(sanne, course), assign(sanne, course, Role.CASEWORKER)

    access = access_to(sanne, course.pk)

    assert access.may(Permission.DECIDE)
    assert set(access.basis.split(", ")) == {f"team_member:{first.pk}", f"caseworker:{second.pk}"}


def test_rows_that_belong_to_one_person_are_those_within_reach():
    mother, son = make_citizen("Amina"), make_citizen("Yusuf")
    course = make_course(citizens=[mother, son])
    teacher = make_user("Lærer")
    assign(teacher, course, person=son)
    theirs = [access_to(user, course.pk) for user in (teacher, caseworker_of(course))]

    rows = Goal.objects.filter(plan__course=course)
    make_plan(course)
    assert [rows.filter(access.persons()).count() for access in theirs] == [0, 1]
    assert [Permission.EDIT_PLAN in access for access in theirs] == [False, True]
    assert [access.roles for access in theirs] == [{Role.TEAM_MEMBER}, {Role.COORDINATING_CASEWORKER}]


def test_a_closed_course_can_be_read_and_not_changed():
    course = make_course()
    Course.objects.filter(pk=course.pk).update(status="closed", closed_on=course.opened_on, closing="job")

    access = access_to(caseworker_of(course), course.pk)

    assert access.may(Permission.VIEW)
    assert not access.may(Permission.EDIT_PLAN)


def test_a_capability_is_required_where_there_is_no_course():
    with pytest.raises(PermissionDenied):
        require_capability(make_user(capabilities=[Capability.PROVIDER]), Capability.CASEWORKER)
    require_capability(make_user(), Capability.CASEWORKER, Capability.LEADER)


def test_only_who_came_by_emergency_is_told_less_of_where():
    """Of the one course of two; whoever works in a course is told."""
    here, elsewhere = make_plan(), make_plan()
    duty = make_user("Vagt", capabilities=[Capability.DUTY])
    hold(duty, here.course, Role.EMERGENCY)
    assign(duty, elsewhere.course)

    assert list(Plan.objects.filter(by_emergency(duty))) == [here]
    assert not Plan.objects.filter(by_emergency(caseworker_of(here.course))).exists()


def test_what_is_nobodys_case_is_for_those_who_work_with_citizens_their_leaders_and_administrators():
    for capability in (
        Capability.CASEWORKER,
        Capability.PROVIDER,
        Capability.LEADER,
        Capability.ADMINISTRATOR,
    ):
        require_at_work(make_user(capabilities=[capability]))

    for user in (make_user(capabilities=[Capability.LOG_REVIEWER]), make_user(capabilities=[])):
        with pytest.raises(PermissionDenied):
            require_at_work(user)


def test_who_holds_a_plan_writes_in_one_while_its_course_is_open():
    course, helper = make_course(), make_user("Sanne Krogh")
    assign(helper, course)

    assert writes_in_a_plan(caseworker_of(course))
    assert writes_in_a_plan(konsulent_of(course))
    assert not writes_in_a_plan(helper)
    Course.objects.update(status="closed", closed_on=timezone.localdate(), closing="job")
    assert not writes_in_a_plan(caseworker_of(course))


@pytest.mark.parametrize("role", [Role.TEAM_MEMBER, Role.READER])
def test_who_reads_on_a_screen_alone_is_offered_no_print(role):
    course, user = make_course(), make_user("Sanne Krogh")
    ends = {"expires_at": timezone.now() + timedelta(hours=4)} if role == Role.READER else {}
    assign(user, course, role, **ends)
    make_course(citizens=[make_citizen("Yusuf", "Rahbek-Said")])

    assert list(visible_courses(user)) == [course]
    assert list(printable_courses(user)) == ([course] if role == Role.TEAM_MEMBER else [])
