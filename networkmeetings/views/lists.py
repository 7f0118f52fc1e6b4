from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import CoursePerson
from networkmeetings.actions import calling
from networkmeetings.forms import ListForm, MeetingForm
from networkmeetings.models import NetworkMeeting
from networkmeetings.queries import rows
from networkmeetings.views.fetching import get_course
from roles.permissions import Permission, may_know, require

PER_PAGE = 25


@require_safe
def meeting_list(request):
    today = timezone.localdate()
    form = ListForm(request.GET)
    time, whose = form.chosen()
    found = NetworkMeeting.objects.visible_to(request.user).telling_where(request.user)
    meetings = found.select_related("course")
    if whose == "mine":
        meetings = meetings.taken_part_in_by(request.user)
    meetings = meetings.coming(today) if time == "kommende" else meetings.past(today)
    page = Paginator(meetings, PER_PAGE).get_page(request.GET.get("side"))
    courses = {meeting.course_id for meeting in page}
    persons = CoursePerson.objects.filter(
        may_know(request.user), course__in=courses, ends_on=None
    ).values_list("citizen", flat=True)
    record(
        "meetings.listed",
        kind=Kind.LIST,
        by=request.user,
        persons=persons,
        basis="own_courses",
        meetings=len(page),
    )
    context = {"form": form, "page": page, "rows": rows(page, today), "time": time, "whose": whose}
    return render(request, "networkmeetings/list.html", context | {"keep": f"tid={time}&hvis={whose}&"})


@require_safe
def course_meetings(request, course_id):
    course, access, citizens = get_course(request, course_id)
    today = timezone.localdate()
    found = NetworkMeeting.objects.visible_to(request.user).telling_where(request.user)
    meetings = found.filter(course=course)
    page = Paginator(meetings.past(today), PER_PAGE).get_page(request.GET.get("side"))
    context = {
        "course": course,
        "may": access,
        "citizens": citizens,
        "tab": "meetings",
        "coming": rows(meetings.coming(today), today),
        "page": page,
        "past": rows(page, today),
    }
    return render(request, "networkmeetings/course_meetings.html", context)


def call(request, course_id):
    course, access, _ = get_course(request, course_id)
    require(request.user, Permission.CALL_MEETING, course.pk)
    form = MeetingForm(request.POST or None)
    form.submit_label = "Opret mødet"
    if form.is_valid() and (
        meeting := attempt(form, calling.call_meeting, course, by=request.user, **form.meeting())
    ):
        return redirect(meeting)
    context = {"course": course, "may": access, "form": form, "tab": "meetings"}
    return render(request, "networkmeetings/call.html", context, status=422 if form.errors else 200)
