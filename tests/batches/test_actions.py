from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from borgerforloeb.accounts.acting import EXPIRY, serving_as
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.batches import actions
from borgerforloeb.batches.models import PrintBatch, PrintJob
from borgerforloeb.disclosures.models import Disclosure
from roles.models import Role
from tests.batches.trying import AT, again, draw, started, states, with_plans
from tests.factories import assign, make_course, make_plan, make_user

pytestmark = pytest.mark.django_db


def test_a_batch_is_started_with_a_job_for_each_course():
    katrine, courses = with_plans(3)

    batch = started(courses, katrine, size="large")

    assert (batch.count, batch.state, batch.large_type, batch.edition) == (3, "running", True, "citizen")
    assert set(batch.jobs.values_list("course", "state")) == {(course.pk, "waiting") for course in courses}
    event = AuditEvent.objects.get(action="batch.started")
    assert (event.actor_id, event.details) == (katrine.pk, {"courses": 3, "size": "large"})


@pytest.mark.parametrize(("size", "large"), [("last", None), ("ordinary", False), ("large", True)])
def test_the_type_is_as_each_had_it_last_unless_one_says(size, large):
    assert PrintBatch(size=size).large_type is large


@pytest.mark.parametrize("number", [0, 201])
def test_a_batch_holds_at_least_one_and_at_most_two_hundred(number):
    katrine, courses = with_plans(1)

    with pytest.raises(ValidationError):
        actions.start_batch(
            [courses[0].pk, *map(str, range(number - 1))][:number], size="last", by=katrine, at=AT
        )

    assert not PrintBatch.objects.exists()


def test_a_course_of_somebody_else_stops_all_of_it():
    katrine, courses = with_plans(2)
    foreign = make_plan(make_course()).course

    with pytest.raises(PermissionDenied):
        started([*courses, foreign], katrine)

    assert not PrintBatch.objects.exists()
    assert not AuditEvent.objects.filter(action="batch.started").exists()


def test_who_only_reads_for_a_while_prints_nothing():
    _, courses = with_plans(1)
    leader = make_user("Lone Leder", capabilities=["leader"])
    until = {"expires_at": AT + timedelta(days=9999), "domains": []}
    assign(leader, courses[0], Role.READER, **until)

    with pytest.raises(PermissionDenied):
        started(courses, leader)


def test_there_is_one_batch_at_a_time_for_each_person():
    katrine, courses = with_plans(2)
    started(courses[:1], katrine)

    with pytest.raises(ValidationError, match="allerede en bunke"):
        started(courses[1:], katrine)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintBatch.objects.create(user=katrine, count=1, started_at=AT)

    assert PrintBatch.objects.count() == 1


def test_a_batch_is_stopped_once_by_its_owner_alone():
    katrine, courses = with_plans(2)
    batch = started(courses, katrine)

    with pytest.raises(PermissionDenied):
        actions.stop_batch(batch, by=make_user("Stig Fremmed"), at=AT)
    stopped = actions.stop_batch(batch, by=katrine, at=AT)
    with pytest.raises(ValidationError, match="ikke i gang"):
        actions.stop_batch(batch, by=katrine, at=AT)

    assert (stopped.state, stopped.stopped_by, stopped.stopped_at) == ("stopped", katrine, AT)
    assert AuditEvent.objects.get(action="batch.stopped").target == f"batches.printbatch:{batch.pk}"


def failed_batch(katrine, courses):
    batch = started(courses, katrine)
    PrintJob.objects.filter(course=courses[0]).update(state="failed", why="Gik ikke.", settled_at=AT)
    PrintJob.objects.filter(course=courses[1]).update(state="refused", why="Må ikke.", settled_at=AT)
    PrintBatch.objects.filter(pk=batch.pk).update(state="done", done_at=AT)
    return again(batch)


def test_what_failed_is_tried_again_and_what_was_refused_is_not():
    katrine, courses = with_plans(2)
    batch = failed_batch(katrine, courses)

    actions.try_again(batch, by=katrine)

    assert again(batch).is_running
    assert states(batch) == ["refused", "waiting"] or states(batch) == ["waiting", "refused"]
    assert AuditEvent.objects.get(action="batch.tried_again").details == {"courses": 1}


def test_only_the_owner_tries_again_and_only_what_failed_and_is_done():
    katrine, courses = with_plans(3)
    batch = failed_batch(katrine, courses[:2])

    with pytest.raises(PermissionDenied):
        actions.try_again(batch, by=make_user("Stig Fremmed"))
    other = started(courses[2:], katrine)
    with pytest.raises(ValidationError, match="allerede en bunke"):
        actions.try_again(batch, by=katrine)
    with pytest.raises(ValidationError, match="ikke noget at prøve igen"):
        actions.try_again(other, by=katrine)

    assert not AuditEvent.objects.filter(action="batch.tried_again").exists()


def test_an_old_batch_is_forgotten_and_what_was_given_stays(quick_press):
    katrine, courses = with_plans(1)
    started(courses, katrine)
    draw()
    draw()

    with serving_as(EXPIRY):
        kept, gone = actions.forget(AT), actions.forget(AT + timedelta(seconds=1))

    assert (kept, gone) == (0, 1)
    assert (PrintBatch.objects.count(), PrintJob.objects.count()) == (0, 0)
    assert Disclosure.objects.get().status == "released"


def test_a_running_batch_is_not_forgotten():
    katrine, courses = with_plans(1)
    started(courses, katrine)

    with serving_as(EXPIRY):
        assert actions.forget(AT + timedelta(days=99)) == 0
