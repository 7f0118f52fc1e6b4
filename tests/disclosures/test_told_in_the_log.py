"""Each step of giving something out leaves its row: by whom, about whom, and no word of the paper."""

from datetime import timedelta

import pytest

from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.disclosures.actions import approve, ask_for_second, hand_out, look_again, release, stop
from borgerforloeb.disclosures.findings import needs_two
from borgerforloeb.disclosures.models import Disclosure
from plans.pdf import plan_pdf
from tests.disclosures.family import AT, TODAY, decide_all, give, in_hiding, package, recipient, words
from tests.factories import make_user
from tests.proofs import FRESH

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return in_hiding(custody=True)


def the_row(action, world, by=None, kind=Kind.CHANGE):
    event = AuditEvent.objects.get(action=action)
    by = by or world.katrine
    assert (event.actor_id, event.kind, event.course_id) == (by.pk, kind, world.course.pk)
    assert world.yusuf.pk in event.person_ids
    assert event.basis
    assert not any(word in str(event.details) for word in ("Skov", "Hegns", "Pia", "2987"))
    return event


def again(world, row, to):
    to = recipient(world.course, row.made_by, to.pk)
    return package(world.course, row.made_by, to), to


def test_who_begins_it_and_how_much_was_found(world):
    row, _ = give(world, world.samir.pk)

    event = the_row("disclosure.prepared", world)
    assert event.details["findings"] == row.findings.count() > 0
    assert (event.details["recipient_kind"], event.details["paper"]) == ("citizen", "plan")


def test_who_looks_at_it_again(world):
    row, to = give(world, world.samir.pk)

    look_again(row, *again(world, row, to), by=world.jonas)

    assert the_row("disclosure.looked_again", world, world.jonas).details["findings"] == row.findings.count()


def test_who_decides_and_how_much_may_stand(world):
    row, _ = give(world, world.samir.pk)

    decide_all(row, by=world.katrine)

    details = the_row("disclosure.decided", world).details
    assert (details["stand"], details["removed"]) == (0, row.findings.count())


def test_who_asks_for_the_second_and_who_that_was(world):
    row, to = give(world, world.samir.pk)
    decide_all(row, "stand", by=world.katrine, why="Aftalt.")

    row = ask_for_second(row, proof=FRESH, by=world.katrine)
    approve(row, *again(world, row, to), proof=FRESH, by=world.jonas)

    the_row("disclosure.second_asked", world)
    the_row("disclosure.approved", world, world.jonas)


def test_who_releases_it_and_how_long_it_is(world):
    row, to = give(world, world.samir.pk)
    decide_all(row, by=world.katrine)

    row = release(row, *again(world, row, to), by=world.katrine, at=AT)

    details = the_row("disclosure.released", world, kind=Kind.PRINT).details
    assert (details["edition"], details["pages"]) == ("custody", row.document.pages)


def test_who_stops_it(world):
    row, _ = give(world, world.samir.pk)

    stop(row, why="Samir ville ikke.", by=world.jonas)

    assert "Samir" not in str(the_row("disclosure.stopped", world, world.jonas).details)


def test_a_working_copy_is_told_each_time_it_is_opened(world):
    for _ in range(2):
        plan_pdf(world.plan, by=world.katrine, edition="authority", on=TODAY, made_at=AT)

    events = AuditEvent.objects.filter(kind=Kind.PRINT, actor_id=world.katrine.pk)
    assert [event.details["edition"] for event in events] == ["authority", "authority"]
    assert all(world.yusuf.pk in event.person_ids and event.basis for event in events)
    assert Disclosure.objects.count() == 1


def test_two_who_print_the_same_have_a_copy_each(world):
    for by in (world.katrine, world.jonas):
        plan_pdf(world.plan, by=by, edition="citizen", on=TODAY, made_at=AT)

    assert {row.user: row.user.name in words(row) for row in Disclosure.objects.all()} == {
        world.katrine: True,
        world.jonas: True,
    }


def test_two_are_needed_for_what_may_stand_and_tells_where(world):
    row, _ = give(world, world.samir.pk)

    assert not needs_two(decide_all(row, by=world.katrine))
    assert needs_two(decide_all(row, "stand", by=world.katrine, why="Aftalt."))


def test_the_ledger_is_for_those_who_know_the_person(world):
    give(world, world.samir.pk)

    def seen_by(user):
        return Disclosure.objects.visible_to(user).count()

    assert (seen_by(world.jonas), seen_by(make_user("Fremmed"))) == (1, 0)


def test_who_had_it_in_large_type_last_has_it_so_again(world):
    to = recipient(world.course, world.katrine, world.amina.pk, about=world.amina)

    def given(day, large_type=None):
        content, at = package(world.course, world.katrine, to), AT + timedelta(days=day)
        row = hand_out(world.course, content, to, by=world.katrine, at=at, large_type=large_type)
        if row.status == "draft":
            decide_all(row, by=world.katrine)
            row = release(row, content, to, by=world.katrine, at=at)
        return row.large_type

    said = (None, True, None, False, None)
    assert [given(*each) for each in enumerate(said)] == [False, True, True, False, False]


def test_a_row_of_the_whole_family_names_nobody(world):
    items = [{"person": "", "domain": "common", "level": "common", "count": 1}]

    assert Disclosure(about=world.yusuf, items=items).persons == {world.yusuf.pk}
