"""A leader reads a case of the unit: with a reason, until the evening, as far as the unit's own staff."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.notices.models import Notice
from roles import actions
from roles.actions.emergency import NOTHING_TO_OPEN
from roles.actions.reading import LONGEST
from roles.models import Assignment, Block, Role
from roles.permissions import Permission, access_to, visible_courses
from tests.factories import LONG_AGO, assign, caseworker_of, main_person, make_unit, make_user
from tests.roles.family import let_pass
from tests.roles.on_duty import make_case, make_leader, now

pytestmark = pytest.mark.django_db
WHY = "Borgeren har klaget over sagsbehandlingen."


def read(course, leader, **changes):
    given = {"reason_code": "complaint", "reason": WHY, "at": now()}
    return actions.read_as_leader(course.number, by=leader, **(given | changes))


def test_it_reads_and_ends_the_same_day():
    course, leader = make_case()

    reading = read(course, leader)

    assert access_to(leader, course.pk).permissions == {Permission.VIEW, Permission.SEE_WHEREABOUTS}
    assert access_to(leader, course.pk).basis == f"reader:{reading.pk}"
    assert reading.expires_at <= now() + LONGEST
    assert timezone.localdate(reading.expires_at - timedelta(seconds=1)) == timezone.localdate()
    let_pass(hours=8)
    assert not visible_courses(leader).exists()


def test_at_noon_it_lasts_eight_hours_and_in_the_evening_until_midnight():
    copenhagen, today = ZoneInfo("Europe/Copenhagen"), timezone.localdate()
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=copenhagen)
    course, leader = make_case()

    morning = read(course, leader, at=noon)
    Assignment.objects.filter(pk=morning.pk).update(expires_at=now())
    evening = read(course, leader, at=noon + timedelta(hours=9))

    assert morning.expires_at == noon + timedelta(hours=8)
    assert evening.expires_at == noon + timedelta(hours=12)


def test_it_reaches_as_far_as_the_unit_s_own_staff():
    course, leader = make_case()
    assign(make_user("Kollega", unit=course.unit), course, domains=["social"])
    assign(make_user("Fra sundhed", unit=make_unit("Sundhed")), course, domains=["health"])

    reading = read(course, leader)

    assert reading.domains == ["social"]
    assert not reading.sees_shielded


def test_the_coordinator_is_told_and_it_is_logged():
    course, leader = make_case()
    reading = read(course, leader)

    assert Notice.objects.for_user(caseworker_of(course)).get().kind == "leader_reads"
    event = AuditEvent.objects.get(action="reading.opened")
    assert (event.actor_id, event.reason) == (leader.pk, "klage")
    assert event.basis == f"reader:{reading.pk}"
    assert AuditEvent.objects.filter(action="outside.searched", actor_id=leader.pk).count() == 1


def test_another_unit_an_unknown_number_and_a_barrier_answer_alike():
    course, leader = make_case()
    other = make_leader(make_unit("Jobcenter"), "En Anden")
    wish = {"why": "Er min svoger.", "set_by": caseworker_of(course), "set_on": LONG_AGO}
    Block.objects.create(citizen=main_person(course), user=leader, **wish)
    homeless = make_leader(None, "Uden Enhed")

    for one in (other, leader, homeless):
        with pytest.raises(ValidationError) as refusal:
            read(course, one)
        assert refusal.value.messages == [NOTHING_TO_OPEN]
    with pytest.raises(ValidationError) as refusal:
        actions.read_as_leader("1999-0001", reason_code="other", reason=WHY, at=now(), by=other)
    assert refusal.value.messages == [NOTHING_TO_OPEN]
    assert not Assignment.objects.filter(role=Role.READER).exists()


def test_it_needs_a_reason():
    course, leader = make_case()

    with pytest.raises(ValidationError):
        read(course, leader, reason="Nysgerrig   " + " " * 20)


@pytest.mark.parametrize(
    "capabilities",
    [
        *([one] for one in Capability if one != Capability.LEADER),
        [Capability.LEADER, Capability.ADMINISTRATOR],
    ],
)
def test_only_leaders_and_never_administrators(capabilities):
    course, _ = make_case()

    with pytest.raises(PermissionDenied):
        read(course, make_user("Stig", capabilities=capabilities, unit=course.unit))
