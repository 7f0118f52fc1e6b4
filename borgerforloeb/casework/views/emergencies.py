"""Nødadgange: who opened what and why, what was opened, and what somebody else thinks of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.models import Capability
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.audit.words import log_rows
from borgerforloeb.casework.forms.outside import VerdictForm
from borgerforloeb.casework.views.courses import form_page
from borgerforloeb.casework.views.fetching import attempt
from borgerforloeb.notices.actions import seen
from roles import actions
from roles.actions.emergency import OFTEN, OPENED, key_of
from roles.models import EmergencyAccess
from roles.permissions import (
    Permission,
    access_to,
    require_capability,
    visible_emergencies,
)

PAGE, OPENINGS = 50, 100
JUDGES = (Capability.LEADER, Capability.LOG_REVIEWER)


@require_safe
def emergencies(request):
    """Those that wait for a verdict come first, the oldest of them at the top."""
    require_capability(request.user, *JUDGES)
    found = visible_emergencies(request.user).select_related("user", "unit", "verdict_by")
    ordered = found.order_by(F("verdict_on").desc(nulls_first=True), "due_on", "id")
    page = Paginator(ordered, PAGE).get_page(request.GET.get("side"))
    rows = list(page.object_list)
    record("emergencies.listed", kind=Kind.LIST, by=request.user, number=len(rows))
    context = {"page": page, "rows": rows, "today": timezone.localdate()}
    context["may_read"] = request.user.has_capability(Capability.LEADER)
    return render(request, "casework/emergencies.html", context)


@form_page
def emergency(request, emergency_id):
    found, may_judge = _get_emergency(request, emergency_id)
    form = VerdictForm(request.POST or None) if may_judge and not found.verdict else None
    if form is not None and form.is_valid() and attempt(
        form, actions.judge, found, on=timezone.localdate(), by=request.user, **form.cleaned_data
    ):  # fmt: skip
        messages.success(request, "Vurderingen er gemt.")
        return redirect("casework:emergencies")
    context = {"emergency": found, "form": form, "may_judge": may_judge, "today": timezone.localdate()}
    context["openings"] = log_rows(_openings(found))
    return render(request, "casework/emergency.html", context)


def _get_emergency(request, emergency_id) -> tuple[EmergencyAccess, bool]:
    """By those who judge it, and by whoever holds the course."""
    everything = EmergencyAccess.objects.select_related("user", "unit", "verdict_by")
    found = get_object_or_404(everything, pk=emergency_id)
    judges = visible_emergencies(request.user).filter(pk=emergency_id).exists()
    if not judges and not access_to(request.user, found.course_id).may(Permission.MANAGE_COURSE):
        raise Http404
    seen(request.user, OFTEN, object_key=key_of(found))
    if not judges:
        # Those who judge it are reminded until they have.
        seen(request.user, OPENED, object_key=key_of(found))
    record("emergency.viewed", kind=Kind.VIEW, by=request.user, target=found, course_id=found.course_id)
    return found, judges and found.user_id != request.user.pk


def _openings(found: EmergencyAccess):
    """What was opened by it, as the log tells it: never what stood there."""
    basis = f"emergency:{found.assignment_id}"
    events = AuditEvent.objects.filter(actor_id=found.user_id, course_id=found.course_id)
    return events.filter(basis__contains=basis).order_by("id")[:OPENINGS]
