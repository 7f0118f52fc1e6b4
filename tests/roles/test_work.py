"""An assignment opens a case for as long as its holder is employed to do what it takes, and no longer."""

from datetime import timedelta
from itertools import chain, combinations

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.row_security import WEB
from borgerforloeb.citizens.models import Course
from roles.gate import held_in, held_under
from roles.holders import holders
from roles.models import NEEDS, Role
from roles.permissions import access_to, visible_courses
from tests.factories import TODAY, assign, caseworker_of, make_course, make_plan, make_user
from tests.roles.family import hold

pytestmark = pytest.mark.django_db


def reads(user, course) -> bool:
    """Every way of asking gives the one answer."""
    answers = {
        bool(access_to(user, course.pk).permissions),
        bool(held_in(course.pk, user)),
        visible_courses(user).filter(pk=course.pk).exists(),
        user.pk in {one.assignment.user_id for one in holders(today=TODAY, course=course)},
    }
    assert len(answers) == 1
    return answers.pop()


def employ(user, *capabilities) -> None:
    user.capabilities = list(capabilities)
    user.save()


def test_the_gate_asks_of_each_role_what_appointing_asks():
    """Every set of capabilities: the function in the database and the table in Python are one rule."""
    every = chain.from_iterable(combinations(Capability, n) for n in range(len(Capability) + 1))
    for given in every:
        user = make_user("Sanne", capabilities=given)
        with connection.cursor() as cursor:
            cursor.execute("SELECT roles_of_work(%s)", [user.pk])
            found = set(cursor.fetchone()[0] or [])
        closed = Capability.ADMINISTRATOR in given
        assert found == {role for role, needed in NEEDS.items() if set(needed) & set(given) and not closed}


@pytest.mark.parametrize(
    "role", [role for role in NEEDS if role not in ("coordinating_caseworker", "borgerkonsulent")]
)
def test_who_no_longer_does_the_work_reads_nothing(role):
    course, user = make_course(), make_user("Sanne")
    hold(user, course, role)
    assert reads(user, course)

    for given in ([], [Capability.LOG_REVIEWER], [one for one in Capability if one not in NEEDS[role]]):
        employ(user, *given)
        assert not reads(user, course), given

    employ(user, NEEDS[role][0])
    assert reads(user, course)


def test_who_stands_in_must_do_the_work_of_the_one_she_stands_in_for():
    course, user = make_course(), make_user("Sanne")
    held = course.assignments.get(role=Role.COORDINATING_CASEWORKER)
    assign(user, course, Role.DEPUTY, deputy_for=held, ends_on=timezone.localdate() + timedelta(days=9))
    assert reads(user, course)

    employ(user, Capability.PROVIDER)
    assert not reads(user, course)


def test_an_open_tab_is_shut_at_the_next_request(client):
    course = make_course()
    make_plan(course)
    user, path = caseworker_of(course), reverse("plans:plan", args=[course.pk])
    client.force_login(user)
    assert client.get(path).status_code == 200

    employ(user, Capability.LEADER)
    client.force_login(user)
    assert client.get(path).status_code == 404


def test_the_second_wall_lets_nobody_through_without_any_such_work():
    course, user = make_course(), make_user("Sanne")
    assign(user, course)

    def seen() -> bool:
        with acting_as(user), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {WEB}")
            found = Course.objects.filter(pk=course.pk).exists()
            cursor.execute("RESET ROLE")
        return found

    assert seen()
    employ(user, Capability.LOG_REVIEWER)
    assert not seen()


def test_the_leader_finds_the_course_among_those_without_anybody():
    course = make_course()
    leader = make_user("Lis", capabilities=[Capability.LEADER], unit=course.unit)
    assert {row.cause for row in held_under(leader)} == {""}

    employ(caseworker_of(course), Capability.LOG_REVIEWER)
    causes = {row.role: row.cause for row in held_under(leader)}
    assert causes == {"coordinating_caseworker": "moved", "borgerkonsulent": ""}
