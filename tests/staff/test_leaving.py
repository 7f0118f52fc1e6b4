"""Whoever moves, stops or becomes something else leaves the courses; the two stay until handed over."""

from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.accounts.actions import admit
from borgerforloeb.accounts.arrivals import Arrival
from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.casework.reminders import NOBODY_MAY, find_due
from borgerforloeb.notices.models import Notice
from borgerforloeb.staff import actions
from roles.actions import Absence, hand_over
from roles.actions.leaving import keep_courses, leave_courses
from roles.models import Assignment, Role
from roles.permissions import courses_to_lead, visible_courses
from tests.casework.outside import proven
from tests.factories import assign, make_course, make_unit, make_user

pytestmark = pytest.mark.django_db


class House:
    """Two units under one, and an employee with a role of each kind."""

    def __init__(self):
        self.today = timezone.localdate()
        self.top = make_unit("Voksenområdet")
        self.north, self.south = make_unit("Nord", parent=self.top), make_unit("Syd", parent=self.top)
        self.admin = make_user("Adam Ask", capabilities=[Capability.ADMINISTRATOR])
        self.leader = make_user("Lene Leder", capabilities=[Capability.LEADER], unit=self.north)
        self.mette = make_user("Mette Vang", unit=self.north)
        self.own = make_course(caseworker=self.mette, unit=self.north)
        self.helped, self.other = make_course(unit=self.north), make_course(unit=self.south)
        for course in (self.helped, self.other):
            assign(self.mette, course, Role.TEAM_MEMBER)

    def change(self, **fields):
        self.mette.refresh_from_db()
        given = {"version": self.mette.version, "on": self.today, "by": self.admin}
        actions.change_user(self.mette, **given, **fields)

    def close(self):
        given = {"last_day": self.today, "reason": "Er holdt op.", "on": self.today, "by": self.admin}
        actions.close_user(self.mette, **given)

    def sees(self):
        self.mette.refresh_from_db()
        return set(visible_courses(self.mette))

    def listed(self):
        return [(row.course_id, row.role, row.cause) for row in courses_to_lead(self.leader) if row.cause]


@pytest.fixture
def house():
    return House()


def test_moving_ends_what_was_held_in_the_old_unit_and_keeps_the_two_until_handed_over(house):
    house.change(unit=house.south)

    assert house.sees() == {house.own, house.other}
    assert house.listed() == [(house.own.pk, Role.COORDINATING_CASEWORKER, "moved")]
    ended = Assignment.objects.get(user=house.mette, course=house.helped)
    assert (ended.ends_on, ended.ended_by, ended.end_reason) == (
        house.today, house.admin, "Arbejder i en anden enhed",
    )  # fmt: skip
    rows = AuditEvent.objects.filter(action__startswith="role.").values_list("action", "course_id")
    assert sorted(rows) == [("role.ended", house.helped.pk), ("role.to_hand_over", house.own.pk)]


def test_the_leader_is_told_and_gives_it_to_another(house):
    house.change(unit=house.south)
    find_due(house.today)
    held = courses_to_lead(house.leader)[0]

    assert Notice.objects.get(kind=NOBODY_MAY).recipient == house.leader
    hand_over(
        held.assignment_id, user=make_user("Ida Ny", unit=house.north), cause=Absence.MOVED,
        reason="Flyttet.", starts_on=house.today, on=house.today, by=house.leader,
    )  # fmt: skip

    assert house.sees() == {house.other}
    assert house.listed() == []


def test_moving_upwards_or_to_a_part_leaves_what_lies_under_both(house):
    house.change(unit=house.top)
    assert house.sees() == {house.own, house.helped, house.other}
    house.change(unit=house.north)

    assert house.sees() == {house.own, house.helped}
    assert house.listed() == []


def test_back_before_anybody_has_taken_over(house):
    house.change(unit=house.south)
    house.change(unit=house.north)

    assert house.listed() == []
    assert house.sees() == {house.own}
    assert AuditEvent.objects.filter(action="role.kept", course_id=house.own.pk).exists()


def test_a_closed_account_leaves_everything_and_gets_back_what_nobody_took(house):
    house.close()

    assert house.sees() == set()
    assert house.listed() == [(house.own.pk, Role.COORDINATING_CASEWORKER, "left")]
    actions.reopen_user(house.mette, reason="Tilbage.", by=house.admin)
    assert house.sees() == {house.own}
    assert house.listed() == []


