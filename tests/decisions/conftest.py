import pytest

from tests.factories import caseworker_of, make_course, make_section


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def katrine(course):
    return caseworker_of(course)


@pytest.fixture
def section():
    return make_section()
