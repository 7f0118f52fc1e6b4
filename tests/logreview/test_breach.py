"""What a breach reached, counted by hand beside the report."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.citizens.models import Domain
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.documents.models import StoredDocument
from borgerforloeb.logreview.breach import Scope, breach_report
from tests.factories import caseworker_of, konsulent_of, main_person, make_citizen, make_course, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course(citizens=[make_citizen("Amina"), make_citizen("Yusuf", protected_address=True)])


@pytest.fixture
def seen(course):
    """Katrine saw both twice and printed one, Jonas saw one, and one was refused."""
    both = [person.pk for person in sorted(course.persons.all(), key=lambda one: one.protected_address)]
    katrine, jonas = caseworker_of(course), konsulent_of(course)
    base = {"course_id": course.pk, "basis": "coordinating_caseworker:12"}
    for action in ("plan.viewed", "notes.opened"):
        record(action, kind=Kind.VIEW, by=katrine, persons=both, **base)
    record("plan.printed", kind=Kind.PRINT, by=katrine, persons=both[:1], domain="health", **base)
    record("plan.viewed", kind=Kind.VIEW, by=jonas, persons=both[:1], **base)
    record("plan.viewed", kind=Kind.REFUSAL, by=jonas, persons=both, **base)
    return both


def scope(**fields):
    today = timezone.localdate()
    return Scope(first=today - timedelta(days=1), last=today, **fields)


def asker():
    return {"by": make_user("Dorte DPO").username, "reason": "Brev fra en borger"}


def told(report):
    return {one.person_id: (one.times, one.prints) for one in report.reached}


def test_all_that_one_employee_saw(course, seen):
    report = breach_report(scope(user=caseworker_of(course)))

    assert told(report) == {str(seen[0]): (3, 1), str(seen[1]): (2, 0)}
    first = report.reached[0]
    assert first.data == ["Notater åbnet", "Planen udskrevet", "Planen åbnet"]
    assert (first.basis, first.seen_by) == (["koordinerende sagsbehandler"], ["Katrine Dahl"])
    assert first.fields == [Domain.HEALTH.label]


def test_all_who_saw_one_citizen(course, seen):
    report = breach_report(scope(citizen=main_person(course)))

    assert told(report) == {str(seen[0]): (4, 1)}
    assert report.reached[0].seen_by == ["Jonas Bech", "Katrine Dahl"]


def test_one_course_and_nothing_of_another(course, seen):
    other = make_course()
    record("plan.viewed", kind=Kind.VIEW, by=None, course_id=other.pk, persons=[main_person(other).pk])

    assert set(told(breach_report(scope(course=course)))) == set(map(str, seen))


def test_what_names_a_course_alone_is_told_of_the_course(course):
    record("course.log_opened", kind=Kind.VIEW, by=caseworker_of(course), course_id=course.pk)

    [row] = breach_report(scope(course=course)).reached
    assert (row.person_id, row.course, row.times) == ("", course.number, 1)


def test_a_protected_address_is_marked(course, seen):
    marked = {one.person_id: one.protected_address for one in breach_report(scope()).reached}

    assert marked[str(seen[0])] is False
    assert marked[str(seen[1])] is True


def test_the_command_tells_and_logs_that_it_was_asked(course, seen):
    out = StringIO()

    by = asker()

    call_command("breach_report", user=caseworker_of(course).username, stdout=out, **by)

    assert "2 personer, set 5 gange." in out.getvalue()
    event = AuditEvent.objects.get(action="breach.reported")
    assert event.details == {"user": caseworker_of(course).pk, "rows": 2}
    assert (event.actor, event.reason) == ("Dorte DPO, sagsbehandler", "Brev fra en borger")
    assert event.person_ids == sorted(seen)


def test_all_who_are_shown_stand_in_the_log(course):
    people = [make_citizen(f"Barn {number}") for number in range(51)]
    for one in people:
        record("plan.viewed", kind=Kind.VIEW, by=None, course_id=course.pk, persons=[one.pk])

    call_command("breach_report", course=course.number, stdout=StringIO(), **asker())

    rows = AuditEvent.objects.filter(action="breach.reported").order_by("id")
    assert [len(row.person_ids) for row in rows] == [50, 1]
    assert {pk for row in rows for pk in row.person_ids} == {one.pk for one in people}


@pytest.mark.parametrize("missing", ["by", "reason"])
def test_nobody_is_shown_without_who_asks_and_why(course, seen, missing):
    out, asked = StringIO(), asker() | {missing: " " if missing == "reason" else "findes-ikke"}

    with pytest.raises(CommandError):
        call_command("breach_report", course=course.number, stdout=out, **asked)

    assert out.getvalue() == ""
    assert not AuditEvent.objects.filter(action="breach.reported").exists()


def test_json_holds_the_same(course, seen):
    out = StringIO()

    call_command("breach_report", course=course.number, json=True, stdout=out, **asker())

    report = json.loads(out.getvalue())
    assert (report["persons"], report["times"]) == (2, 6)


def test_a_file_with_a_row_for_each_and_no_formula(course, seen, tmp_path):
    person = main_person(course)
    person.first_names = "=1+1"
    person.save()

    asked = asker() | {"course": course.number, "csv": tmp_path / "brud.csv"}
    call_command("breach_report", stdout=StringIO(), **asked)

    with (tmp_path / "brud.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 2
    assert rows[0]["name"].startswith("'=1+1")


@pytest.mark.parametrize("asked", [{}, {"user": "findes-ikke"}, {"course": "0000-0000"}])
def test_what_cannot_be_answered_is_refused(asked):
    with pytest.raises(CommandError):
        call_command("breach_report", stdout=StringIO(), **asker(), **asked)


@pytest.fixture
def given(course):
    """Katrine makes a paper about Amina with a row about Yusuf in it; Jonas gives it five days later."""
    amina, yusuf = main_person(course), course.persons.get(protected_address=True)
    now = timezone.now()
    row = {"course": course, "about": amina, "what": "Planen", "source": "plan:1", "edition": "authority"}
    row |= {"to": "authority", "recipient": "Regionen", "basis": "§ 1", "made_by": caseworker_of(course)}
    row["items"] = [
        {"person": str(one.pk), "domain": "common", "level": "common", "count": 1} for one in (amina, yusuf)
    ]
    Disclosure.objects.create(**row, made_at=now)
    copy = {"owner_key": "1", "course_id": course.pk, "content": b"x", "sha256": "x", "pages": 1}
    document = StoredDocument.objects.create(kind="disclosure", made_at=now, **copy)
    released = {"status": "released", "released_at": now, "released_by": konsulent_of(course)}
    Disclosure.objects.create(**row, **released, document=document, made_at=now - timedelta(days=5))
    return [amina, yusuf]


def test_what_was_given_is_told_by_its_release_and_by_all_who_stand_in_it(course, given):
    amina, yusuf = given
    for asked, number in (
        ({}, 1),
        ({"user": konsulent_of(course)}, 1),
        ({"user": caseworker_of(course)}, 0),
        ({"citizen": amina}, 1),
        ({"citizen": yusuf}, 1),
        ({"citizen": make_citizen("Bo")}, 0),
        ({"course": course}, 1),
        ({"course": make_course()}, 0),
    ):
        assert len(breach_report(scope(**asked)).recipients) == number, asked
    [told_of] = breach_report(scope()).recipients
    assert told_of["persons"] == sorted([str(amina.pk), str(yusuf.pk)])
    assert (told_of["recipient"], told_of["released_by_id"]) == ("Regionen", str(konsulent_of(course).pk))
    made_on = timezone.localdate() - timedelta(days=5)
    assert breach_report(Scope(first=made_on, last=made_on)).recipients == []
