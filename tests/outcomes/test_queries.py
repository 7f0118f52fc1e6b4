from datetime import timedelta

import pytest

from outcomes.models import TrinAssessment
from outcomes.queries import people_of, results
from outcomes.statistics import Share, people_counts
from tests.factories import TODAY, caseworker_of, main_person, make_citizen, make_course

pytestmark = pytest.mark.django_db


def judge(course, trin, on):
    return TrinAssessment.objects.create(
        course=course,
        person=main_person(course),
        trin=trin,
        assessed_on=on,
        reason="x",
        assessed_by=caseworker_of(course),
    )


def test_a_course_shows_its_own_people_and_what_was_judged_there():
    """Also to somebody who works with both courses of the same person."""
    freja = make_citizen("Freja")
    course = make_course(citizens=[freja])
    katrine = caseworker_of(course)
    other = make_course(citizens=[freja, make_citizen("Ida")], caseworker=katrine)
    judge(course, 1, TODAY - timedelta(days=2))
    judge(course, 2, TODAY - timedelta(days=1))
    judge(course, 2, TODAY)
    judge(other, 3, TODAY)

    assert people_of(course, katrine) == [freja]
    (found,) = results(course, [freja], katrine)
    assert [(one.assessment.trin, one.change) for one in found.history] == [
        (2, "samme trin"),
        (2, "frem"),
        (1, "første vurdering"),
    ]


def test_who_has_left_the_course_is_not_among_its_people():
    freja, ida = make_citizen("Freja"), make_citizen("Ida")
    course = make_course(citizens=[freja, ida])
    course.memberships.filter(citizen=ida).update(ends_on=TODAY)

    assert people_of(course, caseworker_of(course)) == [freja]


@pytest.mark.parametrize(
    ("share", "shown", "empty", "percent"),
    [
        (Share(6, 12), True, False, 50),
        (Share(0, 12), True, False, 0),
        (Share(0, 0), False, True, None),
        (Share(None, 12), False, False, None),
        (Share(None, None), False, False, None),
    ],
)
def test_a_share_of_nobody_and_a_hidden_one_are_not_shown(share, shown, empty, percent):
    assert (share.is_shown, share.is_empty, share.percent) == (shown, empty, percent)


def test_the_latest_judgement_is_one_of_each_course():
    freja = make_citizen("Freja")
    course = make_course(citizens=[freja])
    katrine = caseworker_of(course)
    other = make_course(citizens=[freja], caseworker=katrine)
    judge(course, 1, TODAY - timedelta(days=1))
    here, there = judge(course, 2, TODAY), judge(other, 3, TODAY)

    assert set(TrinAssessment.objects.latest_per_person(TODAY)) == {here, there}


def test_a_course_that_opens_later_is_not_counted_yet():
    course = make_course(opened_on=TODAY)
    course.memberships.update(starts_on=TODAY - timedelta(days=1))

    assert people_counts(TODAY - timedelta(days=1)) == {}
    assert sum(people_counts(TODAY).values()) == 1
