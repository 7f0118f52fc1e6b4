from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import connection
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.audit.words import log_rows
from borgerforloeb.pages.course_page import course_page, course_with_dates
from borgerforloeb.pages.finding import search
from borgerforloeb.pages.forms import SearchForm
from borgerforloeb.pages.worklist import ORDERS, worklist
from roles.permissions import Permission, require, visible_courses

LOG_PAGE = 50


@require_safe
def worklist_page(request):
    now = timezone.now()
    order = request.GET.get("sorter", "moede")
    shown = worklist(request.user, now, order if order in ORDERS else "moede")
    record(
        "worklist.shown",
        kind=Kind.LIST,
        by=request.user,
        persons=shown.persons,
        courses=len(shown.rows),
        tasks=shown.count,
    )
    context = {"list": shown, "now": now, "today": timezone.localdate(), "order": order, "orders": ORDERS}
    return render(request, "pages/worklist.html", context)


@require_safe
def course(request, course_id):
    now = timezone.now()
    found = course_with_dates(request.user, course_id, now)
    if found is None:
        raise Http404
    page = course_page(request.user, found, now)
    persons = [person.citizen.pk for person in page.people]
    record(
        "course.opened",
        kind=Kind.VIEW,
        by=request.user,
        target=found,
        course_id=found.pk,
        persons=persons,
        basis=page.may.basis,
    )
    context = {
        "page": page,
        "course": found,
        "may": page.may,
        "tab": "course",
        "plan_url": reverse("plans:plan", args=[found.pk]),
    }
    return render(request, "pages/course.html", context)


def search_page(request):
    """By POST, so that no name and no number stands in an address, a history or a log of a proxy."""
    form = SearchForm(request.POST or None)
    found = None
    if form.is_valid():
        found = search(request.user, form.cleaned_data["q"], timezone.localdate())
        record(
            "search.made",
            kind=Kind.SEARCH,
            by=request.user,
            persons=found.persons,
            criterion_kind=found.by,
            criterion=found.criterion,
            hits=found.count,
        )
    context = {"form": form, "found": found, "has_errors": bool(form.errors)}
    return render(request, "pages/search.html", context, status=422 if form.errors else 200)


@require_safe
def course_log(request, course_id):
    found = get_object_or_404(visible_courses(request.user), pk=course_id)
    access = require(request.user, Permission.MANAGE_COURSE, found.pk)
    record(
        "course.log_opened",
        kind=Kind.VIEW,
        by=request.user,
        target=found,
        course_id=found.pk,
        basis=access.basis,
    )
    page = Paginator(AuditEvent.objects.about_course(found.pk), LOG_PAGE).get_page(request.GET.get("side"))
    rows = log_rows(page.object_list)
    context = {"course": found, "may": access, "tab": "log", "page": page, "rows": rows}
    return render(request, "pages/course_log.html", context)


@login_not_required
@never_cache
@require_safe
def health(request):
    """For the proxy and the operator: is the database there? Says nothing else to anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
