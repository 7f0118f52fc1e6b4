from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.forms import LogFilterForm
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.audit.words import log_rows
from roles.gate import barred_to
from roles.permissions import require_capability

ROWS = 50


@require_GET
def log(request):
    require_capability(request.user, Capability.LOG_REVIEWER)
    form = LogFilterForm(request.GET, today=timezone.localdate())
    events = form.events() if form.is_valid() else AuditEvent.objects.none()
    events = events.without(*barred_to(request.user))
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
    return render(request, "logreview/log.html", context)


def older_address(query, shown) -> str:
    """The same filter from the last row on; a row keeps its place, however many come after it."""
    older = query.copy()
    older["before"] = shown[-1].place
    return f"?{older.urlencode()}"
