"""What the printed plan shows from above the plan: the way, the days that come, what the laws ask."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial

from django.utils.timezone import localtime, make_aware

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import clock
from borgerforloeb.citizens.models import Course, CoursePerson
from borgerforloeb.lawlens.annex import annex_of
from networkmeetings.models import NetworkMeeting
from outcomes.ways import Way, stations, way_of
from plans.brought import Brought
from plans.models import FollowUp, Plan
from plans.print_content import Station
from plans.print_words import Appointment


def brought(plan: Plan, on: date, *, by: User, today: date) -> Brought:
    """Of the day that the plan speaks of; what happens next is of today."""
    return Brought(
        way=printed_way(plan.course, on, user=by),
        appointments=appointments(plan, by, today),
        laws=partial(annex_of, plan, by, on),
    )


def printed_way(course: Course, on: date, *, user: User) -> tuple[Station, ...]:
    """Trin 1, 2, 3 and the end goal as they stood on that day; nothing before the first assessment."""
    mains = CoursePerson.objects.filter(course=course, part=CoursePerson.Part.MAIN, ends_on=None)
    person_id = mains.values_list("citizen_id", flat=True).first()
    way = way_of([course.pk], on, user=user).get((course.pk, person_id)) if person_id else None
    if way is None:
        return ()
    places, here = stations(Way(course.pk, way.person_id, way.steps), course)
    return tuple(
        Station(place.name, place.when or place.about, walked=number < here, here=number == here)
        for number, place in enumerate(places)
    )


def appointments(plan: Plan, user: User, today: date) -> list[Appointment]:
    """The next follow-up and the network meetings that are arranged from today on."""
    start = make_aware(datetime.combine(today, time.min))
    meetings = NetworkMeeting.objects.visible_to(user).filter(
        course=plan.course_id, starts_at__gte=start, status__in=["preparing", "called"]
    )
    return [
        *(
            Appointment(row.due_on, "Vi ser på planen sammen")
            for row in FollowUp.objects.open().filter(plan=plan)
        ),
        *(
            Appointment(
                localtime(meeting.starts_at).date(),
                f"{meeting.title} kl. {clock(meeting.starts_at)}, {meeting.place}",
            )
            for meeting in meetings
        ),
    ]
