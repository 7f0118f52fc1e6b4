"""Each barrier x each way into a course: no role, capability, nødadgang or leader's reading opens it (D9)."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from borgerforloeb.accounts.models import Capability
from roles import actions
from roles.actions.reading import Cause
from roles.models import Assignment, Block, Role, StaffCitizen
from roles.permissions import Access, Reach, access_to, visible_courses
from tests.factories import LONG_AGO, caseworker_of, main_person, make_citizen, make_plan, make_user
from tests.roles.family import hold, relate
from tests.roles.on_duty import WHY, make_case, now, open_by_emergency
from tests.roles.test_barriers import kept_out

pytestmark = pytest.mark.django_db


def _own_case(user, me, citizen):
    StaffCitizen.objects.filter(user=user).update(citizen=citizen)


def _kin(kind, **fields):
    return lambda user, me, citizen: relate(me, kind, citizen, **fields)


def _child(user, me, citizen):
    relate(citizen, "parent", me)


def _common_parent(user, me, citizen):
    inger = make_citizen("Inger")
    relate(inger, "parent", me)
    relate(inger, "parent", citizen)


def _common_child(user, me, citizen):
    alma = make_citizen("Alma")
    relate(me, "parent", alma)
    relate(citizen, "parent", alma)


def _block(user, me, citizen):
    Block.objects.create(citizen=citizen, user=user, why="x", set_by=make_user(), set_on=LONG_AGO)


RULES = {
    "own case": _own_case,
    "spouse": _kin("spouse"),
    "former spouse": _kin("former_spouse"),
    "a marriage that ended": _kin("spouse", ends_on=LONG_AGO),
    "parent": _kin("parent"),
    "child": _child,
    "sibling": _kin("sibling"),
    "sibling by a common parent": _common_parent,
    "common child": _common_child,
    "guardian": _kin("guardian"),
    "block": _block,
}


@pytest.fixture
def mette():
    """She may do all that capabilities give, but for an administrator's, and leads the unit above."""
    course, leader = make_case()
    make_plan(course)
    capabilities = [one for one in Capability if one != Capability.ADMINISTRATOR]
    user = make_user("Mette Vang", capabilities=capabilities, unit=leader.unit)
    StaffCitizen.objects.create(
        user=user, citizen=make_citizen("Mette"), noted_by=make_user(), noted_on=LONG_AGO
    )
    return user, course


def bar(mette, rule):
    user, course = mette
    RULES[rule](user, StaffCitizen.objects.get(user=user).citizen, main_person(course))
    return user, course


TEAM = [Role.TEAM_MEMBER, Role.CASEWORKER, Role.DEPUTY, Role.EMERGENCY, Role.READER]


@pytest.mark.parametrize(("rule", "role"), list(product(RULES, TEAM)))
def test_no_role_opens_it(mette, rule, role):
    user, course = mette
    hold(user, course, role, domains=["social", "health"])
    assert visible_courses(user).contains(course)

    bar(mette, rule)

    assert shut(user, course)


@pytest.mark.parametrize(
    ("rule", "role"), list(product(RULES, [Role.COORDINATING_CASEWORKER, Role.BORGERKONSULENT]))
)
def test_nor_to_one_of_the_two(mette, rule, role):
    user, course = mette
    course.assignments.filter(role=role).update(user=user)
    assert visible_courses(user).contains(course)

    bar(mette, rule)

    assert shut(user, course)


def shut(user, course) -> bool:
    return kept_out(user, course) and access_to(user, course.pk) == Access(frozenset(), "")


@pytest.mark.parametrize("rule", RULES)
def test_no_capability_and_no_act_leads_in(mette, rule):
    """By a nødadgang, by a leader's reading, by being appointed; and as administrator on top of it."""
    user, course = bar(mette, rule)
    _tries(user, course)

    user.capabilities = list(Capability)
    user.save()

    _tries(user, course)


def _tries(user, course):
    given = {"reason_code": Cause.values[0], "reason": WHY, "at": now(), "by": user}

    with pytest.raises((PermissionDenied, ValidationError)):
        open_by_emergency(course, user)
    with pytest.raises((PermissionDenied, ValidationError)):
        actions.read_as_leader(course.number, **given)
    with pytest.raises(ValidationError):
        actions.appoint(
            course, user=user, role=Role.TEAM_MEMBER, starts_on=LONG_AGO, reason="x", by=caseworker_of(course)
        )
    assert not Assignment.objects.filter(user=user).exists()
    assert shut(user, course)


def test_without_a_barrier_each_of_these_leads_in(mette):
    user, course = mette

    with transaction.atomic():
        open_by_emergency(course, user)
        assert not kept_out(user, course)
        transaction.set_rollback(True)
    given = {"reason_code": Cause.values[0], "reason": WHY, "at": now(), "by": user}
    actions.read_as_leader(course.number, **given)
    assert not kept_out(user, course)


# --- a rule that breaks


BROKEN = "CREATE OR REPLACE FUNCTION {head} LANGUAGE plpgsql STABLE AS $$ BEGIN RAISE 'Freja'; END $$"
HEADS = [
    "roles_barred_courses(employee bigint) RETURNS uuid[]",
    "roles_bases(of_course uuid, employee bigint, fields varchar[], today date)"
    " RETURNS SETOF roles_sharingbasis",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_rule_in_the_database_that_breaks_denies_and_alarms(mette, caplog, head):
    user, course = mette
    hold(user, course, Role.TEAM_MEMBER)
    with connection.cursor() as cursor:
        cursor.execute(BROKEN.format(head=head))

    with pytest.raises(DatabaseError), transaction.atomic():
        access_to(user, course.pk)

    assert [record.name for record in caplog.records] == ["borgerforloeb.alarm"]
    assert "Freja" not in caplog.text


def test_a_rule_in_python_that_breaks_denies_and_alarms(monkeypatch, caplog):
    def breaks(*_):
        raise ZeroDivisionError("Freja")

    monkeypatch.setattr(Reach, "is_about", breaks)
    access = Access(frozenset(), "", (Reach(None, frozenset(), sees_shielded=True),))

    with pytest.raises(PermissionDenied):
        access.may_read(None, "common", "common")

    assert [record.name for record in caplog.records] == ["borgerforloeb.alarm"]
    assert "Freja" not in caplog.text
