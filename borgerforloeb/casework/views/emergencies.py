"""Nødadgange: who opened what and why, what was opened, and what somebody else thinks of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.addresses import path_to
from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import AuditEvent, Kind
from borgerforloeb.audit.words import log_rows
from borgerforloeb.casework.forms.outside import VerdictForm
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


@dataclass(frozen=True)
class ToJudge:
    """A row of those that somebody else must look at: nødadgange here, finds in the log elsewhere."""

    url: str
    at: datetime
    who: str
    what: str
    why: str
    stage: str
    verdict: str = ""
    verdict_on: date | None = None
    is_late: bool = False


JUDGES = (Capability.LEADER, Capability.LOG_REVIEWER)


@require_safe
def emergencies(request):
    """Those that wait for a verdict come first, the oldest of them at the top."""
    require_capability(request.user, *JUDGES)
    found = visible_emergencies(request.user).select_related("user", "unit", "verdict_by")
    ordered = found.order_by(F("verdict_on").desc(nulls_first=True), "due_on", "id")
    page, today = Paginator(ordered, PAGE).get_page(request.GET.get("side")), timezone.localdate()
    rows = [_to_judge(one, today) for one in page.object_list]
    record("emergencies.listed", kind=Kind.LIST, by=request.user, number=len(rows))
    context = {"page": page, "rows": rows, "may_read": request.user.has_capability(Capability.LEADER)}
    return render(request, "casework/emergencies.html", context)


def _to_judge(one: EmergencyAccess, today: date) -> ToJudge:
    is_late = one.due_on < today
    return ToJudge(
        url=path_to("casework:emergency", one.pk),
        at=one.opened_at,
        who=one.user.name,
        what=f"{one.course_number} · {one.unit.name}",
        why=one.get_reason_code_display(),
        stage=f"{'skulle være vurderet' if is_late else 'senest'} {longdate(one.due_on)}",
        verdict=one.get_verdict_display(),
        verdict_on=one.verdict_on,
        is_late=is_late,
    )


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
    # Among what else it rests on; number 12 is not the beginning of 123.
    basis = rf"(^|, )emergency:{found.assignment_id}(,|$)"
    events = AuditEvent.objects.filter(actor_id=found.user_id, course_id=found.course_id)
    return events.filter(basis__regex=basis).order_by("id")[:OPENINGS]
