"""Protection is set by one, at once; lifting it is asked for by one and answered by another."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from borgerforloeb.accounts.presentation import genitive
from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.casework.actions import protection as actions
from borgerforloeb.casework.forms.protection import LIFT, AnswerForm, AskToLiftForm
from borgerforloeb.casework.views.fetching import open_page
from borgerforloeb.citizens.models import ANSWER_WITHIN, ProtectionLift, Stale
from borgerforloeb.disclosures.screening import sheltered_around
from borgerforloeb.drafts.proving import proof_of, prove_first
from roles.permissions import Permission

CHANGED = "Oplysningerne om {} er ændret imens. Se dem igennem, og svar så igen."


@require_POST
def protect(request, course_id, citizen_id):
    page = open_page(request, course_id, "people.opened", needs=Permission.EDIT_FAMILY)
    citizen = page.citizen(citizen_id)
    actions.protect(citizen, course=page.course, by=request.user)
    messages.success(request, f"{citizen.first_name} er navne- og adressebeskyttet fra nu af.")
    offer_household(page, citizen)
    return redirect("casework:people", course_id)


def offer_household(page, citizen):
    """Their addresses are hidden with hers; whether they are protected themselves is for somebody to say."""
    hidden = sheltered_around(page.course.pk) - {citizen.pk}
    others = [member.citizen for member in page.members if member.citizen.pk in hidden]
    names = " og ".join(one.first_name for one in others if not one.protected_address)
    if names:
        words = f"{names} bor samme sted, så adressen vises ikke. Skal {names} også beskyttes?"
        messages.info(page.request, words)


@form_page
def lift_ask(request, course_id, citizen_id):
    page = open_page(request, course_id, "protection.ask_opened", needs=Permission.REVEAL_NUMBER)
    citizen = page.citizen(citizen_id)
    if page.course.is_closed:
        raise PermissionDenied
    if not citizen.protected_address:
        raise Http404
    form = AskToLiftForm(request.POST or None, initial={"version": citizen.version})
    title, status = f"Ophæv {genitive(citizen.first_name)} beskyttelse?", 200
    if form.is_valid():
        proof = proof_of(request)
        if elsewhere := prove_first(request, proof):
            return elsewhere
        given = {"course": page.course, "on": page.today, "proof": proof, "by": request.user}
        given |= form.cleaned_data
        try:
            if attempt(form, actions.ask_to_lift, citizen, **given):
                messages.success(request, "Beskyttelsen står, til en kollega har godkendt.")
                return redirect("casework:people", course_id)
        except Stale as stale:
            form, status = _seen_again(request, form, stale), 409
    lead = f"En kollega skal sige ja inden {ANSWER_WITHIN.days} dage. Indtil da bliver beskyttelsen."
    return page.show_form(form, title, lead, status=status)


@form_page
def lift(request, course_id, lift_id):
    page = open_page(request, course_id, "protection.lift_opened")
    asked = _get_lift(page, lift_id)
    may_answer = actions.may_be_second(asked, page.access, request.user)
    may_withdraw = request.user.pk == asked.asked_by_id or Permission.REVEAL_NUMBER in page.access
    if not may_answer and not may_withdraw:
        raise PermissionDenied
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form, status = AnswerForm(request.POST or None, initial={"version": asked.citizen.version}), 200
    if form.is_valid():
        proof = proof_of(request)
        if form.cleaned_data["answer"] == LIFT and (elsewhere := prove_first(request, proof)):
            return elsewhere
        try:
            if attempt(form, _answer, page, asked, form.cleaned_data, proof):
                return redirect("casework:people", course_id)
        except Stale as stale:
            form, status = _seen_again(request, form, stale), 409
    form.cancel_url = page.url("people")
    context = {"asked": asked, "form": form, "may_answer": may_answer, "may_withdraw": may_withdraw}
    return page.show("lift", status=status, **context)


@require_POST
def lift_withdraw(request, course_id, lift_id):
    page = open_page(request, course_id, "people.opened")
    asked = _get_lift(page, lift_id)
    try:
        actions.withdraw_lift(asked, on=page.today, by=request.user)
        messages.success(request, "Anmodningen er trukket tilbage. Beskyttelsen står.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("casework:people", course_id)


def _get_lift(page, lift_id) -> ProtectionLift:
    """Of somebody that the reader may know of, while it waits."""
    if page.course.is_closed:
        raise PermissionDenied
    rows = ProtectionLift.objects.waiting(page.today).select_related("citizen", "asked_by", "course")
    return get_object_or_404(rows, pk=lift_id, course=page.course, citizen__in=page.person_ids)


def _answer(page, asked, given, proof):
    request, name = page.request, genitive(asked.citizen.first_name)
    by = {"on": page.today, "by": request.user}
    if given["answer"] != LIFT:
        done = actions.refuse_to_lift(asked, why=given["why"], **by)
        messages.success(request, f"{name} beskyttelse bliver.")
        return done
    done = actions.lift_protection(asked, version=given["version"], proof=proof, **by)
    messages.success(request, f"{name} beskyttelse er ophævet. Papir ses stadig igennem i 30 dage.")
    return done


def _seen_again(request, form, stale):
    messages.warning(request, CHANGED.format(stale.stored.first_name))
    return form.again(stale.stored)
