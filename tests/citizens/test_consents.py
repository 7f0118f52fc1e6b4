"""Who must have said yes on a day: asked of the database anew, so nothing has to remember a birthday."""

from datetime import date, timedelta

import pytest

from borgerforloeb.citizens.models import Consent, FamilyRelation
from tests.factories import LONG_AGO, TODAY, make_citizen, make_consent, make_course

pytestmark = pytest.mark.django_db
CHILD = date(2017, 3, 4)


@pytest.fixture
def mother():
    return make_citizen("Amina", "Rahbek-Said", born_on=date(1990, 1, 1))


@pytest.fixture
def father():
    return make_citizen("Karim", "Said", born_on=date(1988, 1, 1))


def course_of(child, *holders):
    course = make_course(citizens=[child, *holders])
    for one in holders:
        FamilyRelation.objects.create(citizen=one, relative=child, kind="parent", has_custody=True)
    return course


def yes(course, by, child, **fields):
    capacity = Consent.Capacity.SELF if by == child else Consent.Capacity.CUSTODY_HOLDER
    return make_consent(course, citizen=child, given_by=by, capacity=capacity, **fields)


def holds(on=TODAY) -> bool:
    return Consent.objects.in_force(on).exists()


def test_an_adults_own_yes_holds_from_its_day_to_its_last():
    make_consent(make_course())
    last = LONG_AGO + timedelta(days=365)

    assert [holds(on) for on in (LONG_AGO - timedelta(days=1), LONG_AGO, last, last + timedelta(days=1))] == [
        False,
        True,
        True,
        False,
    ]


def test_one_without_a_known_birthday_answers_as_an_adult():
    make_consent(make_course(citizens=[make_citizen(born_on=None)]))

    assert holds()


def test_a_child_needs_each_who_has_custody(mother, father):
    child = make_citizen("Lea", born_on=CHILD)
    course = course_of(child, mother, father)
    first = yes(course, mother, child)
    assert not holds()

    second = yes(course, father, child, part_of=first)
    assert holds()
    assert list(Consent.objects.in_force(TODAY)) == [first]

    second.withdrawn_on, second.withdrawn_to = TODAY, second.explained_by
    second.save()
    assert not holds()
    assert holds(TODAY - timedelta(days=1))


def test_custody_counts_as_it_is_that_day(mother, father):
    child = make_citizen("Lea", born_on=CHILD)
    course = course_of(child, mother, father)
    yes(course, mother, child)

    FamilyRelation.objects.filter(citizen=father).update(ends_on=TODAY - timedelta(days=1))
    assert holds()

    FamilyRelation.objects.filter(citizen=mother).update(has_custody=False)
    assert not holds()


def test_who_has_died_is_not_waited_for(mother, father):
    child = make_citizen("Lea", born_on=CHILD)
    yes(course_of(child, mother, father), mother, child)
    father.died_on = TODAY
    father.save()

    assert holds()


def test_a_childs_own_yes_is_not_enough(mother):
    child = make_citizen("Lea", born_on=CHILD)
    make_consent(course_of(child, mother), citizen=child)

    assert not holds()


def test_nobody_with_custody_is_nobody_to_ask(mother):
    child = make_citizen("Lea", born_on=CHILD)
    course = course_of(child)
    yes(course, mother, child)

    assert not holds()


def test_from_15_on_the_young_person_says_yes_too(mother):
    young = make_citizen("Yusuf", born_on=date(2010, 5, 1))
    course = course_of(young, mother)
    first = yes(course, mother, young)
    assert not holds()

    yes(course, young, young, part_of=first)
    assert holds()


def test_what_was_asked_before_15_runs_on(mother):
    young = make_citizen("Yusuf", born_on=TODAY.replace(year=TODAY.year - 15))
    yes(course_of(young, mother), mother, young)

    assert holds(TODAY - timedelta(days=1))
    assert holds(TODAY)


def test_at_18_a_custody_holders_yes_ends_and_ones_own_stays(mother):
    young = make_citizen("Yusuf", born_on=TODAY.replace(year=TODAY.year - 18))
    course = course_of(young, mother)
    first = yes(course, mother, young, given_on=date(2026, 3, 1))
    own = yes(course, young, young, part_of=first, given_on=date(2026, 3, 1))
    day_before = TODAY - timedelta(days=1)
    assert (holds(day_before), holds(TODAY)) == (True, True)

    own.delete()
    assert not holds(TODAY)


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 3, 1)])
def test_who_was_born_on_29_february_is_18_on_1_march(mother, day):
    young = make_citizen("Yusuf", born_on=date(2008, 2, 29))
    course = course_of(young, mother)
    yes(course, young, young)

    # Until 18 the mother is asked too.
    assert holds(day) is (young.age(day) >= 18) is (day.month == 3)


def test_a_guardian_answers_for_an_adult_while_being_guardian(mother):
    ward = make_citizen("Freja")
    course = make_course(citizens=[ward, mother])
    relation = FamilyRelation.objects.create(citizen=mother, relative=ward, kind="guardian")
    make_consent(course, citizen=ward, given_by=mother, capacity="guardian")
    assert holds()

    relation.ends_on = TODAY - timedelta(days=1)
    relation.save()
    assert not holds()
