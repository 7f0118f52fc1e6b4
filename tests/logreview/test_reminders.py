"""Hvem har adgang is to be looked through every half year, and those who may are told while it waits."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.acting import REMINDERS, serving_as
from borgerforloeb.accounts.models import Capability
from borgerforloeb.logreview import reminders, tasks
from borgerforloeb.logreview.reminders import ACCESS_DUE
from borgerforloeb.notices.models import Notice
from roles.holders import employees
from roles.models import AccessReview
from tests.factories import make_course, make_user

pytestmark = pytest.mark.django_db
OPENED = date(2026, 1, 14)
DUE = OPENED + timedelta(days=183)


@pytest.fixture
def rikke():
    return make_user("Rikke Log", capabilities=[Capability.LOG_REVIEWER])


@pytest.fixture
def asker(rikke):
    """The other log reviewer, so that nobody's wide access is old unseen but the two's."""
    return make_user("Anders Log", capabilities=[Capability.LOG_REVIEWER])


@pytest.fixture
def course():
    return make_course(opened_on=OPENED)


def remind(today):
    with serving_as(REMINDERS):
        return reminders.find_due(today)


def waiting():
    return Notice.objects.filter(kind=ACCESS_DUE, settled_at=None)


def look(by, on):
    """At all of them, as of a day."""
    for one in employees(by, today=on):
        if one.pk != by.pk:
            AccessReview.objects.create(user_id=one.pk, looked_on=on, looked_by=by, accesses=one.accesses)


def test_nobody_is_told_before_it_is_due(course, rikke):
    assert remind(DUE - timedelta(days=1)) == 0


def test_who_may_look_is_told_once_in_a_month(course, rikke):
    for day in (DUE, DUE, DUE + timedelta(days=3)):
        remind(day)

    told = waiting().get()
    assert (told.recipient, told.path) == (rikke, reverse("access:everybody"))
    remind(DUE + timedelta(days=31))
    assert waiting().get().due_on == (DUE + timedelta(days=31)).replace(day=1)


def test_it_stands_as_long_as_something_waits_and_is_told_as_the_page_does(course, rikke, asker):
    for day in (DUE, DUE + timedelta(days=90), DUE + timedelta(days=183)):
        remind(day)
        for looker in (rikke, asker):
            others = [one for one in employees(looker, today=day) if one.pk != looker.pk]
            assert waiting().filter(recipient=looker).exists() == any(one.is_due(day) for one in others)
        if day == DUE:
            look(rikke, day)
            AccessReview.objects.create(user=rikke, looked_on=day, looked_by=asker, accesses=0)


def test_without_a_log_reviewer_the_administrator_is_told(course):
    admin = make_user("Adam Ask", capabilities=[Capability.ADMINISTRATOR])
    remind(DUE)

    assert waiting().get().recipient == admin


def test_it_stands_above_the_queue_and_the_night_finds_it(client, rikke, asker):
    tasks.find_due()
    client.force_login(rikke)

    assert "Hvem har adgang skal gennemgås" in client.get(reverse("logreview:queue")).content.decode()
    look(rikke, timezone.localdate())
    tasks.find_due()
    assert not waiting().filter(recipient=rikke).exists()
