"""Nobody gives what one does not hold, and a deputy is one for some days and no longer than the other."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from roles import actions
from roles.models import Assignment, Role
from roles.permissions import GRANTS, access_to, visible_courses
from tests.factories import (
    assign,
    caseworker_of,
    konsulent_of,
    make_course,
    make_user,
)
from tests.roles.family import hold, let_pass

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def today():
    return timezone.localdate()


def appoint(course, user, **changes):
    fields = {
        "role": Role.TEAM_MEMBER,
        "starts_on": timezone.localdate(),
        "reason": "Kender borgeren.",
        "by": caseworker_of(course),
    }
    return actions.appoint(course, user=user, **(fields | changes))


def stand_in(course, user, **changes):
    role = changes.pop("stands_in_for", Role.COORDINATING_CASEWORKER)
    fields = {
        "starts_on": timezone.localdate(),
        "ends_on": timezone.localdate() + timedelta(days=7),
        "reason": "Ferie.",
        "by": caseworker_of(course),
    }
    held = course.assignments.get(role=role, ends_on=None)
    return actions.stand_in(held, user=user, **(fields | changes))


class TestGiving:
    def test_a_coordinator_gives_what_she_holds(self, course):
        user = make_user()
        appoint(course, user, domains=["social"])

        assert access_to(user, course.pk).reach[0].domains == {"social"}

    @pytest.mark.parametrize("domains", [["health"], ["social", "health", "school"]])
    def test_no_field_beyond_ones_own(self, course, domains):
        """Another field's texts are opened by law or consent, person by person."""
        with pytest.raises(ValidationError, match="Du har ikke selv sundhed") as refusal:
            appoint(course, make_user(), domains=domains)

        assert "domains" in refusal.value.message_dict
        assert not AuditEvent.objects.exists()

    def test_what_is_shared_with_one_is_not_ones_own_to_give(self, course):
        with pytest.raises(ValidationError):
            appoint(course, make_user(), domains=["health"])

    def test_nothing_shielded_by_somebody_who_does_not_read_it(self, course):
        with pytest.raises(ValidationError) as refusal:
            appoint(course, make_user(), sees_shielded=True)
        assert "sees_shielded" in refusal.value.message_dict

        course.assignments.filter(role=Role.COORDINATING_CASEWORKER).update(sees_shielded=True)
        assert appoint(course, make_user(), sees_shielded=True).sees_shielded

    def test_nobody_gives_oneself_more(self, course):
        katrine = caseworker_of(course)
        for more in ({"domains": ["health"]}, {"sees_shielded": True}):
            with pytest.raises(ValidationError):
                appoint(course, katrine, role=Role.CASEWORKER, **more)

    @pytest.mark.parametrize(
        "role", [Role.BORGERKONSULENT, Role.CASEWORKER, Role.TEAM_MEMBER, Role.EMERGENCY, Role.READER]
    )
    def test_nobody_but_the_coordinator_gives_anything(self, course, role):
        by = make_user("Sanne")
        if role == Role.BORGERKONSULENT:
            by = konsulent_of(course)
        else:
            hold(by, course, role)

        with pytest.raises(PermissionDenied):
            appoint(course, make_user(), by=by)
        with pytest.raises(PermissionDenied):
            stand_in(course, make_user(), by=by)

    def test_who_was_removed_does_not_come_back_by_oneself(self, course, today):
        katrine = caseworker_of(course)
        appoint(course, make_user("Ny"), role=Role.COORDINATING_CASEWORKER)

        assert not visible_courses(katrine).exists()
        for role in (Role.COORDINATING_CASEWORKER, Role.TEAM_MEMBER):
            with pytest.raises(PermissionDenied):
                appoint(course, katrine, role=role, by=katrine)


