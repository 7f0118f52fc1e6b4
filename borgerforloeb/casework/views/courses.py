from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.casework.actions import courses as actions
from borgerforloeb.casework.forms.courses import (
    CloseForm,
    ConfirmForm,
    CourseFilterForm,
    OpenCourseForm,
    PauseForm,
)
from borgerforloeb.casework.queries import course_rows, courses_of
from borgerforloeb.casework.views.fetching import open_page
from borgerforloeb.casework.views.numbers import attempt_by_number, status_of
from borgerforloeb.citizens.models import Course
from roles.permissions import Permission, require_capability

PAGE = 50
KEPT = "course_list"
USUAL = {"status": "open"}


@form_page
def course_list(request):
    if request.method == "POST":
        CourseFilterForm.keep(request, KEPT)
        return redirect("casework:course_list")
    chosen = request.session.get(KEPT, USUAL)
    page = Paginator(courses_of(request.user, **chosen), PAGE).get_page(request.GET.get("side"))
    rows = course_rows(request.user, page.object_list, timezone.localdate())
    record(
        "courses.listed",
        kind=Kind.LIST,
        by=request.user,
        persons=[person.pk for row in rows for person in row.persons],
        basis="own_courses",
        courses=len(rows),
        filtered=sorted(name for name, value in chosen.items() if value),
    )
    context = {
        "form": CourseFilterForm(initial=chosen),
        "page": page,
        "rows": rows,
        "is_filtered": chosen != USUAL,
        "may_open": request.user.has_capability(Capability.CASEWORKER),
    }
    return render(request, "casework/course_list.html", context)


@form_page
def open_course(request):
    require_capability(request.user, Capability.CASEWORKER)
    today = timezone.localdate()
    form = OpenCourseForm(request.POST or None, initial={"opened_on": today, "unit": request.user.unit_id})
    form.cancel_url = reverse("casework:course_list")
    if form.is_valid():
        course = attempt_by_number(
            form, form.digits, actions.open_course, today=today, by=request.user, **form.written
        )
        if course:
            return _opened(request, course)
        record("course.not_created", kind=Kind.SEARCH, by=request.user)
    return render(request, "casework/open.html", {"form": form}, status=status_of(form))


def _opened(request, course):
    if course.kind == Course.Kind.FAMILY:
        messages.success(request, f"Forløb {course.number} er åbnet. Tilføj nu de andre i familien.")
        return redirect("casework:people", course.pk)
    messages.success(request, f"Forløb {course.number} er åbnet.")
    return redirect(course)


@form_page
def pause(request, course_id):
    page = open_page(request, course_id, "course.pause_planned", needs=Permission.MANAGE_COURSE)
    form = PauseForm(request.POST or None, initial={"paused_on": page.today})
    if form.is_valid() and attempt(
        form, actions.pause_course, page.course, today=page.today, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Forløbet er sat på pause.")
        return redirect(page.course)
    lead = "Planen og aftalerne bliver stående, og alle kan stadig læse og skrive."
    return page.show_form(form, "Sæt forløbet på pause", lead, back="course")


@form_page
def resume(request, course_id):
    page = open_page(request, course_id, "course.resume_planned", needs=Permission.MANAGE_COURSE)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    form.submit_label = "Genoptag forløbet"
    if form.is_valid() and attempt(form, actions.resume_course, page.course, by=request.user):
        messages.success(request, "Forløbet er i gang igen.")
        return redirect(page.course)
    return page.show_form(form, "Genoptag forløbet", "Forløbet er i gang igen fra i dag.", back="course")


@form_page
def close(request, course_id):
    page = open_page(request, course_id, "course.close_planned", needs=Permission.MANAGE_COURSE)
    form = CloseForm(request.POST or None, initial={"closed_on": page.today})
    if form.is_valid() and attempt(
        form, actions.close_course, page.course, today=page.today, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Forløbet er afsluttet.")
        return redirect(page.course)
    lead = "Alt bliver stående og kan læses og udskrives. Intet kan ændres, før forløbet åbnes igen."
    return page.show_form(form, "Afslut forløbet", lead, back="course")


@form_page
def reopen(request, course_id):
    page = open_page(request, course_id, "course.reopen_planned", needs=Permission.MANAGE_COURSE)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    form.submit_label = "Åbn forløbet igen"
    if form.is_valid() and attempt(form, actions.reopen_course, page.course, by=request.user):
        messages.success(request, "Forløbet er åbnet igen.")
        return redirect(page.course)
    lead = "Forløbet fortsætter med samme nummer, samme plan og samme to ansvarlige."
    return page.show_form(form, "Åbn forløbet igen", lead, back="course")
