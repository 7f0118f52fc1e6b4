"""What is due is found again each minute and told once, to somebody who works with the course."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from borgerforloeb.celery import app
from borgerforloeb.citizens.models import Course
from borgerforloeb.notices.actions import settle
from borgerforloeb.notices.models import Notice
from plans import tasks
from plans.models import Agreement, FollowUp
from plans.reminders import AGREEMENT, FOLLOW_UP, find_due
from roles.models import Role
from tests.factories import (
    TODAY,
    assign,
    caseworker_of,
    konsulent_of,
    make_agreement,
    make_course,
    make_network_person,
    make_plan,
    make_user,
)
from tests.factories import main_person as citizen_of

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


def make_follow_up(plan, **fields) -> FollowUp:
    fields = {
        "due_on": TODAY,
        "reason": "Tre måneder efter.",
        "responsible": caseworker_of(plan.course),
    } | fields
    return FollowUp.objects.create(plan=plan, **fields)


@pytest.fixture
def plan():
    return make_plan()


def told() -> list[tuple[str, str, int]]:
    open_ones = Notice.objects.filter(settled_at=None).order_by("id")
    return list(open_ones.values_list("kind", "object_key", "recipient_id"))


def test_an_agreement_is_told_to_who_has_it_on_the_day(plan):
    jonas = konsulent_of(plan.course)
    agreement = make_agreement(plan, user=jonas)

    assert find_due(YESTERDAY) == 0
    assert find_due(TODAY) == 1
    assert find_due(TODAY) == 0

    notice = Notice.objects.get()
    assert (notice.kind, notice.object_key) == (AGREEMENT, f"agreement:{agreement.pk}")
    assert (notice.due_on, notice.recipient, notice.course_id) == (TODAY, jonas, plan.course_id)
    assert notice.path == f"/courses/{plan.course_id}/plan/"


def test_a_follow_up_is_told_to_who_is_responsible(plan):
    followup = make_follow_up(plan)

    assert find_due(TODAY) == 1

    assert told() == [(FOLLOW_UP, f"followup:{followup.pk}", caseworker_of(plan.course).pk)]
    assert Notice.objects.get().path == f"/courses/{plan.course_id}/followup/hold/"


@pytest.mark.parametrize("holder", ["citizen", "network_person"])
def test_the_borgerkonsulent_is_told_of_what_the_citizen_or_the_network_has(plan, holder):
    who = citizen_of(plan.course) if holder == "citizen" else make_network_person(plan.course)
    make_agreement(plan, **{holder: who})

    find_due(TODAY)

    assert [recipient for _, _, recipient in told()] == [konsulent_of(plan.course).pk]


def test_who_has_left_the_course_is_not_told_but_the_closest_is(plan):
    gone, closed = make_user("Gerda Gået"), make_user("Lukket Konto", is_active=False)
    assign(gone, plan.course, ends_on=TODAY)
    assign(closed, plan.course)
    make_agreement(plan, user=gone)
    make_agreement(plan, "Noget andet", user=closed)
    make_follow_up(plan, responsible=gone)

    find_due(TODAY)

    jonas, katrine = konsulent_of(plan.course).pk, caseworker_of(plan.course).pk
    assert [recipient for _, _, recipient in told()] == [jonas, jonas, katrine]


def test_who_only_reads_for_a_while_or_whose_hours_are_over_is_not_told(plan):
    now, reader, over = timezone.now(), make_user("Leder"), make_user("Afløst")
    assign(reader, plan.course, Role.READER, expires_at=now + timedelta(hours=1))
    assign(over, plan.course, expires_at=now - timedelta(hours=1))
    make_agreement(plan, user=reader)
    make_agreement(plan, "Noget andet", user=over)

    find_due(TODAY)

    assert {recipient for _, _, recipient in told()} == {konsulent_of(plan.course).pk}


def test_who_is_in_the_role_on_the_day_is_told(plan):
    old = plan.course.assignments.get(role=Role.BORGERKONSULENT)
    old.ends_on = TODAY
    new = make_user("Ny Konsulent")
    old.save()
    assign(new, plan.course, Role.BORGERKONSULENT, starts_on=TODAY)
    make_agreement(plan, citizen=citizen_of(plan.course), due_on=YESTERDAY)

    find_due(YESTERDAY)
    first = told()
    find_due(TODAY)

    assert [recipient for _, _, recipient in first] == [old.user_id]
    assert [recipient for _, _, recipient in told()] == [new.pk]


def test_thirty_due_are_told_thirty_times_however_often_it_rings(plan):
    for number in range(30):
        make_agreement(plan, f"Aftale {number}")

    assert [find_due(TODAY) for _ in range(3)] == [30, 0, 0]
    assert Notice.objects.count() == 30


def test_a_closed_course_tells_nobody_and_a_paused_one_does(plan):
    make_agreement(plan)
    paused = make_course(status=Course.Status.PAUSED, paused_on=TODAY)
    make_agreement(make_plan(paused))
    find_due(TODAY)
    course = plan.course
    course.status, course.closed_on, course.closing = Course.Status.CLOSED, TODAY, Course.Closing.JOB
    course.save()

    assert find_due(TODAY) == 0

    assert [notice.course_id for notice in Notice.objects.filter(settled_at=None)] == [paused.pk]


@pytest.mark.parametrize("change", ["done", "cancelled", "moved", "given"])
def test_what_is_done_moved_or_given_away_waits_no_more(plan, change):
    agreement = make_agreement(plan)
    find_due(TODAY)
    changes = {
        "done": {"status": Agreement.Status.DONE, "done_on": TODAY},
        "cancelled": {"status": Agreement.Status.CANCELLED},
        "moved": {"due_on": TODAY + timedelta(days=7)},
        "given": {"user": konsulent_of(plan.course)},
    }

    Agreement.objects.filter(pk=agreement.pk).update(**changes[change])

    assert find_due(TODAY) == (change == "given")
    assert len(told()) == (change == "given")


def test_what_is_moved_is_told_again_on_its_new_day(plan):
    agreement = make_agreement(plan)
    find_due(TODAY)
    later = TODAY + timedelta(days=7)
    Agreement.objects.filter(pk=agreement.pk).update(due_on=later)
    find_due(TODAY)

    assert find_due(later) == 1
    assert Notice.objects.count() == 2


def test_an_agreement_in_words_alone_is_never_due(plan):
    make_agreement(plan, due_on=None, due_words="når hun er klar")

    assert find_due(date(2099, 1, 1)) == 0


@pytest.mark.parametrize(
    "day", [date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29), date(2026, 12, 31)]
)
def test_days_when_the_clock_or_the_calendar_jumps(plan, day):
    make_agreement(plan, due_on=day)

    assert [find_due(day - timedelta(days=1)), find_due(day), find_due(day + timedelta(days=1))] == [0, 1, 0]


def test_three_courses_cost_as_much_as_three_hundred(plan):
    counts = []
    for number in (3, 297):
        for _ in range(number):
            make_agreement(plan)
        with CaptureQueriesContext(connection) as queries:
            find_due(TODAY)
        counts.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))

    assert counts == [14, 14]


@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
def test_four_beats_at_once_tell_once():
    with transaction.atomic():
        plan = make_plan()
        for number in range(30):
            make_agreement(plan, f"Aftale {number}")

    def ring(_):
        try:
            return find_due(TODAY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as beats:
        told_by_each = list(beats.map(ring, range(4)))

    assert sum(told_by_each) == Notice.objects.count() == 30


@pytest.mark.usefixtures("truncatable")
@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_notice_that_is_being_mailed():
    with transaction.atomic():
        agreement = make_agreement(make_plan())
    find_due(TODAY)

    def finish_it():
        try:
            Agreement.objects.filter(pk=agreement.pk).update(status="done", done_on=TODAY)
            return settle(AGREEMENT, f"agreement:{agreement.pk}"), find_due(TODAY)
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as elsewhere:
        Notice.objects.select_for_update().get()
        assert elsewhere.submit(finish_it).result(timeout=5) == (0, 0)
    find_due(TODAY)

    assert Notice.objects.exclude(settled_at=None).count() == 1


def test_the_task_only_hands_on_the_day(plan):
    make_agreement(plan)

    assert tasks.find_due() == 1


def test_beat_rings_for_tasks_that_exist():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
