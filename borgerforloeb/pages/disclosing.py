"""Giving the plan to somebody, and looking any paper through before it is released."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.disclosures import actions
from borgerforloeb.disclosures.findings import needs_two, who_let_it_stand
from borgerforloeb.disclosures.forms import DecisionsForm, StopForm, refusal_of
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.disclosures.recipients import as_now
from borgerforloeb.disclosures.screening import protected_around
from borgerforloeb.disclosures.views import give, onwards
from borgerforloeb.drafts.proving import proof_of, prove_first
from borgerforloeb.pages.giving import looked_through, paper_again, plan_paper, what_was_asked_for
from plans.actions.versions import begin_plan
from plans.models import Plan
from roles.permissions import Permission, access_to, visible_courses

# Asking for the second, and being it.
BY_TWO = ("second", "approve")


def give_plan(request, course_id):
    """By POST with `recipient=own`, the commonest case: the citizen's own edition in one press."""
    plan, access = _get_plan(request, course_id)
    source, today = what_was_asked_for(request, plan), timezone.localdate()
    paper = plan_paper(source, sender=request.user, access=access, today=today)
    return give(request, paper, access, may_be_outside=True)


def disclosure(request, course_id, disclosure_id):
    row, access = _get_disclosure(request, course_id, disclosure_id)
    stopping = StopForm(request.POST if request.POST.get("do") == "stop" else None)
    if request.method == "POST" and (not stopping.is_bound or stopping.is_valid()):
        return _act(request, row)
    return _show(request, row, access, stopping)


def _show(request, row, access, stopping):
    package, refusal = (None, "") if row.is_closed else _looked_at(row)
    findings = list(row.findings.all())
    first = who_let_it_stand(row, findings)
    context = {
        "row": row,
        "course": row.course,
        "may": access,
        "refusal": refusal,
        "parts": looked_through(package, findings) if package and not refusal else [],
        "findings": findings,
        "needs_two": needs_two(row),
        "may_look_again": package is not None,
        "is_held_back": row.is_closed and actions.is_held_back(access, row, protected_around(row.course_id)),
        "may_ask": request.user.pk in first,
        "may_approve": request.user.pk not in first | {row.asked_by_id},
        "stop_form": stopping,
        "has_errors": bool(stopping.errors),
    }
    return render(request, "disclosures/look.html", context, status=422 if stopping.errors else 200)


def _looked_at(row):
    """The package as it is now, and why it is held back."""
    recipient, package = _as_now(row)
    if package is None:
        return None, f"{actions.NO_BASIS} {recipient.why_not}"
    refusal = actions.what_is_amiss(row, package, recipient)
    # Another edition is another paper: looking at this one again mends nothing.
    return (package if recipient.edition == row.edition else None), refusal


def _act(request, row):
    """One page, several buttons: what is refused is told above it.

    Where it takes two, each of them shows anew who sits there; the choices come back with them.
    """
    proof = proof_of(request)
    elsewhere = prove_first(request, proof) if request.POST.get("do") in BY_TWO else None
    if elsewhere:
        return elsewhere
    try:
        done = _done(request, row, proof)
    except ValidationError as refusal:
        messages.error(request, refusal_of(refusal))
        return redirect("pages:disclosure", row.course_id, row.pk)
    return onwards(done)


def _done(request, row, proof):
    wanted, by = request.POST.get("do"), request.user
    if wanted == "stop":
        return actions.stop(row, why=request.POST.get("why", ""), by=by)
    recipient, package = _as_now(row)
    if package is None:
        raise ValidationError(f"{actions.NO_BASIS} {recipient.why_not}")
    if wanted == "again":
        return actions.look_again(row, package, recipient, by=by)
    if wanted == "approve":
        return actions.approve(row, package, recipient, proof=proof, by=by)
    form = DecisionsForm(request.POST, findings=list(row.findings.all()))
    if form.is_valid() and form.decisions():
        row = actions.decide(row, form.decisions(), by=by)
    if wanted == "second":
        return actions.ask_for_second(row, proof=proof, by=by)
    if wanted == "release":
        return actions.release(row, package, recipient, by=by, at=timezone.now())
    return row


def _as_now(row):
    sender, today = access_to(row.made_by, row.course_id), timezone.localdate()
    paper = paper_again(row, sender, today)
    recipient = as_now(row, paper.people, paper.found)
    if not recipient.basis or not sender.may(row.needs):
        return recipient, None
    return recipient, paper.package_for(recipient)


def _get_plan(request, course_id):
    plans = Plan.objects.visible_to(request.user).select_related("course")
    access = access_to(request.user, course_id)
    plan = plans.filter(course=course_id).first()
    if plan is None:
        plan = _begun(request, course_id, access)
    if not access.may(Permission.PRINT):
        raise PermissionDenied
    return plan, access


def _begun(request, course_id, access):
    """As on the plan's own page: it comes to be when somebody who may write it asks for it."""
    course = get_object_or_404(visible_courses(request.user), pk=course_id)
    if Permission.EDIT_PLAN not in access:
        raise Http404
    return begin_plan(course, by=request.user)


def _get_disclosure(request, course_id, disclosure_id):
    rows = Disclosure.objects.visible_to(request.user).filter(course=course_id)
    rows = rows.select_related("course", "made_by", "approved_by", "released_by", "consent", "section__act")
    row = get_object_or_404(rows, pk=disclosure_id)
    access = access_to(request.user, course_id)
    if not access.may(Permission.PRINT) or not actions.reads_all(request.user, access, row):
        raise PermissionDenied
    _record(request, "disclosure.opened", row, course_id, access, row.persons)
    return row, access


def _record(request, action, target, course_id, access, persons):
    record(
        action,
        kind=Kind.VIEW,
        by=request.user,
        target=target,
        course_id=course_id,
        persons=persons,
        basis=access.basis,
        **access.marks,
    )
