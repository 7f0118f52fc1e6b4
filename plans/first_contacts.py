"""How soon somebody speaks with a company, for the leaders: counts and days, no names and no text (R9)."""

from collections import defaultdict
from datetime import date
from statistics import median
from typing import NamedTuple

from django.db.models import Min

from borgerforloeb.accounts.acting import STATISTICS, serving_as
from plans.models import EmployerContact
from plans.placements import days_to


class FirstContacts(NamedTuple):
    """Of one unit: days from the start of the course to the first contact of each person who had one."""

    number: int
    median: float
    longest: int


@serving_as(STATISTICS)
def first_contacts(first: date, last: date) -> dict[int, FirstContacts]:
    """By the unit of the course, of those whose first contact was on these days, both included."""
    standing = EmployerContact.objects.standing().order_by()
    firsts = standing.values_list("plan__course__unit_id", "plan__course__opened_on", "plan_id", "person_id")
    waits: dict[int, list[int]] = defaultdict(list)
    for unit, opened_on, _, _, on in firsts.annotate(first_on=Min("on")).filter(
        first_on__range=(first, last)
    ):
        waits[unit].append(days_to(opened_on, on))
    return {unit: FirstContacts(len(days), median(days), max(days)) for unit, days in waits.items()}
