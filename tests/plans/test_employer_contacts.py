"""Talks with companies, and how long it took to the first one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from borgerforloeb.audit.models import AuditEvent
from borgerforloeb.citizens.models import Course
from plans.actions.employer_contacts import note_contact, take_back_contact
from plans.first_contacts import FirstContacts, first_contacts
from plans.models import EmployerContact
from plans.placements import first_contact
from tests.factories import (
    LONG_AGO,
    TODAY,
    assign,
    konsulent_of,
    main_person,
    make_citizen,
    make_course,
    make_plan,
    make_unit,
    make_user,
)
from tests.plans.placing import make_contact

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def sanne(plan):
    user = make_user("Sanne Krogh")
    assign(user, plan.course)
    return user


def note(plan, **fields):
    told = {"person": main_person(plan.course), "on": TODAY, "company": "Planteskolen", "today": TODAY}
    return note_contact(plan, **told | {"by": konsulent_of(plan.course)} | fields)


def take_back(row, **fields):
    told = {"why": "Forkert borger.", "on": TODAY, "by": konsulent_of(row.plan.course)}
    return take_back_contact(row, **told | fields)


def test_the_job_adviser_of_the_team_notes_a_contact(plan, sanne):
    row = note(plan, by=sanne, kind="visit", words="De viser rundt.")

    assert (row.domain, row.kind, row.noted_by, row.words) == (
        "employment",
        "visit",
        sanne,
        "De viser rundt.",
    )
    event = AuditEvent.objects.get(action="employer_contact.noted")
    assert (event.details, event.domain) == ({"kind_of": "visit"}, "employment")
    assert event.person_ids == [main_person(plan.course).pk]


def test_the_same_sent_twice_is_one(plan):
    assert note(plan) == note(plan)
    assert EmployerContact.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"on": TODAY + timedelta(days=1)}, "en dag, der har været"), ({"level": "shielded"}, "selv må læse")],
)
def test_a_contact_that_cannot_be_is_refused(plan, fields, words):
    with pytest.raises(ValidationError, match=words):
        note(plan, **fields)

    assert not EmployerContact.objects.exists()


def test_it_is_taken_back_by_its_writer_or_by_the_two(plan, sanne):
    own, other = note(plan, by=sanne), make_contact(plan, LONG_AGO)

    assert take_back(own, by=sanne).taken_back_by == sanne
    with pytest.raises(PermissionDenied):
        take_back(other, by=sanne)
    assert take_back(other).taken_back_why == "Forkert borger."
    assert AuditEvent.objects.filter(action="employer_contact.taken_back").count() == 2


def test_it_is_taken_back_once_and_with_a_reason(plan):
    row = note(plan)

    with pytest.raises(ValidationError, match="hvorfor"):
        take_back(row, why=" ")
    take_back(row)
    with pytest.raises(ValidationError, match="allerede taget tilbage"):
        take_back(row)


def test_nobody_takes_back_what_they_may_not_read(plan):
    with pytest.raises(PermissionDenied):
        take_back(make_contact(plan, level="shielded"))


def test_nothing_is_written_by_strangers_or_in_a_closed_course(plan):
    row, stranger = make_contact(plan), make_user()
    for act in (lambda: note(plan, by=stranger), lambda: take_back(row, by=stranger)):
        with pytest.raises(PermissionDenied):
            act()
    Course.objects.update(status=Course.Status.CLOSED, closed_on=TODAY, closing=Course.Closing.JOB)
    for act in (lambda: note(plan), lambda: take_back(row)):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], "Ingen kontakt endnu – 34 dage siden start"),
        ([12, 20], "Første kontakt til en virksomhed: 12 dage efter forløbets start"),
        ([1], "Første kontakt til en virksomhed: 1 dag efter forløbets start"),
        ([-3], "Første kontakt til en virksomhed: før forløbets start"),
    ],
)
def test_the_first_contact_is_counted_from_the_start_of_the_course(days, words):
    spoken = [LONG_AGO + timedelta(days=number) for number in days]

    assert str(first_contact(spoken, began_on=LONG_AGO, today=LONG_AGO + timedelta(days=34))) == words


def test_none_that_one_may_read_is_not_none():
    told = first_contact([], began_on=LONG_AGO, today=LONG_AGO, sees_all=False)

    assert str(told) == "Ingen kontakt, som du må læse om – 0 dage siden start"


def test_days_to_the_first_contact_are_counted_by_unit():
    here, there = make_unit("Jobcentret"), make_unit("Familiehuset")
    for days in (2, 10, 36):
        plan = make_plan(make_course(unit=here, citizens=[make_citizen()]))
        make_contact(plan, LONG_AGO + timedelta(days=days))
        make_contact(plan, LONG_AGO + timedelta(days=days + 50))
    plan = make_plan(make_course(unit=there, citizens=[make_citizen()]))
    make_contact(plan, LONG_AGO - timedelta(days=5))
    wrong = {"taken_back_on": TODAY, "taken_back_by": konsulent_of(plan.course), "taken_back_why": "Forkert."}
    other = make_plan(make_course(unit=there, citizens=[make_citizen()]))
    make_contact(other, LONG_AGO + timedelta(days=1), **wrong)

    assert first_contacts(*YEAR) == {here.pk: FirstContacts(3, 10, 36), there.pk: FirstContacts(1, 0, 0)}


def test_each_person_of_a_family_has_a_first_contact_and_only_that_one_is_counted():
    course = make_course(citizens=[make_citizen("Amina"), make_citizen("Yusuf")])
    plan = make_plan(course)
    for person, days in zip(course.persons.order_by("pk"), (3, 7), strict=True):
        make_contact(plan, LONG_AGO + timedelta(days=days), person=person)
        make_contact(plan, TODAY, person=person)

    assert first_contacts(*YEAR) == {course.unit_id: FirstContacts(2, 5, 7)}
    assert first_contacts(TODAY, TODAY) == {}
