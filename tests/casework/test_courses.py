"""Opening a course and moving it through its states."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.casework.actions import courses
from borgerforloeb.casework.actions.courses import Chosen
from borgerforloeb.casework.actions.persons import CANNOT_BE_USED
from borgerforloeb.citizens.models import Citizen, CitizenNumber, Course
from roles.models import Role
from tests.casework.persons import written
from tests.factories import (
    LONG_AGO,
    TODAY,
    caseworker_of,
    give_number,
    konsulent_of,
    make_citizen,
    make_course,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def open_course(by=None, **changes):
    fields = {
        "kind": "adult",
        "person": written(),
        "entry_reason": "Fire planer skal blive til én.",
        "first_contact_on": TODAY,
        "opened_on": TODAY,
        "domains": ["social", "employment"],
        "today": TODAY,
    } | changes
    if "unit" not in fields:
        fields["unit"] = make_unit()
    if "konsulent" not in fields:
        jonas = make_user("Jonas Bech", capabilities=[Capability.PROVIDER])
        fields["konsulent"] = Chosen(
            jonas, "Tættest på Freja.", "bostøtte", ["social"], "Jonas, ham kender jeg."
        )
    return courses.open_course(by=by or make_user("Katrine Dahl"), **fields)


def test_a_course_is_opened_for_somebody_new():
    katrine = make_user("Katrine Dahl")

    course = open_course(katrine, end_goal="education")

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert (course.name, course.number, course.end_goal) == ("Freja Lindqvist Holm", "2026-0001", "education")
    assert caseworker_of(course) == katrine
    konsulent = course.assignments.get(role=Role.BORGERKONSULENT)
    assert (konsulent.user.name, konsulent.citizen_wish) == ("Jonas Bech", "Jonas, ham kender jeg.")
    assert (konsulent.reason, konsulent.appointed_by) == ("Tættest på Freja.", katrine)
    citizen = course.persons.get()
    assert (citizen.born_on, citizen.numbers.get().kind) == (date(1999, 12, 11), "replacement")
    event = AuditEvent.objects.get(action="course.created")
    assert (event.course_id, event.person_ids, event.actor_id) == (course.pk, [citizen.pk], katrine.pk)


def test_who_is_known_by_number_is_found_and_not_made_twice():
    freja = make_citizen()
    give_number(freja, "711299-4123")

    course = open_course(person=written("freja  ".strip(), "LINDQVIST HOLM"))

    assert course.persons.get() == freja
    assert Citizen.objects.count() == CitizenNumber.objects.count() == 1


def test_who_had_the_number_once_is_found_and_a_stranger_with_it_is_new():
    freja = make_citizen()
    give_number(freja, "711299-4123")
    CitizenNumber.objects.update(valid_to=LONG_AGO)

    assert open_course(person=written("Bo", "Ny")).persons.get() != freja
    assert (
        open_course(kind="youth", person=written("Freja", "Lindqvist Holm", "020290-1234")).persons.get()
        != freja
    )


@pytest.mark.parametrize("born_on", [None, date(2027, 1, 1)])
def test_a_number_may_be_missing(born_on):
    course = open_course(person=written(number="", born_on=born_on))

    assert not course.persons.get().numbers.exists()


def test_the_same_answer_for_a_wrong_name_and_for_a_course_elsewhere():
    freja = make_citizen()
    give_number(freja, "711299-4123")
    make_course(citizens=[freja])

    answers = []
    for person in (written("Bo", "Hansen"), written()):
        with pytest.raises(ValidationError) as refusal:
            open_course(person=person)
        answers.append(refusal.value.messages)

    assert answers == [[CANNOT_BE_USED], [CANNOT_BE_USED]]
    assert Course.objects.count() == 1


def test_one_who_may_know_is_told_which_course_there_is():
    freja = make_citizen()
    give_number(freja, "711299-4123")
    course = make_course(citizens=[freja])

    with pytest.raises(ValidationError, match=course.number):
        open_course(caseworker_of(course))
    assert open_course(caseworker_of(course), kind="youth").kind == "youth"


@pytest.mark.parametrize("number", ["711299-4123", ""])
def test_a_double_submit_has_one_effect(number):
    katrine = make_user("Katrine Dahl")
    course = open_course(katrine, person=written(number=number))

    with pytest.raises(ValidationError, match=course.number):
        open_course(katrine, person=written(number=number))

    assert (Course.objects.count(), Citizen.objects.count()) == (1, 1)


def test_a_family_has_a_name_of_its_own():
    assert open_course(kind="family").name == "Familien Lindqvist Holm"
    named = open_course(kind="family", person=written("Bo", "Ny", "020290-1234"), family_name="Rahbek-Said")
    assert named.name == "Rahbek-Said"


def test_numbers_follow_each_other_year_by_year_without_gaps():
    assert open_course().number == "2026-0001"
    with pytest.raises(ValidationError):
        open_course(person=written("Bo", "Ny", "020290-1234"), entry_reason="")
    assert open_course(person=written("Bo", "Ny", "020290-1234")).number == "2026-0002"
    early = date(2025, 3, 1)
    dates = {"opened_on": early, "first_contact_on": early}
    assert open_course(person=written("Ea", "Ny", "030390-1234"), **dates).number == "2025-0001"
    Course.objects.filter(number="2026-0002").update(number="2026-9999")
    assert open_course(person=written("Ib", "Ny", "040490-1234")).number == "2026-10000"
    assert open_course(person=written("Jo", "Ny", "050590-1234")).number == "2026-10001"


@pytest.mark.parametrize(
    "changes",
    [
        {"opened_on": TODAY + timedelta(days=1)},
        {"first_contact_on": TODAY + timedelta(days=1)},
        {"entry_reason": ""},
        {"kind": "club"},
        {"end_goal": "king"},
        {"person": written("")},
        {"domains": ["gossip"]},
    ],
)
def test_what_cannot_be_opened(changes):
    with pytest.raises(ValidationError):
        open_course(**changes)

    assert not Course.objects.exists()
    assert not Citizen.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_leader_cannot_be_borgerkonsulent_by_that_alone():
    leader = make_user("Leder", capabilities=[Capability.LEADER])

    with pytest.raises(ValidationError, match="Leder"):
        open_course(konsulent=Chosen(leader, "Kender borgeren."))


@pytest.mark.parametrize("capability", [Capability.PROVIDER, Capability.LEADER, Capability.ADMINISTRATOR])
def test_only_caseworkers_open(capability):
    with pytest.raises(PermissionDenied):
        open_course(make_user(capabilities=[capability]))


def test_pause_and_resume():
    course = make_course()
    katrine = caseworker_of(course)

    paused = courses.pause_course(course, reason="Indlagt.", paused_on=TODAY, today=TODAY, by=katrine)
    assert (paused.status, paused.paused_on, paused.pause_reason) == ("paused", TODAY, "Indlagt.")
    with pytest.raises(ValidationError):
        courses.pause_course(course, reason="Igen.", paused_on=TODAY, today=TODAY, by=katrine)

    resumed = courses.resume_course(course, by=katrine)
    assert (resumed.status, resumed.paused_on) == ("running", None)
    with pytest.raises(ValidationError):
        courses.resume_course(course, by=katrine)
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == [
        "course.paused",
        "course.resumed",
    ]


@pytest.mark.parametrize("paused_on", [TODAY + timedelta(days=1), LONG_AGO - timedelta(days=1)])
def test_a_pause_begins_within_the_course_and_not_later_than_today(paused_on):
    course = make_course()

    with pytest.raises(ValidationError):
        courses.pause_course(course, reason="x", paused_on=paused_on, today=TODAY, by=caseworker_of(course))


def test_close_and_reopen():
    course = make_course()
    katrine = caseworker_of(course)
    fields = {
        "closing": "education",
        "reason": "Elevplads.",
        "closed_on": TODAY,
        "today": TODAY,
        "by": katrine,
    }

    closed = courses.close_course(course, **fields)
    assert (closed.status, closed.closing, closed.closed_on) == ("closed", "education", TODAY)
    with pytest.raises(ValidationError):
        courses.close_course(course, **fields)

    reopened = courses.reopen_course(course, by=katrine)
    assert (reopened.status, reopened.closing, reopened.closed_on) == ("running", "", None)
    with pytest.raises(ValidationError):
        courses.reopen_course(course, by=katrine)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {"course.closed", "course.reopened"}


@pytest.mark.parametrize(
    "changes",
    [
        {"closing": ""},
        {"closing": "king"},
        {"closed_on": TODAY + timedelta(days=1)},
        {"closed_on": date(2025, 1, 1)},
    ],
)
def test_what_closes_nothing(changes):
    course = make_course()
    fields = {
        "closing": "job",
        "reason": "x",
        "closed_on": TODAY,
        "today": TODAY,
        "by": caseworker_of(course),
    }

    with pytest.raises(ValidationError):
        courses.close_course(course, **fields | changes)

    course.refresh_from_db()
    assert course.status == "running"
    assert not AuditEvent.objects.exists()


def test_only_the_caseworker_moves_a_course():
    course = make_course()
    acts = [
        lambda by: courses.pause_course(course, reason="x", paused_on=TODAY, today=TODAY, by=by),
        lambda by: courses.resume_course(course, by=by),
        lambda by: courses.close_course(
            course, closing="job", reason="x", closed_on=TODAY, today=TODAY, by=by
        ),
        lambda by: courses.reopen_course(course, by=by),
    ]
    for by in (konsulent_of(course), make_user("Stig")):
        for act in acts:
            with pytest.raises(PermissionDenied):
                act(by)
