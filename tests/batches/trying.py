"""Somebody with many courses, and a worker that draws as many as one likes."""

from datetime import UTC, datetime
from itertools import count

from borgerforloeb.batches.actions import start_batch
from borgerforloeb.batches.models import PrintBatch, PrintJob
from borgerforloeb.batches.printing import draw_waiting
from borgerforloeb.pages.giving import give_own
from tests.factories import konsulent_of, make_citizen, make_course, make_plan, make_unit, make_user

AT = datetime(2026, 9, 2, 10, tzinfo=UTC)
State = PrintJob.State


def with_plans(number, *, user=None):
    """A caseworker and that many courses of hers, each with a plan."""
    katrine = user or make_user("Katrine Dahl", unit=make_unit())
    first = make_course(caseworker=katrine)
    konsulent = konsulent_of(first)
    others = (
        make_course(caseworker=katrine, konsulent=konsulent, citizens=[make_citizen(f"Bo{turn}", "Holm")])
        for turn in range(number - 1)
    )
    courses = [first, *others]
    for course in courses:
        make_plan(course)
    return katrine, courses


def started(courses, by, **how):
    how = {"size": "last", "at": AT} | how
    return start_batch([course.pk for course in courses], by=by, **how)


def draw(most=None, give=give_own):
    """As the worker does, until there is nothing left or so many have been begun."""
    begun = count(1)
    given = [0]

    def giving(*args):
        given[0] = next(begun)
        return give(*args)

    return draw_waiting(giving, clock=lambda: AT, has_time=lambda: most is None or given[0] < most)


def states(batch):
    return list(PrintJob.objects.filter(batch=batch).values_list("state", flat=True))


def again(batch):
    return PrintBatch.objects.get(pk=batch.pk)
