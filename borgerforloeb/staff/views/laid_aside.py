"""What was given up after five tries, without a word of whom or what it was about."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.notices.models import Notice
from borgerforloeb.staff import queries
from borgerforloeb.staff.actions import laid_aside as actions
from borgerforloeb.staff.forms import CloseLaidAsideForm
from borgerforloeb.staff.views.employees import PAGE, administrator_page
from roles.permissions import require_capability


@require_safe
def rows(request):
    require_capability(request.user, Capability.ADMINISTRATOR)
    page = Paginator(Notice.objects.laid_aside(), PAGE).get_page(request.GET.get("side"))
    shown = queries.laid_aside_rows(page.object_list)
    record("notices.laid_aside_listed", kind=Kind.LIST, by=request.user, number=len(shown))
    return render(request, "staff/laid_aside.html", {"page": page, "rows": shown})


def _get_notice(notice_id):
    """Also one that somebody else is done with, which is told; never one that was not laid aside."""
    return get_object_or_404(Notice.objects.ever_laid_aside(), pk=notice_id)


@require_POST
def again(request, notice_id):
    require_capability(request.user, Capability.ADMINISTRATOR)
    try:
        actions.try_again(_get_notice(notice_id), by=request.user)
    except actions.AlreadyDone as done:
        return _show_done(request, done.notice)
    messages.success(request, "Påmindelsen bliver sendt igen inden for et minut.")
    return redirect("laid_aside:rows")


@administrator_page
def close(request, notice_id):
    found = _get_notice(notice_id)
    record("notice.close_opened", kind=Kind.VIEW, by=request.user, target=found)
    if not found.is_laid_aside:
        return _show_done(request, found)
    form = CloseLaidAsideForm(request.POST or None)
    form.cancel_url = reverse("laid_aside:rows")
    if form.is_valid():
        try:
            actions.close_laid_aside(found, at=timezone.now(), by=request.user, **form.cleaned_data)
        except actions.AlreadyDone as done:
            return _show_done(request, done.notice)
        messages.success(request, "Påmindelsen er lukket. Den bliver ikke sendt.")
        return redirect("laid_aside:rows")
    [row] = queries.laid_aside_rows([found])
    return render(request, "staff/laid_aside_close.html", {"form": form, "row": row})


def _show_done(request, notice):
    """409: somebody else was first, and this is what was done."""
    return render(request, "staff/laid_aside_done.html", {"notice": notice}, status=409)
