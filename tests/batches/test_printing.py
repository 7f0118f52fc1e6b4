from datetime import timedelta
from io import BytesIO

import pdfplumber
import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.utils import timezone

from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.batches import actions
from borgerforloeb.batches.models import PrintJob
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.documents.engine import DocumentUnavailable
from borgerforloeb.documents.models import StoredDocument
from borgerforloeb.pages.giving import give_own
from borgerforloeb.pages.tasks import draw_batches, forget_batches
from roles.models import Block
from tests.batches.trying import AT, State, again, draw, started, states, with_plans
from tests.factories import LONG_AGO, main_person, make_goal, make_user

pytestmark = pytest.mark.django_db


def job_of(batch, course):
    return PrintJob.objects.select_related("disclosure").get(batch=batch, course=course)


def test_the_task_draws_each_as_its_page_would_and_ends_the_batch():
    katrine, courses = with_plans(2)
    batch = started(courses, katrine, size="ordinary", at=timezone.now())

    drawn = draw_batches()

    given = job_of(batch, courses[0]).disclosure
    with pdfplumber.open(BytesIO(bytes(given.document.content))) as pdf:
        words = " ".join(page.extract_text() for page in pdf.pages)
    assert (drawn, states(batch), again(batch).state) == (2, ["drawn", "drawn"], "done")
    assert (given.made_by, given.released_by, given.citizen) == (katrine, katrine, main_person(courses[0]))
    assert f"nr. {given.number}" in words
    assert "Jeg vil gerne stå op til noget." in words
    event = AuditEvent.objects.get(action="disclosure.released", course_id=courses[0].pk)
    assert (event.kind, event.actor_id) == (Kind.PRINT, katrine.pk)


def test_two_hundred_are_drawn_each_once_in_the_size_that_was_asked_for(quick_press):
    katrine, courses = with_plans(200)
    batch = started(courses, katrine, size="large")

    assert draw() == 200

    assert set(states(batch)) == {"drawn"}
    assert quick_press == [True] * 200
    assert Disclosure.objects.count() == StoredDocument.objects.count() == 200
    assert again(batch).state == "done"


def test_after_stop_nothing_more_is_begun_and_what_is_drawn_stays(quick_press):
    katrine, courses = with_plans(4)
    batch = started(courses, katrine)

    def pressed_while_drawing(*args):
        if not Disclosure.objects.exists():
            actions.stop_batch(batch, by=katrine, at=AT)
        return give_own(*args)

    draw(give=pressed_while_drawing)
    draw()

    assert sorted(states(batch)) == ["drawn", "waiting", "waiting", "waiting"]
    assert again(batch).state == "stopped"
    assert Disclosure.objects.get().status == "released"


def test_a_worker_that_dies_leaves_nothing_half_done_and_no_plan_is_drawn_twice(quick_press):
    katrine, courses = with_plans(3)
    batch = started(courses, katrine)
    draw(most=1)

    def dies(*args):
        give_own(*args)
        raise SystemExit

    with pytest.raises(SystemExit):
        draw(give=dies)
    left = sorted(states(batch)), Disclosure.objects.count()
    draw()

    assert left == (["drawn", "waiting", "waiting"], 1)
    assert states(batch) == ["drawn"] * 3
    assert Disclosure.objects.values("course").distinct().count() == Disclosure.objects.count() == 3


def is_blocked(course, katrine):
    about = {"citizen": main_person(course), "user": katrine, "set_by": katrine}
    Block.objects.create(why="Kender mig privat.", set_on=LONG_AGO, **about)


def is_deactivated(course, katrine):
    katrine.is_active = False
    katrine.save()


@pytest.mark.parametrize("lost", [is_blocked, is_deactivated])
def test_who_has_lost_the_right_is_given_nothing_more(quick_press, lost):
    katrine, courses = with_plans(2)
    batch = started(courses, katrine)
    lost(courses[0], katrine)

    draw()

    job = job_of(batch, courses[0])
    assert (job.state, job.disclosure) == (State.REFUSED, None)
    assert job.why == "Du må ikke længere udskrive planen i det forløb."
    assert not Disclosure.objects.filter(course=courses[0]).exists()
    assert job_of(batch, courses[1]).state == ("refused" if lost is is_deactivated else "drawn")


def test_who_has_been_replaced_in_the_middle_is_given_nothing_more(quick_press):
    katrine, courses = with_plans(2)
    batch = started(courses, katrine)
    other = make_user("Ny Sagsbehandler")
    courses[0].assignments.filter(user=katrine).update(user=other)

    draw()

    assert job_of(batch, courses[0]).state == State.REFUSED
    assert job_of(batch, courses[1]).state == State.DRAWN


def test_what_must_be_looked_at_waits_for_a_human(quick_press):
    katrine, courses = with_plans(1)
    batch = started(courses, katrine)
    make_goal(courses[0].plan, "Jeg ringer til 711299-4123")

    draw()

    job = job_of(batch, courses[0])
    assert (job.state, job.disclosure.status, job.disclosure.document) == ("decide", "draft", None)
    assert again(batch).state == "done"
    assert quick_press == []


def test_a_press_that_is_away_fails_that_plan_and_no_other(quick_press):
    katrine, courses = with_plans(2)
    batch = started(courses, katrine)

    def away(user, course, *rest):
        if course == courses[0].pk:
            raise DocumentUnavailable
        return give_own(user, course, *rest)

    draw(give=away)
    failed = job_of(batch, courses[0])
    actions.try_again(batch, by=katrine)
    draw()

    assert (failed.state, failed.why) == (State.FAILED, DocumentUnavailable().messages[0])
    assert states(batch) == ["drawn", "drawn"]


def test_an_error_nobody_thought_of_is_told_without_its_words(quick_press, caplog):
    katrine, courses = with_plans(1)
    batch = started(courses, katrine)

    def breaks(*args):
        raise KeyError("Jeg vil gerne stå op til noget.")

    draw(give=breaks)

    assert job_of(batch, courses[0]).state == State.FAILED
    assert "KeyError" in caplog.text
    assert "stå op" not in caplog.text


def test_what_cannot_be_written_just_now_waits_for_the_next_ring(quick_press):
    katrine, courses = with_plans(1)
    batch = started(courses, katrine)

    def is_down(*args):
        raise OperationalError

    with pytest.raises(OperationalError):
        draw(give=is_down)

    assert states(batch) == ["waiting"]
    assert draw() == 1


def test_two_batches_take_turns(quick_press):
    katrine, many = with_plans(3)
    jonas, few = with_plans(1, user=make_user("Jonas Holm"))
    long, short = started(many, katrine), started(few, jonas)

    draw(most=2)

    assert (sorted(states(long)), states(short)) == (["drawn", "waiting", "waiting"], ["drawn"])


def test_a_stranger_is_refused_by_the_giving_itself():
    _, courses = with_plans(1)

    with pytest.raises(PermissionDenied):
        give_own(make_user("Stig Fremmed"), courses[0].pk, None, AT)

    assert not Disclosure.objects.exists()


def test_old_batches_are_taken_away_at_night():
    katrine, courses = with_plans(2)
    old = started(courses[:1], katrine, at=timezone.now() - timedelta(days=31))
    actions.stop_batch(old, by=katrine, at=AT)
    young = started(courses[1:], katrine, at=timezone.now() - timedelta(days=29))
    actions.stop_batch(young, by=katrine, at=AT)

    assert forget_batches() == 1
    assert PrintJob.objects.get().batch == young
