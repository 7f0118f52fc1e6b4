"""Own case, family, a citizen's block: one section for each rule, and no way round any of them."""

import logging
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from plans.models import Goal
from roles import actions
from roles.gate import denies_on_error
from roles.models import TEAM_ROLES, Assignment, Block, Role, StaffCitizen
from roles.permissions import (
    Permission,
    access_to,
    is_kept_out,
    may_know,
    require,
    visible_citizens,
    visible_courses,
)
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_plan,
    make_user,
)
from tests.roles.family import hold, make_staff_citizen, relate

pytestmark = pytest.mark.django_db


def rules(user):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT rule FROM roles_barred WHERE user_id = %s", [user.pk])
        return {rule for (rule,) in cursor.fetchall()} - {"own_case"}


def kept_out(user, course) -> bool:
    """By every question of the gate alike; half of an answer would be a hole."""
    answers = {
        visible_courses(user).filter(pk=course.pk).exists(),
        visible_citizens(user).filter(courses=course).exists(),
        course.memberships.filter(may_know(user)).exists(),
        Goal.objects.visible_to(user).filter(plan__course=course).exists(),
        access_to(user, course.pk).may(Permission.VIEW),
    }
    assert len(answers) == 1
    assert is_kept_out(user, course.pk) is not (inside := answers.pop())
    return not inside


@pytest.fixture
def mette():
    """(the employee, herself as a citizen, the course she works in, its citizen)"""
    user, self_, course = make_staff_citizen()
    make_plan(course)
    assert not kept_out(user, course)
    return user, self_, course, main_person(course)


class TestOwnCase:
    def test_ones_own_case_is_closed(self, mette):
        user, self_, *_ = mette
        own = make_course(citizens=[self_])
        make_plan(own)
        assign(user, own)

        assert kept_out(user, own)

    def test_a_family_that_one_is_a_member_of_is_closed(self, mette):
        user, self_, *_ = mette
        family = make_course(citizens=[make_citizen("Bo"), self_])
        make_plan(family)
        assign(user, family)

        assert kept_out(user, family)
        family.memberships.filter(citizen=self_).update(ends_on=TODAY)
        assert not kept_out(user, family)

    def test_a_note_that_was_a_mistake_bars_nobody(self, mette):
        user, self_, course, citizen = mette
        relate(self_, "parent", citizen)
        assert kept_out(user, course)

        admin = make_user("Adam", capabilities=[Capability.ADMINISTRATOR])
        actions.end_staff_citizen(StaffCitizen.objects.get(user=user), on=TODAY, by=admin)

        assert not kept_out(user, course)


def barred_both_ways(mette, kind, rule, **fields):
    user, self_, course, citizen = mette
    other = make_course()
    make_plan(other)
    assign(user, other)

    relate(self_, kind, citizen, **fields)
    assert kept_out(user, course)
    assert not kept_out(user, other)
    relate(main_person(other), kind, self_, **fields)
    assert kept_out(user, other)
    assert rules(user) == ({rule} if isinstance(rule, str) else set(rule))


class TestSpouse:
    def test_a_spouses_case_is_closed_whoever_the_relation_was_noted_from(self, mette):
        barred_both_ways(mette, "spouse", "spouse")


class TestFormerSpouse:
    def test_a_former_spouses_case_is_closed(self, mette):
        barred_both_ways(mette, "former_spouse", "former_spouse")

    def test_a_marriage_that_has_ended_still_bars(self, mette):
        barred_both_ways(mette, "spouse", "former_spouse", ends_on=LONG_AGO)


class TestParentAndChild:
    def test_the_case_of_ones_child_and_of_ones_parent_is_closed(self, mette):
        barred_both_ways(mette, "parent", ("parent", "child"))

    def test_custody_is_another_matter(self, mette):
        barred_both_ways(mette, "parent", ("parent", "child"), has_custody=False, ends_on=LONG_AGO)


class TestSibling:
    def test_a_siblings_case_is_closed(self, mette):
        barred_both_ways(mette, "sibling", "sibling")

    def test_a_common_parent_makes_siblings(self, mette):
        user, self_, course, citizen = mette
        mother = make_citizen("Inger")
        relate(mother, "parent", self_)
        assert not kept_out(user, course)

        relate(mother, "parent", citizen)

        assert kept_out(user, course)
        assert rules(user) == {"parent", "sibling"}


