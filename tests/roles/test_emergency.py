"""Nødadgang: reason, fresh proof, four hours, one course; everybody hears, somebody else judges (D15)."""

import logging
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.notices.models import Notice
from plans.models import Goal
from roles import actions
from roles.actions.emergency import ALREADY_IN, NOTHING_TO_OPEN
from roles.models import Block, EmergencyAccess, Role
from roles.permissions import (
    Permission,
    access_to,
    may_read,
    require,
    visible_citizens,
    visible_courses,
    visible_emergencies,
)
from tests.factories import (
    LONG_AGO,
    assign,
    caseworker_of,
    main_person,
    make_course,
    make_goal,
    make_plan,
    make_unit,
    make_user,
)
from tests.roles.family import hold, let_pass
from tests.roles.on_duty import make_case, make_duty, make_leader, make_reviewer, now, open_by_emergency

pytestmark = pytest.mark.django_db


def test_it_opens_one_course_for_four_hours():
    course, _ = make_case()
    other, duty = make_course(), make_duty()
    at = now()

    emergency = open_by_emergency(course, duty, at=at)

    assert list(visible_courses(duty)) == [course]
    assert list(visible_citizens(duty)) == [main_person(course)]
    assert not access_to(duty, other.pk).reach
    assert emergency.assignment.expires_at == emergency.expires_at == at + timedelta(hours=4)
    assert (emergency.course_number, emergency.unit) == (course.number, course.unit)


def test_it_ends_by_itself():
    course, _ = make_case()
    duty = make_duty()
    open_by_emergency(course, duty)

    let_pass(hours=4)

    assert not visible_courses(duty).exists()
    assert not access_to(duty, course.pk).permissions


def test_it_reads_and_does_nothing_else():
    course, _ = make_case()
    duty = make_duty()
    open_by_emergency(course, duty)

    assert access_to(duty, course.pk).permissions == {Permission.VIEW}
    for permission in set(Permission) - {Permission.VIEW}:
        with pytest.raises(PermissionDenied):
            require(duty, permission, course.pk)


def test_it_reads_every_field_and_nothing_shielded():
    course, _ = make_case()
    plan, duty = make_plan(course), make_duty()
    health = make_goal(plan, "Sover om natten", domain="health", level="domain")
    shielded = make_goal(plan, "Bor et hemmeligt sted", level="shielded")

    open_by_emergency(course, duty)

    read = set(Goal.objects.filter(may_read(duty, course="plan__course_id"), plan=plan))
    assert health in read
    assert shielded not in read


def test_a_closed_course_is_opened_too():
    course, _ = make_case(status="closed", closed_on=LONG_AGO, closing="job")
    duty = make_duty()

    open_by_emergency(course, duty)

    assert access_to(duty, course.pk).permissions == {Permission.VIEW}


def test_coordinator_and_leaders_are_told_at_once():
    course, above = make_case()
    own, reviewer = make_leader(course.unit, "Egen Leder"), make_reviewer()
    make_leader(make_unit("Jobcenter"), "En Anden")
    emergency = open_by_emergency(course, make_duty())

    told = Notice.objects.filter(kind="emergency_opened", object_key=f"emergency:{emergency.pk}")

    assert {notice.recipient for notice in told} == {caseworker_of(course), own, above}
    assert {notice.mailed_at for notice in told} == {None}
    assert not Notice.objects.for_user(reviewer).exists()


def test_it_is_logged_with_its_reason_and_without_its_words():
    course, _ = make_case()
    duty = make_duty()
    emergency = open_by_emergency(course, duty)

    event = AuditEvent.objects.get(action="emergency.opened")

    assert (event.actor_id, event.course_id) == (duty.pk, course.pk)
    assert event.person_ids == [main_person(course).pk]
    assert event.basis == access_to(duty, course.pk).basis == f"emergency:{emergency.assignment_id}"
    assert event.reason == "borgeren er her nu"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": "Det haster."}, "Skriv mindst 20 tegn om, hvorfor det haster."),
        ({"proved_at": None}, "Bekræft først, at det er dig."),
        ({"proved_at": now() - timedelta(minutes=6)}, "Bekræft først, at det er dig."),
        ({"proved_at": now() + timedelta(days=1)}, "Bekræft først, at det er dig."),
    ],
)
def test_a_reason_and_a_fresh_proof_are_needed(changes, words):
    course, _ = make_case()
    duty = make_duty()

    with pytest.raises(ValidationError) as refusal:
        open_by_emergency(course, duty, **changes)

    assert refusal.value.messages == [words]
    assert not visible_courses(duty).exists()
    assert not EmergencyAccess.objects.exists()