class TestDeputy:
    @pytest.mark.parametrize("role", [Role.COORDINATING_CASEWORKER, Role.BORGERKONSULENT, Role.CASEWORKER])
    def test_may_what_the_one_may_who_is_stood_in_for(self, course, role):
        assign(make_user("Ib"), course, Role.CASEWORKER)
        lise = make_user("Lise")

        deputy = stand_in(course, lise, stands_in_for=role)

        access = access_to(lise, course.pk)
        assert access.permissions == GRANTS[role]
        assert access.basis == f"deputy:{deputy.pk}"
        assert (deputy.domains, deputy.sees_shielded) == (["employment", "social"], False)
        event = AuditEvent.objects.get(action="role.appointed")
        assert (event.details["role"], event.details["user"]) == ("deputy", lise.pk)

    def test_has_only_the_fields_that_the_coordinator_may_give(self, course):
        held = assign(make_user("Ib"), course, Role.CASEWORKER, domains=["health", "social"])
        lise = make_user("Lise")

        deputy = stand_in(course, lise, stands_in_for=Role.CASEWORKER)

        assert (held.domains, deputy.domains) == (["health", "social"], ["social"])
        assert not access_to(lise, course.pk).may_read(None, "health", "domain")

    def test_is_given_no_more_by_a_deputy_than_the_deputy_has(self, course):
        lise, lone = make_user("Lise"), make_user("Lone")
        stand_in(course, lise)
        Assignment.objects.filter(user=lise).update(domains=["social"])

        deputy = stand_in(course, lone, stands_in_for=Role.BORGERKONSULENT, by=lise)

        assert deputy.domains == ["social"]

    def test_what_is_left_out_is_said_on_the_page(self, client, course, today):
        ib, lise = make_user("Ib"), make_user("Lise Lund")
        held = assign(ib, course, Role.CASEWORKER, domains=["health", "social"])
        client.force_login(caseworker_of(course))
        words = {"user": lise.pk, "starts_on": str(today), "last_day": str(today), "reason": "Kursus"}

        page = reverse("casework:role_deputy", args=[course.pk, held.pk])
        answer = client.post(page, words, follow=True).content.decode()

        assert "uden sundhed, for det har du ikke selv her" in answer

    def test_begins_and_ends_by_itself(self, course, today):
        lise = make_user("Lise")
        stand_in(course, lise, starts_on=today + timedelta(days=1), ends_on=today + timedelta(days=3))

        seen = []
        for _ in range(4):
            seen.append(visible_courses(lise).exists())
            let_pass(days=1)
        assert seen == [False, True, True, False]

    def test_ends_with_the_one(self, course, today):
        lise, ib = make_user("Lise"), make_user("Ib")
        held = assign(ib, course, Role.CASEWORKER)
        stand_in(course, lise, stands_in_for=Role.CASEWORKER)

        actions.end_assignment(held, ends_on=today, reason="Flytter.", by=caseworker_of(course))

        assert not visible_courses(lise).exists()

    def test_ends_with_the_one_who_is_replaced_whoever_writes_it(self, course, today):
        lise = make_user("Lise")
        deputy = stand_in(course, lise)
        appoint(course, make_user("Ny"), role=Role.COORDINATING_CASEWORKER, starts_on=today)

        deputy.refresh_from_db()
        assert deputy.ends_on == today
        Assignment.objects.filter(pk=deputy.pk).update(ends_on=today + timedelta(days=99))
        deputy.refresh_from_db()
        assert deputy.ends_on == today

    def test_is_ended_earlier(self, course, today):
        deputy = stand_in(course, make_user("Lise"))
        given = {"ends_on": today, "reason": "Er tilbage.", "by": caseworker_of(course)}

        actions.end_assignment(deputy, **given)

        assert not visible_courses(deputy.user).exists()
        with pytest.raises(ValidationError, match="allerede"):
            actions.end_assignment(deputy, **given)

    def test_does_not_make_oneself_more_than_that(self, course, today):
        lise = make_user("Lise")
        stand_in(course, lise)

        for role in (Role.COORDINATING_CASEWORKER, Role.CASEWORKER):
            with pytest.raises(ValidationError, match="ikke udpege sig selv"):
                appoint(course, lise, role=role, by=lise)
        with pytest.raises(ValidationError, match="en anden end dig selv"):
            stand_in(course, lise, by=lise, ends_on=today + timedelta(days=99))

    def test_reads_the_shielded_only_when_that_is_said_by_somebody_who_does(self, course):
        with pytest.raises(ValidationError):
            stand_in(course, make_user("Lise"), sees_shielded=True)
        course.assignments.filter(role=Role.COORDINATING_CASEWORKER).update(sees_shielded=True)
        assert not stand_in(course, make_user("Lise")).sees_shielded
        assert stand_in(course, make_user("Lone"), sees_shielded=True).sees_shielded

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"ends_on": 0}, "efter den første"),
            ({"starts_on": -9999}, "efter den første"),
            ({"capabilities": [Capability.LEADER]}, "ikke adgang"),
            ({"capabilities": [Capability.PROVIDER]}, "ikke sagsbehandler"),
            ({"reason": ""}, "ikke være tomt"),
        ],
    )
    def test_what_is_refused(self, course, today, changes, words):
        days = {name: today + timedelta(days=n) for name, n in changes.items() if name.endswith("_on")}
        user = make_user("Lise", capabilities=changes.get("capabilities", [Capability.CASEWORKER]))
        others = {name: value for name, value in changes.items() if name == "reason"}

        with pytest.raises(ValidationError, match=words):
            stand_in(course, user, **days, **others)

    def test_stands_in_for_one_who_holds_such_a_role(self, course, today):
        lise, team = make_user("Lise"), assign(make_user("Team"), course)
        with pytest.raises(ValidationError, match="ingen stedfortræder"):
            actions.stand_in(
                team, user=lise, starts_on=today, ends_on=today + timedelta(days=2), reason="x",
                by=caseworker_of(course),
            )  # fmt: skip
        over = assign(make_user("Ib"), course, Role.CASEWORKER, ends_on=today)
        with pytest.raises(ValidationError, match="ikke længere rollen"):
            actions.stand_in(
                over, user=lise, starts_on=today, ends_on=today + timedelta(days=2), reason="x",
                by=caseworker_of(course),
            )  # fmt: skip
        stand_in(course, lise)
        with pytest.raises(ValidationError, match="allerede stedfortræder"):
            stand_in(course, lise)

    def test_is_named_on_the_page_of_people(self, client, course, today):
        lise, katrine = make_user("Lise Lund"), caseworker_of(course)
        held = course.assignments.get(role=Role.COORDINATING_CASEWORKER)
        client.force_login(katrine)
        page = reverse("casework:role_deputy", args=[course.pk, held.pk])
        words = {"user": lise.pk, "starts_on": str(today), "last_day": str(today), "reason": "Kursus"}
        assert client.post(page, words | {"last_day": "2020-01-01"}).status_code == 200

        answer = client.post(page, words, follow=True).content.decode()

        assert f"stedfortræder for {katrine.name} til og med" in answer
        assert Assignment.objects.get(user=lise).ends_on == today + timedelta(days=1)
