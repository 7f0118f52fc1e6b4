"""Whoever can give rights to anybody opens no case, whatever else that person is employed to do."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.accounts.row_security import WEB
from borgerforloeb.citizens.models import Course
from plans.models import Goal
from roles import actions
from roles.gate import held_in, held_under
from roles.holders import holders
from roles.models import Role
from roles.permissions import Permission, access_to, require, visible_citizens, visible_courses
from tests.factories import TODAY, assign, caseworker_of, make_course, make_plan, make_section, make_user
from tests.roles.family import hold, make_basis
from tests.roles.on_duty import make_case

pytestmark = pytest.mark.django_db
BOTH = [Capability.CASEWORKER, Capability.PROVIDER, Capability.DUTY, Capability.ADMINISTRATOR]


def make_administrator(user: User) -> User:
    user.capabilities = [*user.capabilities, Capability.ADMINISTRATOR]
    user.save()
    return user


@pytest.fixture
def course():
    course = make_course()
    make_plan(course)
    return course


@pytest.mark.parametrize(
    "role", [Role.CASEWORKER, Role.TEAM_MEMBER, Role.DEPUTY, Role.EMERGENCY, Role.READER]
)
def test_no_assignment_opens_a_case_to_an_administrator(course, role):
    user = make_user("Adam")
    hold(user, course, role, domains=["social", "health"], sees_shielded=True)
    make_basis(course, domain="school", to_user=user, section=make_section(title="prøve"))
    assert access_to(user, course.pk).permissions

    make_administrator(user)

    assert held_in(course.pk, user) == []
    assert access_to(user, course.pk).permissions == frozenset()
    assert not visible_courses(user).exists()
    assert not visible_citizens(user).exists()
    assert not Goal.objects.visible_to(user).exists()


@pytest.mark.parametrize("role", [Role.COORDINATING_CASEWORKER, Role.BORGERKONSULENT])
def test_nor_being_one_of_the_two(client, course, role):
    user = make_administrator(course.assignments.get(role=role).user)
    client.force_login(user)

    assert client.get(reverse("plans:plan", args=[course.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        require(user, Permission.VIEW, course.pk)
    assert user.pk not in {one.assignment.user_id for one in holders(today=TODAY)}


def test_the_second_wall_says_the_same(course):
    user = make_user("Adam")
    assign(user, course)

    def seen() -> bool:
        with acting_as(user), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {WEB}")
            found = Course.objects.filter(pk=course.pk).exists()
            cursor.execute("RESET ROLE")
        return found

    assert seen()
    make_administrator(user)
    assert not seen()


def test_nobody_appoints_one(course):
    given = {"user": make_user("Adam Ask", capabilities=BOTH), "starts_on": TODAY, "reason": "Kender ham."}
    by, konsulent = caseworker_of(course), course.assignments.get(role=Role.BORGERKONSULENT)

    with pytest.raises(ValidationError, match="Adam Ask er administrator") as refusal:
        actions.appoint(course, role=Role.TEAM_MEMBER, by=by, **given)
    assert "Vælg en anden, eller få administratoradgangen taget fra" in refusal.value.messages[0]
    with pytest.raises(ValidationError, match="er administrator"):
        actions.stand_in(konsulent, ends_on=TODAY.replace(year=TODAY.year + 1), by=by, **given)


def test_the_leader_finds_the_course_of_one_who_became_administrator():
    course, leader = make_case()
    make_administrator(caseworker_of(course))

    assert {row.role: row.cause for row in held_under(leader)} == {
        Role.COORDINATING_CASEWORKER: "barred",
        Role.BORGERKONSULENT: "",
    }


@pytest.mark.parametrize("other", [Capability.CASEWORKER, Capability.PROVIDER, Capability.DUTY])
def test_nobody_is_made_both_at_the_command_line(monkeypatch, other):
    command = "borgerforloeb.staff.management.commands.create_user.getpass"
    monkeypatch.setattr(command, lambda words: "en lang adgangskode her")
    given = [f"--capability={one}" for one in (other, Capability.ADMINISTRATOR)]

    with pytest.raises(CommandError, match="opret et brugernavn til hver"):
        call_command("create_user", "adam", "--name=Adam Ask", *given)
    assert not User.objects.exists()
    call_command("create_user", "adam", "--name=Adam Ask", given[1])
    assert User.objects.get().capabilities == [Capability.ADMINISTRATOR]


def test_a_leader_with_a_course_of_her_own_works_in_it(course):
    """As leader she has none; what she is appointed to, she is appointed to as caseworker."""
    user = make_user("Lene", capabilities=[Capability.LEADER, Capability.CASEWORKER])
    assert access_to(user, course.pk).permissions == frozenset()

    actions.appoint(
        course,
        user=user,
        role=Role.TEAM_MEMBER,
        starts_on=TODAY,
        reason="Bærer sager.",
        by=caseworker_of(course),
    )

    assert access_to(user, course.pk).may(Permission.WRITE_NOTE)