def test_a_closed_course_is_not_lost_with_the_one_who_left(house):
    house.own.status, house.own.closed_on, house.own.closing = "closed", house.today, "job"
    house.own.save()
    house.close()

    assert house.listed() == [(house.own.pk, Role.COORDINATING_CASEWORKER, "left")]


def test_another_job_ends_what_it_does_not_reach(house):
    house.change(capabilities=["provider"])
    assert house.listed() == [(house.own.pk, Role.COORDINATING_CASEWORKER, "moved")]
    assert house.sees() == {house.helped, house.other}
    house.change(capabilities=["leader"])

    assert house.sees() == set()
    assert not Assignment.objects.in_force().filter(user=house.mette, role=Role.TEAM_MEMBER).exists()


def test_one_who_is_being_replaced_goes_when_the_next_begins(house):
    held = Assignment.objects.get(user=house.mette, course=house.own)
    tomorrow = house.today + timedelta(days=1)
    next_one = make_user("Ida Ny", unit=house.north)
    given = {"cause": Absence.OTHER, "reason": "Flytter.", "starts_on": tomorrow, "on": house.today}
    hand_over(held.pk, user=next_one, by=house.leader, **given)

    house.change(unit=house.south)

    held.refresh_from_db()
    assert (held.ends_on, held.to_hand_over_since) == (tomorrow, None)


def test_what_had_ended_that_day_keeps_its_reason(house):
    why = {"ends_on": house.today, "ended_by": house.leader, "end_reason": "Freja ønsker en anden."}
    Assignment.objects.filter(user=house.mette, course=house.helped).update(**why)

    house.change(unit=house.south)

    kept = Assignment.objects.get(user=house.mette, course=house.helped)
    assert (kept.ended_by, kept.end_reason) == (house.leader, "Freja ønsker en anden.")
    assert not AuditEvent.objects.filter(action="role.ended").exists()


def test_only_an_administrator_takes_somebody_out_of_courses(house):
    left = {"among": lambda held: True, "reason": "Slut.", "on": house.today}

    for by in (house.leader, house.mette):
        with pytest.raises(PermissionDenied):
            leave_courses(house.mette, by=by, **left)
        with pytest.raises(PermissionDenied):
            keep_courses(house.mette, units={house.north.pk}, by=by)
    assert house.sees() == {house.own, house.helped, house.other}


def test_who_stands_in_for_another_goes_too(house):
    deputy_for = Assignment.objects.get(course=house.helped, role=Role.COORDINATING_CASEWORKER)
    ends_on = house.today + timedelta(days=9)
    deputy = assign(house.mette, house.helped, Role.DEPUTY, deputy_for=deputy_for, ends_on=ends_on)

    house.change(unit=house.south)

    deputy.refresh_from_db()
    assert deputy.ends_on == house.today


def test_the_page_reaches_courses_that_the_administrator_does_not(house, client):
    """As the web acts, through the row security."""
    proven(client, house.admin)
    fields = {"name": "Mette Vang", "unit": house.south.pk, "capabilities": ["caseworker"], "version": 0}

    answer = client.post(reverse("staff:employee", args=[house.mette.pk]), fields)

    assert answer.status_code == 302
    assert house.sees() == {house.own, house.other}
    assert house.listed() == [(house.own.pk, Role.COORDINATING_CASEWORKER, "moved")]
    assert not visible_courses(house.admin).exists()


def test_closing_by_the_page_reaches_them_too(house, client):
    proven(client, house.admin)

    client.post(
        reverse("staff:employee_close", args=[house.mette.pk]), {"last_day": "1.1.2026", "reason": "Slut."}
    )

    held = Assignment.objects.in_force().filter(user=house.mette)
    assert list(held.values_list("course", "to_hand_over_since")) == [(house.own.pk, house.today)]


def test_what_the_municipality_says_has_the_same_effect(house):
    account = SocialAccount.objects.create(user=house.mette, provider="kommunen", uid="k-1")
    arrival = Arrival(
        provider="kommunen", uid="k-1", username="mette", name="Mette Vang", title="", email="",
        unit=house.south.external_id, capabilities=("caseworker",), level=settings.SIGN_IN_LEVELS[0],
    )  # fmt: skip

    with acting_as(None):
        admit(arrival, account)

    assert house.sees() == {house.own, house.other}
    assert house.listed() == [(house.own.pk, Role.COORDINATING_CASEWORKER, "moved")]
    event = AuditEvent.objects.get(action="role.ended")
    assert (event.kind, event.actor_id, event.course_id) == (Kind.SYSTEM, None, house.helped.pk)
