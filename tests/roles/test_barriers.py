"""Own case, family, a citizen's block: one section for each rule, and no way round any of them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from borgerforloeb.accounts.models import Capability
from roles import actions
from roles.gate import relations_behind
from roles.models import TEAM_ROLES, Assignment, Role, StaffCitizen
from roles.permissions import (
    Permission,
    access_to,
    require,
)
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    caseworker_of,
    main_person,
    make_citizen,
    make_course,
    make_plan,
    make_user,
)
from tests.roles.family import hold, kept_out, make_staff_citizen, relate

pytestmark = pytest.mark.django_db


def rules(user):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT rule FROM roles_barred WHERE user_id = %s", [user.pk])
        return {rule for (rule,) in cursor.fetchall()} - {"own_case"}


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

    def test_a_family_that_one_is_or_was_a_member_of_is_closed(self, mette):
        """What was written about her stays there."""
        user, self_, *_ = mette
        family = make_course(citizens=[make_citizen("Bo"), self_])
        make_plan(family)
        assign(user, family)

        assert kept_out(user, family)
        family.memberships.filter(citizen=self_).update(ends_on=TODAY)
        assert kept_out(user, family)

    def test_a_note_that_was_a_mistake_bars_nobody(self, mette):
        user, self_, course, citizen = mette
        relate(self_, "parent", citizen)
        assert kept_out(user, course)

        admin = make_user("Adam", capabilities=[Capability.ADMINISTRATOR])
        actions.end_staff_citizen(StaffCitizen.objects.get(user=user), reason="Fejl.", on=TODAY, by=admin)

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

    def test_who_has_left_the_course_still_bars(self, mette):
        """What was written about the former spouse stays in the family's course."""
        user, self_, *_ = mette
        former = make_citizen("Former")
        family = make_course(citizens=[make_citizen("Bo"), former])
        make_plan(family)
        assign(user, family)
        family.memberships.filter(citizen=former).update(ends_on=TODAY)
        assert not kept_out(user, family)

        relate(self_, "spouse", former, ends_on=LONG_AGO)

        assert kept_out(user, family)


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


class TestWhatIsBehindIt:
    """Told to the leader alone, so that a mistake can be corrected."""

    @pytest.mark.parametrize("outwards", [True, False])
    def test_ones_own_relations_and_nobody_elses(self, mette, outwards):
        user, self_, course, citizen = mette
        colleague, brother, _ = make_staff_citizen("Poul Vang")
        own, his = [
            relate(*((one, kind, citizen) if outwards else (citizen, kind, one)))
            for one, kind in ((self_, "spouse"), (brother, "sibling"))
        ]

        assert relations_behind(user.pk, course.pk) == [(own.pk, "spouse", outwards)]
        assert relations_behind(colleague.pk, course.pk) == [(his.pk, "sibling", outwards)]
        StaffCitizen.objects.filter(user=user).update(ended_on=TODAY, ended_by=colleague)
        assert relations_behind(user.pk, course.pk) == []


class TestGuardian:
    def test_guardian_and_ward_are_kept_apart(self, mette):
        barred_both_ways(mette, "guardian", "guardian")


class TestOtherKin:
    def test_what_is_no_rule_bars_nobody(self, mette):
        user, self_, course, citizen = mette
        relate(self_, "other", citizen)
        relate(citizen, "parent", make_citizen("Fremmed"))

        assert not kept_out(user, course)


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
