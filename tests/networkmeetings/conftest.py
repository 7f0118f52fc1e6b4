from datetime import timedelta

import pytest
from django.utils import timezone

from networkmeetings.actions import agenda
from tests.factories import (
    konsulent_of,
    make_plan,
)
from tests.networkmeetings.made import called


@pytest.fixture
def course():
    return make_plan().course


@pytest.fixture
def jonas(course):
    return konsulent_of(course)


@pytest.fixture
def meeting(course, jonas):
    now = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
    meeting = called(course, starts_at=now, ends_at=now + timedelta(hours=1))
    agenda.add_item(meeting, text="Det vil jeg gerne nå", by_citizen=True, raised_by="Freja", by=jonas)
    return meeting
