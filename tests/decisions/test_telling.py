"""When a decision was told, and how long one may complain from then."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from borgerforloeb.audit.models import AuditEvent
from tests.decisions.world import make_decision, tell
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db


def test_the_time_for_a_complaint_runs_from_the_day_it_was_told(course, section):
    row = tell(make_decision(course, section=section, status="decided"), told_on=TODAY)

    assert (row.status, row.complaint_until) == ("told", date(2026, 9, 30))
    assert AuditEvent.objects.latest("pk").action == "decision.told"


@pytest.mark.parametrize("told_on", [LONG_AGO - timedelta(days=1), TODAY + timedelta(days=1)])
def test_it_is_told_after_it_was_made_and_not_tomorrow(course, section, told_on):
    row = make_decision(course, section=section, status="decided")

    with pytest.raises(ValidationError, match="mellem afgørelsen og i dag"):
        tell(row, told_on=told_on)


def test_a_draft_is_not_told_and_a_wrong_day_is_told_anew(course, section):
    with pytest.raises(ValidationError, match="ikke truffet"):
        tell(make_decision(course, section=section))
    row = tell(make_decision(course, section=section, status="decided"), told_on=LONG_AGO)

    assert tell(row).complaint_until == date(2026, 9, 30)


def test_the_time_for_a_complaint_does_not_end_on_a_holiday(course, section):
    """Four weeks from Friday 27 November end on Christmas Day, and that is a Friday."""
    row = make_decision(course, section=section, status="decided")
    told = tell(row, told_on=date(2026, 11, 27), today=date(2026, 11, 30))

    assert told.complaint_until == date(2026, 12, 28)
