"""Courses without anybody who may: a leader hands them over by number, and reads nothing of them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.casework.actions.family import correct_barring_relation
from borgerforloeb.casework.forms.handing_over import EmployeeForm, HandOverForm
from borgerforloeb.casework.forms.people import CorrectForm
from borgerforloeb.casework.queries import hand_overs
from borgerforloeb.citizens.models import FamilyRelation
from roles import actions
from roles.gate import relations_behind
from roles.permissions import courses_to_lead

SHOWN = 200


@require_safe
def handovers(request):
    held = courses_to_lead(request.user)
    form = EmployeeForm(request.GET or None, among={row.user_id for row in held})
    chosen = form.cleaned_data["employee"] if form.is_valid() else None
    without = [row for row in held if row.cause]
    of_chosen = [row for row in held if not row.cause and chosen and row.user_id == chosen.pk]
    rows = hand_overs(without[:SHOWN] + of_chosen)
    listed = {"number": len(without), "user": chosen.pk if chosen else None}
    record("handovers.listed", kind=Kind.LIST, by=request.user, **listed)
    context = {"form": form, "chosen": chosen, "number": sum(not row.is_closed for row in without)}
    context["without"] = [row for row in rows if row.held.cause and not row.held.is_closed]
    context["closed"] = [row for row in rows if row.held.cause and row.held.is_closed]
    context["of_chosen"] = [row for row in rows if not row.held.cause]
    return render(request, "casework/handovers.html", context)


def _get_held(request, assignment_id, action):
    held = [row for row in courses_to_lead(request.user) if row.assignment_id == assignment_id]
    if not held:
        raise Http404
    record(action, kind=Kind.VIEW, by=request.user, course_id=held[0].course_id, basis="leader")
    return hand_overs(held)[0]


@form_page
def handover(request, assignment_id):
    found = _get_held(request, assignment_id, "handover.opened")
    today = timezone.localdate()
    form = HandOverForm(request.POST or None, cause=found.held.cause, today=today)
    form.cancel_url = reverse("casework:handovers")
    if form.is_valid() and attempt(
        form, actions.hand_over, assignment_id, on=today, by=request.user, **form.chosen()
    ):
        messages.success(request, f"{form.cleaned_data['user'].name} har nu forløb {found.held.number}.")
        return redirect("casework:handovers")
    behind = []
    if found.held.cause == actions.Absence.BARRED:
        kinds = dict(FamilyRelation.Kind.choices)
        behind = [(row, kinds[row.kind]) for row in _behind(found)]
    return render(request, "casework/handover.html", {"form": form, "found": found, "behind": behind})


def _behind(found):
    return relations_behind(found.held.user_id, found.held.course_id)


@form_page
def handover_correct(request, assignment_id, relation_id):
    """A relation that was noted by mistake and keeps the employee out of her own course."""
    found = _get_held(request, assignment_id, "handover.relation_opened")
    if relation_id not in {row.relation_id for row in _behind(found)}:
        raise Http404
    form = CorrectForm(request.POST or None)
    form.cancel_url = reverse("casework:handover", args=[assignment_id])
    if form.is_valid() and attempt(
        form, correct_barring_relation, relation_id, assignment_id=assignment_id,
        on=timezone.localdate(), by=request.user, **form.cleaned_data,
    ):  # fmt: skip
        messages.success(request, "Relationen er rettet.")
        return redirect("casework:handovers")
    return render(request, "casework/handover.html", {"form": form, "found": found, "correcting": True})
