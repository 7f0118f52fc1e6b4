"""The queue in figures, and what was judged to be a breach; of neither is there case text."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.logreview.actions.reviewing import BREACH
from borgerforloeb.logreview.actions.rules import MAY_FLAG
from borgerforloeb.logreview.forms import FiguresForm
from borgerforloeb.logreview.models import ReviewCase
from borgerforloeb.logreview.queries import sample, statistics
from borgerforloeb.notices.actions import seen
from roles.permissions import require_capability

PAGE = 50


@require_safe
def figures(request):
    require_capability(request.user, Capability.LOG_REVIEWER)
    form = FiguresForm(request.GET, today=timezone.localdate())
    first, last = form.period
    rows = statistics(first, last, user=request.user)
    record("review.statistics_opened", kind=Kind.VIEW, by=request.user, number=len(rows))
    context = {"form": form, "first": first, "last": last, "rows": rows, "sample": sample(first, last)}
    return render(request, "logreview/statistics.html", context)


@require_safe
def breaches(request):
    """For those who report it and tell the citizens: when, who and how much, and never what stood there."""
    require_capability(request.user, *MAY_FLAG)
    found = ReviewCase.objects.for_reviewer(request.user).filter(verdict=ReviewCase.Verdict.BREACH)
    ordered = found.select_related("user", "verdict_by").order_by("-closed_at", "-id")
    page = Paginator(ordered, PAGE).get_page(request.GET.get("side"))
    seen(request.user, BREACH)
    record("review.breaches_opened", kind=Kind.LIST, by=request.user, number=len(page.object_list))
    context = {
        "page": page,
        "rows": list(page.object_list),
        "is_reviewer": request.user.has_capability(Capability.LOG_REVIEWER),
    }
    return render(request, "logreview/breaches.html", context)
