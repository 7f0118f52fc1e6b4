from time import monotonic

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from borgerforloeb.accounts.middleware import quiet
from borgerforloeb.audit.actions import record, write_what_waits
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.audit.sealing import seal_is_late
from borgerforloeb.audit.words import log_rows
from borgerforloeb.casework.consents import lost_sharing
from borgerforloeb.disclosures.views import as_file
from borgerforloeb.drafts.actions import discard
from borgerforloeb.notices.actions import seen
from borgerforloeb.pages import blocked, canary
from borgerforloeb.pages.course_page import course_page, course_with_dates
from borgerforloeb.pages.finding import search
from borgerforloeb.pages.forms import SearchForm
from borgerforloeb.pages.frame import own_home
from borgerforloeb.pages.giving import what_was_asked_for
from borgerforloeb.pages.printing import brought
from borgerforloeb.pages.rows import citizen_rows, task_groups
from borgerforloeb.pages.unfinished import half_written, texts_of, unfinished, unfinished_row
from borgerforloeb.pages.worklist import ORDERS, worklist
from plans.models import Plan, PlanVersion
from plans.pdf import plan_pdf
from plans.print_content import Edition
from roles import guard
from roles.actions.reading import READ
from roles.permissions import Permission, access_to, require, visible_courses

LOG_PAGE = 50


@require_safe
def worklist_page(request):
    """Where one lands; whoever is not employed to work with citizens is led to what that person has."""
    if elsewhere := own_home(request.user):
        return redirect(elsewhere)
    now = timezone.now()
    order = request.GET.get("sorter", "moede")
    shown = worklist(request.user, now, order if order in ORDERS else "moede")
    record(
        "worklist.shown",
        kind=Kind.LIST,
        by=request.user,
        persons=shown.persons,
        basis="own_courses",
        courses=len(shown.rows),
        tasks=shown.count,
    )
    context = {
        "list": shown,
        "groups": task_groups(shown),
        "citizens": citizen_rows(shown.rows),
        "now": now,
        "today": timezone.localdate(now),
        "order": order,
        "orders": ORDERS,
    }
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
        **page.may.marks,
    )
    context = {
        "page": page,
        "course": found,
        "may": page.may,
        "lost": lost_sharing(request.user, found, page.may, timezone.localdate(now)),
        "tab": "course",
        "plan_url": reverse("plans:plan", args=[found.pk]),
    }
    return render(request, "pages/course.html", context)


@require_safe
def unfinished_texts(request):
    """What one has half written and not saved: where and when, and nothing of what it says."""
    rows = unfinished(request.user, timezone.now())
    persons = {person for row in rows if row.course for person in row.course.known}
    record(
        "draft.listed", kind=Kind.LIST, by=request.user, persons=persons, basis="own_texts", texts=len(rows)
    )
    return render(request, "pages/unfinished.html", {"rows": rows})


def _get_unfinished(request, draft):
    now = timezone.now()
    found = get_object_or_404(half_written(request.user, now), form=draft)
    return unfinished_row(found, request.user, now)


@require_safe
def unfinished_text(request, draft):
    """Opened through the gate, as its form was."""
    row = _get_unfinished(request, draft)
    access = access_to(request.user, row.course.pk) if row.course else None
    texts = texts_of(row, request.user, access)
    record(
        "draft.refused" if texts is None else "draft.opened",
        kind=Kind.REFUSAL if texts is None else Kind.VIEW,
        by=request.user,
        target=row.draft,
        course_id=row.draft.course_id,
        persons=row.course.known if row.course else [],
        basis=access.basis if access else "own_texts",
        **(access.marks if access else {}),
    )
    return render(request, "pages/unfinished_text.html", {"row": row, "texts": texts})


@require_POST
def unfinished_discard(request, draft):
    if not discard(draft, by=request.user):
        raise Http404
    messages.success(request, "Teksten er smidt væk.")
    return redirect("pages:unfinished")


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
            basis="own_courses",
            criterion_kind=found.by,
            criterion=found.criterion,
            hits=found.count,
        )
    context = {"form": form, "found": found, "has_errors": bool(form.errors)}
    return render(request, "pages/search.html", context, status=422 if form.errors else 200)


@require_safe
def print_plan(request, course_id, edition):
    """A working copy (?version=N for one that was answered), in the ledger as given to oneself."""
    plans = Plan.objects.visible_to(request.user).select_related("course")
    plan = get_object_or_404(plans, course=course_id)
    if edition not in list(Edition):
        raise Http404
    source = what_was_asked_for(request, plan)
    today = timezone.localdate()
    on = source.answered_on if isinstance(source, PlanVersion) else today
    pdf = plan_pdf(
        source,
        by=request.user,
        edition=Edition(edition),
        on=today,
        made_at=timezone.now(),
        brought=brought(plan, on, by=request.user, today=today),
    )
    return as_file(pdf.content, "plan")


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
    # Here stands who read it as a leader, which a notice has told of.
    seen(request.user, READ, course_id=found.pk)
    write_what_waits()
    page = Paginator(AuditEvent.objects.about_course(found.pk), LOG_PAGE).get_page(request.GET.get("side"))
    rows = log_rows(page.object_list)
    context = {"course": found, "may": access, "tab": "log", "page": page, "rows": rows}
    return render(request, "pages/course_log.html", context)


@login_not_required
@never_cache
@require_safe
def health(request):
    """For the proxy and the operator: database, wall and seals of the log. Says nothing else to anybody.

    A seal that is late alarms and turns nothing red: the log itself is written, and work goes on.
    """
    seal_is_late(now=timezone.now())
    if not guard.is_whole() or not canary.has_stayed_silent():
        return JsonResponse({"status": "red"}, status=503)
    return JsonResponse({"status": "ok"})


@csrf_exempt
@login_not_required
@quiet
@transaction.non_atomic_requests
@require_POST
def csp(request):
    """A browser says what our policy made it block; the answer says nothing to anybody."""
    if request.content_type != "application/csp-report":
        return HttpResponse(status=415)
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > blocked.LONGEST:
        return HttpResponse(status=413)
    try:
        was_told = blocked.tell(request.body, at=monotonic())
    except blocked.NoReport:
        return HttpResponse(status=400)
    return HttpResponse(status=204 if was_told else 429)
