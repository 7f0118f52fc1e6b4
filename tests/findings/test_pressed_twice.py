"""A double submit has one effect."""

import pytest

from networkmeetings.actions.agenda import add_item
from networkmeetings.models import AgendaItem, NetworkMeeting
from tests.factories import konsulent_of, make_course
from tests.networkmeetings.made import called

pytestmark = pytest.mark.django_db


def test_one_meeting_and_one_point():
    course = make_course()
    by = konsulent_of(course)

    first, second = called(course), called(course)
    for _ in range(2):
        add_item(first, text="Min bolig", by_citizen=True, raised_by="Freja", by=by)

    assert first == second
    assert (NetworkMeeting.objects.count(), AgendaItem.objects.count()) == (1, 1)
