from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from borgerforloeb.casework.consents import lost_sharing
from plans.actions import versions as actions
from plans.page import PlanPage
from plans.views.answering import page_context, refused, show_part
from plans.views.opening import open_course, open_plan


@require_safe
def plan(request, course_id):
    """The one page of the plan; made the first time that somebody who may write it looks."""
    course, access = open_course(request, course_id, "plan.opened")
    found = getattr(course, "plan", None)
    if found is None and "edit_plan" not in access:
        return render(request, "plans/none.html", {"course": course, "may": access})
    if found is None:
        found = actions.begin_plan(course, by=request.user)
    found.course = course
    page = PlanPage(found, course, access, request.user, timezone.localdate())
    lost = lost_sharing(request.user, course, access, page.today)
    return render(request, "plans/plan.html", page_context(page, request) | {"lost": lost})


@require_safe
def part(request: HttpRequest, course_id, part) -> HttpResponse:
    """One part alone: what an open form gives way to when it is given up."""
    opened = open_plan(request, course_id)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{opened.url}#{part}")
    return show_part(request, opened, part)


@require_POST
def talk(request, course_id):
    opened = open_plan(request, course_id)
    try:
        actions.take_to_talk(opened.plan, on=opened.today, by=request.user)
    except ValidationError as error:
        return refused(request, opened, error)
    return redirect(opened.url)


@require_POST
def new_draft(request, course_id):
    opened = open_plan(request, course_id)
    try:
        actions.new_draft(opened.plan, by=request.user)
    except ValidationError as error:
        return refused(request, opened, error)
    return redirect(opened.url)
