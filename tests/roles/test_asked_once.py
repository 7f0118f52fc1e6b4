"""Who one is in a course is asked once for a page, and anew as soon as the page has changed something."""

from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import RequestMark, held_back, record, told_as_one
from borgerforloeb.audit.models import Kind
from roles.permissions import Permission, access_to, require
from tests.factories import konsulent_of, make_course, make_user
from tests.queries import all_queries

pytestmark = pytest.mark.django_db


@contextmanager
def page():
    with told_as_one(RequestMark(request_id="a" * 32)), held_back():
        yield


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def jonas(course):
    return konsulent_of(course)


def _questions(jonas, course) -> int:
    with all_queries() as asked:
        access_to(jonas, course.pk)
        require(jonas, Permission.EDIT_PLAN, course.pk)
    return len(asked)


def test_a_page_asks_once_and_a_task_each_time(jonas, course):
    with page():
        assert _questions(jonas, course) == 1
        assert _questions(jonas, course) == 0
    with page():
        assert _questions(jonas, course) == 1
    with told_as_one(RequestMark(request_id="b" * 32)):
        assert _questions(jonas, course) == 2


def test_each_user_and_each_course_is_a_question_of_its_own(jonas, course):
    other = make_course()

    with page():
        assert require(jonas, Permission.EDIT_PLAN, course.pk)
        for user, where in ((jonas, other), (make_user("Stig Fremmed"), course)):
            with pytest.raises(PermissionDenied):
                require(user, Permission.EDIT_PLAN, where.pk)


def test_what_was_looked_at_changes_nothing_and_what_was_changed_does(jonas, course):
    with page():
        require(jonas, Permission.EDIT_PLAN, course.pk)
        User.objects.filter(pk=jonas.pk).update(is_active=False)

        record("plan.opened", kind=Kind.VIEW, by=jonas)
        require(jonas, Permission.EDIT_PLAN, course.pk)
        record("user.closed", by=jonas)
        with pytest.raises(PermissionDenied):
            require(jonas, Permission.EDIT_PLAN, course.pk)
