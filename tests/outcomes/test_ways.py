from datetime import date, timedelta

import pytest

from outcomes.models import TrinAssessment
from outcomes.ways import Step, Way, stations, steps_of, way_of
from tests.factories import TODAY, caseworker_of, main_person, make_course, make_user

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD, FOURTH = (date(2026, month, 1) for month in (2, 4, 6, 8))


def trin(course, value, on):
    return TrinAssessment.objects.create(
        course=course,
        person=main_person(course),
        trin=value,
        assessed_on=on,
        reason="x",
        assessed_by=caseworker_of(course),
    )


def test_steps_join_what_is_said_again_and_keep_a_move_back():
    steps = steps_of([(1, FIRST), (2, SECOND), (2, THIRD), (1, FOURTH)])

    assert steps == (Step(1, FIRST, SECOND), Step(2, SECOND, FOURTH), Step(1, FOURTH, None))
    assert steps_of([]) == ()


def test_way_of_many_courses_in_one_query(django_assert_num_queries):
    course = make_course()
    katrine = caseworker_of(course)
    other = make_course(caseworker=katrine)
    trin(course, 1, FIRST)
    trin(course, 2, SECOND)
    trin(course, 3, TODAY + timedelta(days=1))

    with django_assert_num_queries(1):
        ways = way_of([course.pk, other.pk], TODAY, user=katrine)

    key = course.pk, main_person(course).pk
    assert list(ways) == [key]
    assert ways[key].trin == 2
    assert not ways[key].moved_back
    assert way_of([course.pk], TODAY, user=make_user()) == {}


def test_stations_tell_where_the_person_is_and_has_been():
    course = make_course(end_goal="education")
    way = Way(course.pk, main_person(course).pk, steps_of([(1, FIRST), (2, SECOND), (1, THIRD)]))

    places, here = stations(way, course)

    assert here == 0
    assert [(place.name, place.when) for place in places] == [
        ("Trin 1", "Siden 1. juni 2026"),
        ("Trin 2", "Var her 1. april – 1. juni 2026"),
        ("Trin 3", ""),
        ("Job eller uddannelse", ""),
    ]
    assert places[3].about == "Uddannelse"
    assert way.moved_back
    assert stations(Way(course.pk, main_person(course).pk), course)[1] == -1


def test_a_course_that_ended_in_a_job_has_reached_the_end():
    course = make_course()
    course.status, course.closed_on, course.closing = "closed", TODAY, "flexjob"

    places, here = stations(Way(course.pk, main_person(course).pk, steps_of([(3, FIRST)])), course)

    assert here == 3
    assert places[2].when == "1. februar – 2. september 2026"
    assert (places[3].when, places[3].about) == ("2. september 2026", "Fleksjob")
