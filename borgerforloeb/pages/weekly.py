"""*Ugen*: the week of each person of a course, with the meetings that take part of it."""

from datetime import date

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from borgerforloeb.pages.week_page import WeekPage
from plans.views.answering import demand
from plans.views.opening import open_plan
from roles.permissions import Permission

# A week that a link of ours could lead to.
YEARS = range(2000, 2100)


def _get_page(request, course_id, what):
    """Where somebody is by day is not told to everybody who may read the plan."""
    opened = open_plan(request, course_id, what)
    demand(opened, Permission.SEE_WHEREABOUTS)
    day = _asked_for(request.GET.get("uge", "")) or opened.today
    page = WeekPage(opened.plan, request.user, opened.access, opened.persons(), opened.today, day)
    return opened, page


def _asked_for(said):
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if day.year in YEARS else None


@require_safe
def week(request, course_id):
    opened, page = _get_page(request, course_id, "week.opened")
    context = {
        "course": opened.course,
        "may": opened.access,
        "plan_url": opened.url,
        "week_url": f"{opened.url}week/",
        "page": page,
    }
    return render(request, "pages/week.html", context)


@require_safe
def week_load(request, course_id):
    """In short: the margin of the plan asks for it when the plan is there to be read."""
    opened, page = _get_page(request, course_id, "week.counted")
    if not request.htmx:
        return redirect("pages:week", course_id)
    context = {"page": page, "week_url": f"{opened.url}week/"}
    return render(request, "pages/_week_load.html", context)
