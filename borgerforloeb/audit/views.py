from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.forms import LogFilterForm
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.audit.words import log_rows

ROWS = 50


@require_GET
def log(request):
    if not request.user.has_capability(Capability.LOG_REVIEWER):
        raise PermissionDenied
    form = LogFilterForm(request.GET, today=timezone.localdate())
    events = form.events() if form.is_valid() else AuditEvent.objects.none()
    # One more than is shown tells whether there are older ones, without counting a log of years.
    found = list(events.before(request.GET.get("before", ""))[: ROWS + 1])
    shown = found[:ROWS]
    record(
        "log.read",
        kind=Kind.LIST,
        by=request.user,
        course_id=form.cleaned_data.get("course"),
        persons=filter(None, [form.cleaned_data.get("person")]),
        filters=form.is_used,
        rows=len(shown),
    )
    context = {
        "form": form,
        "rows": log_rows(shown),
        "older": older_address(request.GET, shown) if len(found) > ROWS else "",
        "is_narrowed": bool(form.cleaned_data.get("course") or form.cleaned_data.get("person")),
    }
    return render(request, "audit/log.html", context)


def older_address(query, shown) -> str:
    """The same filter from the last row on; a row keeps its place, however many come after it."""
    older = query.copy()
    older["before"] = shown[-1].place
    return f"?{older.urlencode()}"
