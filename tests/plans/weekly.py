"""The same hours every week, as rows."""

from datetime import time

from plans.models import WeeklySlot
from tests.factories import LONG_AGO, konsulent_of, main_person


def make_slot(plan, what="Bostøtte", weekday=1, begins=10, ends=11, **fields) -> WeeklySlot:
    fields = {"person": main_person(plan.course), "starts_on": LONG_AGO, "version": 1} | fields
    fields.setdefault("noted_by", konsulent_of(plan.course))
    hours = {"weekday": weekday, "starts_at": time(begins), "ends_at": time(ends)}
    return WeeklySlot.objects.create(plan=plan, what=what, **hours, **fields)