def test_a_barrier_is_not_broken_and_answers_as_nothing():
    course, _ = make_case()
    duty, katrine = make_duty(), caseworker_of(course)
    wish = {"why": "Kender mig privat.", "set_by": katrine, "set_on": LONG_AGO}
    Block.objects.create(citizen=main_person(course), user=duty, **wish)

    for barred in (course, None):
        with pytest.raises(ValidationError) as refusal:
            open_by_emergency(barred, duty)
        assert refusal.value.messages == [NOTHING_TO_OPEN]
    assert not visible_courses(duty).exists()


def test_a_barrier_set_meanwhile_closes_it():
    course, _ = make_case()
    duty, katrine = make_duty(), caseworker_of(course)
    open_by_emergency(course, duty)

    wish = {"why": "Kender mig privat.", "set_by": katrine, "set_on": LONG_AGO}
    Block.objects.create(citizen=main_person(course), user=duty, **wish)

    assert not visible_courses(duty).exists()


@pytest.mark.parametrize(
    "capabilities",
    [*([one] for one in Capability if one != Capability.DUTY), [Capability.DUTY, Capability.ADMINISTRATOR]],
)
def test_only_who_is_on_duty(capabilities):
    course, _ = make_case()

    with pytest.raises(PermissionDenied):
        open_by_emergency(course, make_user("Stig", capabilities=capabilities))

    assert not EmergencyAccess.objects.exists()


def test_whoever_has_access_needs_none():
    course, _ = make_case()
    duty = make_duty()
    open_by_emergency(course, duty)

    with pytest.raises(ValidationError) as refusal:
        open_by_emergency(course, duty)

    assert refusal.value.messages == [ALREADY_IN]


def test_who_knows_one_of_a_family_may_need_the_rest():
    course, _ = make_case()
    duty = make_duty()
    assign(duty, course, person=main_person(course))

    open_by_emergency(course, duty)

    assert EmergencyAccess.objects.count() == 1


def test_the_fourth_in_a_month_alarms(caplog):
    duty, reviewer = make_duty(), make_reviewer()
    course, _ = make_case()
    for _ in range(3):
        open_by_emergency(make_course(), duty)
    assert not caplog.records

    with caplog.at_level(logging.ERROR, logger="borgerforloeb.alarm"):
        open_by_emergency(course, duty)

    assert [record.name for record in caplog.records] == ["borgerforloeb.alarm"]
    assert Notice.objects.for_user(reviewer).get().kind == "emergency_often"


def test_it_can_be_ended_early_by_its_own():
    course, _ = make_case()
    duty = make_duty()
    emergency = open_by_emergency(course, duty, at=now() - timedelta(hours=1))
    ended = now()

    actions.end_early(emergency.assignment, at=ended, by=duty)

    emergency.refresh_from_db()
    assert emergency.ended_at == ended
    assert not visible_courses(duty).exists()
    assert AuditEvent.objects.get(action="emergency.ended").actor_id == duty.pk
    with pytest.raises(ValidationError):
        actions.end_early(emergency.assignment, at=now(), by=duty)


def test_nobody_ends_for_another_or_what_is_no_short_access():
    course, leader = make_case()
    emergency = open_by_emergency(course, make_duty())
    katrine = caseworker_of(course)

    with pytest.raises(PermissionDenied):
        actions.end_early(emergency.assignment, at=now(), by=leader)
    with pytest.raises(PermissionDenied):
        actions.end_early(course.assignments.get(user=katrine), at=now(), by=katrine)


def test_it_is_not_part_of_the_team():
    course, _ = make_case()
    open_by_emergency(course, make_duty())

    assert Role.EMERGENCY not in course.assignments.of_the_team().values_list("role", flat=True)


def test_a_barrier_is_seen_from_outside_the_course_too():
    """Through the second wall, behind which nobody outside sees the persons of the course."""
    course, leader = make_case()
    emergency, duty = open_by_emergency(course, make_duty()), make_duty("Anden Vagt")
    for user in (duty, leader):
        wish = {"why": "Er min svoger.", "set_by": caseworker_of(course), "set_on": LONG_AGO}
        Block.objects.create(citizen=main_person(course), user=user, **wish)

    with acting_as(duty), pytest.raises(ValidationError):
        open_by_emergency(course, duty)
    with acting_as(leader):
        assert not visible_emergencies(leader).filter(pk=emergency.pk).exists()


def test_an_emergency_sees_nothing_shielded_and_prints_nothing():
    course = make_course()
    user = make_user("Vagt", capabilities=[Capability.DUTY])
    hold(user, course, Role.EMERGENCY)

    assert access_to(user, course.pk).permissions == {Permission.VIEW}