class TestCommonChild:
    def test_the_other_parent_of_ones_child_is_no_stranger(self, mette):
        user, self_, course, citizen = mette
        child = make_citizen("Alma")
        relate(citizen, "parent", child)
        assert not kept_out(user, course)

        relate(self_, "parent", child)

        assert kept_out(user, course)
        assert rules(user) == {"child", "common_child"}


class TestGuardian:
    def test_guardian_and_ward_are_kept_apart(self, mette):
        barred_both_ways(mette, "guardian", "guardian")


class TestOtherKin:
    def test_what_is_no_rule_bars_nobody(self, mette):
        user, self_, course, citizen = mette
        relate(self_, "other", citizen)
        relate(citizen, "parent", make_citizen("Fremmed"))

        assert not kept_out(user, course)


class TestBlock:
    def test_a_block_closes_every_course_of_the_citizen_and_no_other(self):
        course, elsewhere, user = make_course(), make_course(), make_user("Poul")
        citizen = main_person(course)
        second = make_course(citizens=[make_citizen("Bo"), citizen])
        for each in (course, elsewhere, second):
            make_plan(each)
            assign(user, each)

        blocked = actions.block(
            course,
            citizen=citizen,
            user=user,
            why="Min tidligere kæreste.",
            on=TODAY,
            by=konsulent_of(course),
        )

        assert [kept_out(user, each) for each in (course, elsewhere, second)] == [True, False, True]
        actions.lift_block(blocked, course=course, reason="Er flyttet.", on=TODAY, by=caseworker_of(course))
        assert not kept_out(user, course)
        assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == [
            "block.set",
            "block.lifted",
        ]
        assert "kæreste" not in str(AuditEvent.objects.values_list("details", "reason"))

    def test_who_may_set_and_lift_it(self):
        course, user = make_course(), make_user("Poul")
        team = make_user("Team")
        assign(team, course)
        citizen = main_person(course)
        given = {"citizen": citizen, "user": user, "why": "Nej.", "on": TODAY}
        blocked = Block.objects.create(
            citizen=citizen, user=user, why="Nej.", set_by=caseworker_of(course), set_on=TODAY
        )

        for by in (team, user, make_user("Stig")):
            with pytest.raises(PermissionDenied):
                actions.block(course, by=by, **given)
            with pytest.raises(PermissionDenied):
                actions.lift_block(blocked, course=course, reason="Nu ja.", on=TODAY, by=by)
        with pytest.raises(PermissionDenied):
            actions.block(course, by=caseworker_of(course), **given | {"citizen": make_citizen("Fremmed")})
        assert not AuditEvent.objects.exists()

    def test_what_is_refused(self):
        course, user = make_course(), make_user("Poul")
        by = caseworker_of(course)
        given = {"citizen": main_person(course), "why": "Nej.", "on": TODAY, "by": by}

        with pytest.raises(ValidationError, match="Udpeg en anden først"):
            actions.block(course, user=konsulent_of(course), **given)
        with pytest.raises(ValidationError):
            actions.block(course, user=user, **given | {"why": ""})
        blocked = actions.block(course, user=user, **given)
        with pytest.raises(ValidationError, match="allerede"):
            actions.block(course, user=user, **given)
        with pytest.raises(ValidationError, match="hvad borgeren ønsker"):
            actions.lift_block(blocked, course=course, reason=" ", on=TODAY, by=by)
        actions.lift_block(blocked, course=course, reason="Nu ja.", on=TODAY, by=by)
        with pytest.raises(ValidationError, match="allerede"):
            actions.lift_block(blocked, course=course, reason="Igen.", on=TODAY, by=by)


