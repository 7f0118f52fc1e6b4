"""A question that is kept must answer each user as the queryset would that it was made of."""

from datetime import date
from typing import NamedTuple

import pytest
from django.db.models import Count, DateField

from borgerforloeb.accounts.questions import question, search
from borgerforloeb.citizens.models import Course
from plans.models import Plan
from roles.permissions import visible_courses
from tests.factories import caseworker_of, make_course, make_user

pytestmark = pytest.mark.django_db


class Name(NamedTuple):
    name: str
    opened_on: date


def courses_since(user, since):
    return (
        visible_courses(user).filter(opened_on__gte=since).order_by("name").values_list("name", "opened_on")
    )


@pytest.fixture
def asked():
    return question(Name, since=DateField())(courses_since)


def test_each_asks_for_oneself_and_gets_what_the_queryset_gives(asked):
    one, other = make_course(), make_course()
    for user in (caseworker_of(one), caseworker_of(other), make_user()):
        assert asked(user, since=date(2020, 1, 1)) == list(courses_since(user, date(2020, 1, 1)))

    assert [row.name for row in asked(caseworker_of(one), since=date(2020, 1, 1))] == [one.name]
    assert asked(caseworker_of(one), since=date(2999, 1, 1)) == []


def test_it_is_compiled_once_and_keeps_no_argument(asked, django_assert_num_queries):
    user = caseworker_of(make_course())
    asked(user, since=date(2020, 1, 1))
    compiled = asked.compiled

    with django_assert_num_queries(1):
        asked(user, since=date(2021, 1, 1))

    assert asked.compiled is compiled
    assert user.pk not in compiled.params
    assert date(2020, 1, 1) not in compiled.params


def test_what_is_not_given_is_missed(asked):
    with pytest.raises(KeyError):
        asked(make_user())


def test_a_rule_that_looks_at_the_user_in_python_cannot_be_kept():
    """It would answer the next user by the first one's rights."""

    @question(Name)
    def by_title(user):
        found = Course.objects.all() if user.title == "leder" else Course.objects.none()
        return found.values_list("name", "opened_on")

    with pytest.raises(AttributeError):
        by_title(make_user(title="leder"))


def test_objects_come_with_what_is_fetched_along_and_annotated(django_assert_num_queries):
    @search(since=DateField())
    def asked(user, since):
        found = visible_courses(user).filter(opened_on__gte=since).order_by("number")
        return found.select_related("unit", "plan").annotate(people=Count("persons"))

    with_plan, without = make_course(), make_course()
    plan = Plan.objects.create(course=with_plan)
    user = caseworker_of(with_plan)
    user.assignments.create(
        course=without, role="team_member", starts_on=date(2020, 1, 1), appointed_by=user, reason="x"
    )
    asked(user, since=date(2020, 1, 1))

    with django_assert_num_queries(1):
        found = asked(user, since=date(2020, 1, 1))
        assert [course.unit.name for course in found] == [with_plan.unit.name, without.unit.name]
        assert [getattr(course, "plan", None) for course in found] == [plan, None]
        assert [course.people for course in found] == [1, 1]

    assert {course.pk for course in found} == {with_plan.pk, without.pk}
    assert found[0].opened_on == Course.objects.get(pk=found[0].pk).opened_on
    assert asked(make_user(), since=date(2020, 1, 1)) == []
