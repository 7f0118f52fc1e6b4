"""Facts about citizens that the database keeps true."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from borgerforloeb.citizens.models import CitizenNumber, Consent, Course, CoursePerson, FamilyRelation
from tests.factories import LONG_AGO, give_number, make_citizen, make_consent, make_course, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "age"),
    [
        (date(2026, 2, 28), 21), (date(2026, 3, 1), 22), (date(2028, 2, 28), 23), (date(2028, 2, 29), 24),
        (date(2100, 2, 28), 95), (date(2100, 3, 1), 96),
    ],
)  # fmt: skip
def test_who_is_born_on_29_february_grows_older_on_1_march_in_other_years(on, age):
    assert make_citizen(born_on=date(2004, 2, 29)).age(on) == age


def test_age_is_unknown_without_a_birth_date_and_counts_on_the_day():
    assert make_citizen(born_on=None).age(LONG_AGO) is None
    assert make_citizen(born_on=date(2010, 9, 2)).age(date(2026, 9, 1)) == 15
    assert make_citizen(born_on=date(2010, 9, 2)).age(date(2026, 9, 2)) == 16


def test_a_name_may_have_120_characters():
    citizen = make_citizen("d'Été " * 19 + "Åse Ø", "Ø" * 120)

    citizen.full_clean()

    assert len(citizen.first_names) <= 120
    assert citizen.first_name == "d'Été"


def refused(make) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def test_a_number_belongs_to_one_and_a_citizen_has_one():
    freja, bo = make_citizen(), make_citizen("Bo")
    number = give_number(freja, "010190-1234")

    assert refused(lambda: give_number(bo, "010190-1234"))
    assert refused(lambda: give_number(freja, "020290-1234"))
    CitizenNumber.objects.filter(pk=number.pk).update(valid_to=LONG_AGO)
    assert not refused(lambda: give_number(freja, "020290-1234"))


def test_nothing_ends_before_it_begins():
    course = make_course()
    before = course.opened_on - timedelta(days=1)
    number = give_number(course.persons.get())
    mother = make_citizen("Amina")
    relation = FamilyRelation.objects.create(
        citizen=mother, relative=make_citizen("Yusuf"), kind="parent", starts_on=course.opened_on
    )
    consent = make_consent(course, given_on=course.opened_on)

    assert refused(lambda: CoursePerson.objects.filter(course=course).update(ends_on=before))
    assert refused(lambda: CitizenNumber.objects.filter(pk=number.pk).update(valid_to=before))
    assert refused(lambda: FamilyRelation.objects.filter(pk=relation.pk).update(ends_on=before))
    assert refused(lambda: Consent.objects.filter(pk=consent.pk).update(expires_on=before))
    assert refused(
        lambda: Consent.objects.filter(pk=consent.pk).update(withdrawn_on=before, withdrawn_to=make_user())
    )


def test_custody_is_for_parents_and_guardians():
    mother, son = make_citizen("Amina"), make_citizen("Yusuf")

    assert refused(
        lambda: FamilyRelation.objects.create(citizen=mother, relative=son, kind="sibling", has_custody=True)
    )
    assert refused(lambda: FamilyRelation.objects.create(citizen=mother, relative=mother, kind="sibling"))


def test_a_closed_course_has_date_and_result_and_an_open_one_neither():
    course = make_course()

    assert refused(lambda: Course.objects.filter(pk=course.pk).update(status="closed"))
    assert refused(lambda: Course.objects.filter(pk=course.pk).update(closing="job"))
    assert refused(lambda: Course.objects.filter(pk=course.pk).update(status="paused"))
    assert refused(lambda: Course.objects.filter(pk=course.pk).update(first_contact_on=date(2027, 1, 1)))


def test_a_consent_holds_from_the_day_it_is_given_until_it_ends_or_is_withdrawn():
    course = make_course()
    consent = make_consent(course, given_on=date(2026, 9, 2), expires_on=date(2027, 9, 2))

    def holds(on):
        return Consent.objects.in_force(on).filter(pk=consent.pk).exists()

    days = (date(2026, 9, 1), date(2026, 9, 2), date(2027, 9, 2), date(2027, 9, 3))
    assert [holds(day) for day in days] == [False, True, True, False]
    Consent.objects.filter(pk=consent.pk).update(withdrawn_on=date(2026, 10, 1), withdrawn_to=make_user())
    assert [holds(day) for day in (date(2026, 9, 30), date(2026, 10, 1))] == [True, False]
