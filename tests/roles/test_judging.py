"""A nødadgang is judged within five working days, once, with words, and by somebody else."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.notices.models import Notice
from roles import actions
from roles.models import Block, EmergencyAccess, due_after
from roles.permissions import (
    visible_emergencies,
)
from tests.factories import (
    LONG_AGO,
    caseworker_of,
    main_person,
    make_unit,
    make_user,
)
from tests.roles.on_duty import make_case, make_duty, make_leader, make_reviewer, open_by_emergency

pytestmark = pytest.mark.django_db
VERDICT = {"verdict": "justified", "words": "Ringede 112 og havde brug for medicinlisten.", "on": LONG_AGO}


def test_a_leader_of_the_unit_judges():
    course, leader = make_case()
    emergency = open_by_emergency(course, make_duty())
    assert list(EmergencyAccess.objects.unjudged()) == [emergency]

    actions.judge(emergency, by=leader, **VERDICT)

    assert not EmergencyAccess.objects.unjudged().exists()
    emergency.refresh_from_db()
    assert (emergency.verdict, emergency.verdict_by, emergency.verdict_on) == ("justified", leader, LONG_AGO)
    assert not Notice.objects.for_user(leader).exists()
    assert AuditEvent.objects.get(action="emergency.judged").details == {"verdict": "justified"}


def test_it_is_judged_once_and_with_words():
    course, leader = make_case()
    emergency = open_by_emergency(course, make_duty())
    actions.judge(emergency, by=leader, **VERDICT)

    with pytest.raises(ValidationError):
        actions.judge(emergency, by=make_reviewer(), **VERDICT)


def test_nobody_judges_oneself():
    course, _ = make_case()
    both = make_user("Begge", capabilities=[Capability.DUTY, Capability.LOG_REVIEWER])
    emergency = open_by_emergency(course, both)

    with pytest.raises(PermissionDenied):
        actions.judge(emergency, by=both, **VERDICT)


def test_neither_another_unit_nor_the_course_s_own_judge():
    course, _ = make_case()
    emergency = open_by_emergency(course, make_duty())
    other = make_leader(make_unit("Jobcenter"), "En Anden")

    for stranger in (other, caseworker_of(course), make_duty("Anden Vagt")):
        assert not visible_emergencies(stranger).exists()
        with pytest.raises(PermissionDenied):
            actions.judge(emergency, by=stranger, **VERDICT)


def test_who_is_kept_out_of_the_case_does_not_judge_in_it():
    course, leader = make_case()
    emergency = open_by_emergency(course, make_duty())
    wish = {"why": "Er min svoger.", "set_by": caseworker_of(course), "set_on": LONG_AGO}
    Block.objects.create(citizen=main_person(course), user=leader, **wish)

    with pytest.raises(PermissionDenied):
        actions.judge(emergency, by=leader, **VERDICT)


def test_five_working_days_leave_weekends_out():
    friday = date(2026, 9, 4)

    assert due_after(friday) == date(2026, 9, 11)
    assert due_after(friday + timedelta(days=1)) == date(2026, 9, 11)


def test_easter_puts_the_verdict_off():
    assert due_after(date(2026, 4, 1)) == date(2026, 4, 13)
