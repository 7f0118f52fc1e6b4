"""Rows that several of this app's tests begin with."""

import pytest

from plans.models import Plan
from tests.factories import make_citizen, make_course, make_goal


@pytest.fixture
def course():
    return make_course(citizens=[make_citizen("Freja"), make_citizen("Ida")])


@pytest.fixture
def hidden(course):
    """What health knows of Freja; the borgerkonsulent works in social."""
    return make_goal(Plan.objects.create(course=course), "Sover om natten", domain="health", level="domain")
