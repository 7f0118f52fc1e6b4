"""*Udskriv mange*: which plans, how far it has come, what must be decided first, and all copies at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from borgerforloeb.accounts.middleware import quiet
from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.batches import actions
from borgerforloeb.batches.models import MOST, PrintBatch
from borgerforloeb.batches.queries import copies_of, jobs_of, latest, progress_of
from borgerforloeb.casework.queries import course_rows, courses_of
from borgerforloeb.casework.views.courses import KEPT, USUAL
from borgerforloeb.disclosures.actions import is_held_back, reads_all
from borgerforloeb.disclosures.forms import refusal_of
from borgerforloeb.disclosures.screening import protected_around
from borgerforloeb.disclosures.views import as_archive
from borgerforloeb.pages.forms import BatchForm
from roles.permissions import Permission, access_to, may_print


@form_page
def batches(request):
    """Of the courses that the list *Forløb* shows: one filter, in one place, for both."""
    found = list(_printable(request)[: MOST + 1])
    shown = found[:MOST]
    posted = request.POST if request.method == "POST" else None
    form = BatchForm(posted, courses=shown, none="ingen" in request.GET)
    if form.is_valid():
        batch = attempt(form, actions.start_batch, by=request.user, at=timezone.now(), **form.cleaned_data)
        if batch:
            return redirect("pages:batch", batch.pk)
    now = timezone.now()
    rows = course_rows(request.user, shown, timezone.localdate(now))
    _record(request, "batch.listed", rows, kind=Kind.LIST)
    context = {
        "form": form,
        "rows": list(zip(rows, form.ticked(), strict=True)),
        "more": len(found) > MOST,
        "most": MOST,
        "latest": list(latest(request.user, now)),
        "is_filtered": request.session.get(KEPT, USUAL) != USUAL,
    }
    return render(request, "pages/batches.html", context, status=422 if form.errors else 200)


@require_safe
def batch(request, batch_id):
    row = _get_batch(request, batch_id)
    jobs = jobs_of(row, request.user)
    _record(
        request, "batch.opened", course_rows(request.user, [job.course for job in jobs], timezone.localdate())
    )
    progress = progress_of(row, request.user)
    context = {
        "batch": row,
        "jobs": jobs,
        "progress": progress,
        "copies": sum(1 for job in jobs if job.disclosure and job.disclosure.document_id),
        "failed": any(job.state == job.State.FAILED for job in jobs),
    }
    return render(request, "pages/batch.html", context)


@quiet
@require_safe
def batch_progress(request, batch_id):
    """Asked every three seconds: how many, and of nobody. Whoever opens it as a page is led to the batch."""
    row = _get_batch(request, batch_id)
    if not request.htmx:
        return redirect("pages:batch", row.pk)
    progress = progress_of(row, request.user)
    return JsonResponse({"done": progress.done, "words": progress.words, "over": not row.is_running})


@require_POST
def batch_stop(request, batch_id):
    row = _get_batch(request, batch_id)
    return _told(request, row, actions.stop_batch, by=request.user, at=timezone.now())


@require_POST
def batch_again(request, batch_id):
    return _told(request, _get_batch(request, batch_id), actions.try_again, by=request.user)


@require_safe
def batch_copies(request, batch_id):
    """Each is asked for as when it is opened by itself, and is a use of its own in the log."""
    row = _get_batch(request, batch_id)
    files = {}
    for copy in copies_of(row, request.user):
        access = access_to(request.user, copy.course_id)
        if _may_open(request.user, access, copy):
            record(
                "disclosure.copy_opened",
                kind=Kind.VIEW,
                by=request.user,
                target=copy,
                course_id=copy.course_id,
                persons=copy.persons,
                basis=access.basis,
                **access.marks,
            )
            files[f"{copy.course.number}.pdf"] = bytes(copy.document.content)
    if not files:
        raise Http404
    return as_archive(files)


def _may_open(user, access, copy):
    if not access.may(Permission.PRINT) or not reads_all(user, access, copy):
        return False
    return not is_held_back(access, copy, protected_around(copy.course_id)) and copy.document.is_intact()


def _told(request, row, act, **how):
    try:
        act(row, **how)
    except ValidationError as refusal:
        messages.error(request, refusal_of(refusal))
    return redirect("pages:batch", row.pk)


def _printable(request):
    """With a plan to print. The gates stand beside one another: one within another is asked for each row."""
    chosen = courses_of(request.user, **request.session.get(KEPT, USUAL)).select_related("plan")
    return chosen.filter(may_print(request.user, course="pk"), plan__isnull=False)


def _get_batch(request, batch_id):
    return get_object_or_404(PrintBatch.objects.of(request.user), pk=batch_id)


def _record(request, action, rows, *, kind=Kind.VIEW):
    """Of several courses, each with the persons of it that one may know."""
    record(
        action,
        kind=kind,
        by=request.user,
        persons={person.pk for row in rows for person in row.persons},
        basis="own_courses",
        courses=len(rows),
    )