class TestNobodyOverrides:
    @pytest.mark.parametrize("role", [*TEAM_ROLES[2:], Role.EMERGENCY, Role.READER])
    def test_no_role_opens_a_barred_course(self, role, mette):
        user, self_, course, citizen = mette
        Assignment.objects.filter(user=user).delete()
        hold(user, course, role, domains=["social", "health"])
        assert not kept_out(user, course)

        relate(self_, "spouse", citizen)

        assert kept_out(user, course)
        assert access_to(user, course.pk).permissions == frozenset()

    @pytest.mark.parametrize("role", [Role.COORDINATING_CASEWORKER, Role.BORGERKONSULENT])
    def test_nor_do_the_two(self, role, mette):
        user, self_, course, citizen = mette
        course.assignments.filter(role=role).update(user=user)
        relate(self_, "sibling", citizen)

        assert kept_out(user, course)
        with pytest.raises(PermissionDenied):
            require(user, Permission.VIEW, course.pk)

    def test_nor_do_all_capabilities_together(self, mette):
        user, self_, course, citizen = mette
        user.capabilities = list(Capability)
        user.save()
        relate(self_, "parent", citizen)

        assert kept_out(user, course)

    def test_who_is_barred_is_not_appointed_and_not_told_why(self, mette):
        user, self_, course, citizen = mette
        Assignment.objects.filter(user=user).delete()
        relate(self_, "spouse", citizen)
        given = {"user": user, "starts_on": TODAY, "reason": "Kender ham.", "by": caseworker_of(course)}

        with pytest.raises(ValidationError) as refusal:
            actions.appoint(course, role=Role.CASEWORKER, **given)
        assert refusal.value.messages == ["Mette Vang kan ikke udpeges i dette forløb."]
        with pytest.raises(ValidationError, match="kan ikke udpeges i dette forløb"):
            actions.stand_in(
                course.assignments.get(role=Role.BORGERKONSULENT), ends_on=TODAY + timedelta(days=9), **given
            )

    def test_the_page_does_not_exist_from_the_next_request(self, client, mette):
        user, self_, course, citizen = mette
        client.force_login(user)
        page = reverse("plans:plan", args=[course.pk])
        assert client.get(page).status_code == 200

        relate(self_, "sibling", citizen)

        assert client.get(page).status_code == 404
        assert course.name not in client.get(reverse("casework:course_list")).content.decode()


class TestABrokenRule:
    BREAK = """CREATE OR REPLACE FUNCTION roles_barred_courses(employee bigint) RETURNS uuid[]
        LANGUAGE plpgsql STABLE AS $$ BEGIN RAISE EXCEPTION 'Freja'; END $$"""
    LOSE = """CREATE OR REPLACE FUNCTION roles_barred_courses(employee bigint) RETURNS uuid[]
        LANGUAGE sql STABLE AS $$ SELECT NULL::uuid[] $$"""

    def test_denies_and_tells_somebody_without_a_name(self, client, caplog):
        course = make_course()
        client.force_login(caseworker_of(course))
        with connection.cursor() as cursor:
            cursor.execute(self.BREAK)

        answer = client.get(reverse("casework:people", args=[course.pk]))

        assert answer.status_code == 503
        assert "Freja" not in answer.content.decode()
        assert [(r.name, r.levelno) for r in caplog.records if "alarm" in r.name] == [
            ("borgerforloeb.alarm", logging.ERROR)
        ]
        assert "Freja" not in caplog.text

    def test_an_unknown_answer_is_no(self):
        course = make_course()
        with connection.cursor() as cursor:
            cursor.execute(self.LOSE)

        assert not visible_courses(caseworker_of(course)).exists()
        assert access_to(caseworker_of(course), course.pk).permissions == frozenset()

    def test_one_in_python_denies_too(self, caplog):
        @denies_on_error
        def rule():
            return {}["Freja"]

        with pytest.raises(PermissionDenied):
            rule()

        assert [record.message for record in caplog.records] == [f"KeyError in {rule.__qualname__}"]


def test_only_an_administrator_notes_that_an_employee_is_a_citizen():
    user, citizen = make_user("Mette"), make_citizen("Mette")
    admin = make_user("Adam", capabilities=[Capability.ADMINISTRATOR])

    for by in (user, make_user(capabilities=[Capability.LEADER])):
        with pytest.raises(PermissionDenied):
            actions.note_staff_citizen(user=user, citizen=citizen, on=TODAY, by=by)
    noted = actions.note_staff_citizen(user=user, citizen=citizen, on=TODAY, by=admin)

    with pytest.raises(ValidationError, match="allerede"):
        actions.note_staff_citizen(user=user, citizen=citizen, on=TODAY, by=admin)
    with pytest.raises(PermissionDenied):
        actions.end_staff_citizen(noted, on=TODAY, by=user)
    own = actions.note_staff_citizen(user=admin, citizen=make_citizen("Adam"), on=TODAY, by=admin)
    with pytest.raises(PermissionDenied):
        actions.end_staff_citizen(own, on=TODAY, by=admin)
    actions.end_staff_citizen(noted, on=TODAY, by=admin)
    with pytest.raises(ValidationError, match="allerede"):
        actions.end_staff_citizen(noted, on=TODAY, by=admin)


def test_an_emergency_sees_nothing_shielded_and_prints_nothing():
    course = make_course()
    user = make_user("Vagt", capabilities=[Capability.DUTY])
    hold(user, course, Role.EMERGENCY)

    assert access_to(user, course.pk).permissions == {Permission.VIEW}
