"""*Afgørelser* of one course: written, decided, told, and replaced by another."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.casework.views.fetching import fetch_page, open_page
from borgerforloeb.citizens.models import Level, Stale
from borgerforloeb.decisions.actions import deciding as actions
from borgerforloeb.decisions.forms.decisions import DecideForm, DecisionForm, TellForm
from borgerforloeb.decisions.pdf import decision_paper
from borgerforloeb.decisions.queries import deciding, decisions_of, told
from borgerforloeb.disclosures.views import give
from borgerforloeb.drafts.both import bring_together, is_settled
from roles.permissions import Permission

# What a decision that takes another's place begins with.
SAME = (
    "person", "section", "what", "outcome", "hours_per_week", "starts_on", "ends_on", "domain", "level"
)  # fmt: skip


def _get_decision(request, course_id, decision_id, action, needs=Permission.DECIDE, *, offers=False):
    """`offers`: its form lets one choose among all persons of the course, and so shows them."""
    page = fetch_page(request, course_id, needs=needs)
    rows = decisions_of(page.course, request.user, page.person_ids)
    row = get_object_or_404(rows, pk=decision_id)
    shown = page.person_ids if offers else [row.person_id]
    page.tell(action, target=row, persons=shown, **row.field_and_level)
    return page, row


def _get_decided(request, course_id, decision_id, action, needs=Permission.DECIDE, *, offers=False):
    page, row = _get_decision(request, course_id, decision_id, action, needs, offers=offers)
    if row.is_draft:
        raise Http404
    return page, row


def _show_form(page, form, title, lead="", decision=None):
    course = page.course
    back = decision.get_absolute_url() if decision else f"{course.get_absolute_url()}decisions/"
    form.cancel_url = back
    context = {"course": course, "may": page.access, "form": form, "title": title, "lead": lead}
    return render(page.request, "casework/form.html", context, status=422 if form.errors else 200)


@require_safe
def decisions(request, course_id):
    page = open_page(request, course_id, "decisions.opened")
    rows = list(decisions_of(page.course, request.user, page.person_ids))
    context = {
        "course": page.course,
        "may": page.access,
        "tab": "decisions",
        "told": told(rows, page.today),
        "several": len(page.members) > 1,
        "today": page.today,
    }
    return render(request, "decisions/decisions.html", context)


@require_safe
def decision(request, course_id, decision_id):
    page, row = _get_decision(request, course_id, decision_id, "decision.opened", Permission.VIEW)
    may_decide = Permission.DECIDE in page.access
    context = {
        "course": page.course,
        "may": page.access,
        "tab": "decisions",
        "row": row,
        "decides": may_decide and row.is_draft and actions.may_decide(request.user, row.section, page.today),
        "others": deciding(row.section, page.today, page.course) if row.is_draft else [],
        "today": page.today,
    }
    return render(request, "decisions/decision.html", context)


@form_page
def decision_add(request, course_id):
    page = open_page(request, course_id, "decision.add_opened", needs=Permission.DECIDE)
    initial = {"level": Level.DOMAIN}
    form = DecisionForm(request.POST or None, members=page.members, today=page.today, initial=initial)
    if form.is_valid():
        row = attempt(form, actions.draft_decision, page.course, by=request.user, **form.cleaned_data)
        if row:
            messages.success(request, "Kladden er gemt.")
            return redirect(row)
    return _show_form(page, form, "Skriv en afgørelse")


@form_page
def decision_edit(request, course_id, decision_id):
    page, row = _get_decision(request, course_id, decision_id, "decision.edit_opened", offers=True)
    form = _form_of(page, row, request.POST or None)
    if form.is_valid():
        try:
            saved = attempt(form, actions.change_draft, row, by=request.user, **form.cleaned_data)
        except Stale as stale:
            return _show_both(page, form, stale.stored)
        if saved:
            messages.success(request, "Kladden er gemt.")
            return redirect(row)
    return _show_form(page, form, "Ret kladden", decision=row)


def _form_of(page, row, data=None):
    initial = {name: getattr(row, name) for name in DecisionForm.base_fields}
    return DecisionForm(data, members=page.members, today=page.today, kept=row.section_id, initial=initial)


def _show_both(page, form, stored):
    """409: what somebody else saved meanwhile, and what was written here, put together as far as it goes."""
    again = _form_of(page, stored, form.data)
    again.is_valid()
    both = bring_together(again, stored)
    again.cancel_url = stored.get_absolute_url()
    context = {"form": again, "who": "En kollega", "both": both, "settled": is_settled(both)}
    return page.show("stale", **context, status=409)


@require_POST
def decision_discard(request, course_id, decision_id):
    page, row = _get_decision(request, course_id, decision_id, "decision.discard_opened")
    version = request.POST.get("version", "")
    try:
        actions.discard_draft(row, version=int(version) if version.isdecimal() else 0, by=request.user)
    except Stale:
        messages.warning(request, "Kladden er rettet i mellemtiden. Læs den igen, før du kasserer den.")
        return redirect(row)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(row)
    messages.success(request, "Kladden er kasseret.")
    return redirect("decisions:decisions", page.course.pk)


@form_page
def decide(request, course_id, decision_id):
    page, row = _get_decision(request, course_id, decision_id, "decision.decide_opened")
    form = DecideForm(request.POST or None, initial={"version": row.version})
    if form.is_valid():
        try:
            done = attempt(form, actions.decide, row, on=page.today, by=request.user, **form.cleaned_data)
        except Stale as stale:
            messages.warning(request, "Kladden er rettet i mellemtiden. Læs den igen, før du afgør.")
            return redirect(stale.stored)
        if done:
            messages.success(request, "Afgørelsen er truffet. Giv borgeren brevet.")
            return redirect(row)
    outcome = row.get_outcome_display().capitalize()
    lead = f"{outcome}: {row.what}, {row.section}. Den kan ikke skrives om bagefter."
    return _show_form(page, form, "Træf afgørelsen", lead, row)


@form_page
def tell(request, course_id, decision_id):
    page, row = _get_decided(request, course_id, decision_id, "decision.tell_opened")
    initial = {"told_on": row.told_on or page.today, "told_way": row.told_way}
    form = TellForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form, actions.tell, row, today=page.today, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Det er noteret. Klagefristen løber fra den dag.")
        return redirect(row)
    return _show_form(page, form, "Afgørelsen er meddelt", decision=row)


@form_page
def decision_instead(request, course_id, decision_id):
    """A new draft with the same words: when it is decided, it takes the place of the one before."""
    page, old = _get_decided(request, course_id, decision_id, "decision.instead_opened", offers=True)
    initial = {name: getattr(old, name) for name in SAME}
    form = DecisionForm(request.POST or None, members=page.members, today=page.today, initial=initial)
    if form.is_valid():
        row = attempt(
            form, actions.draft_decision, page.course, replaces=old, by=request.user, **form.cleaned_data
        )
        if row:
            messages.success(request, "Kladden er gemt. Den gamle afgørelse gælder, til den nye er truffet.")
            return redirect(row)
    return _show_form(page, form, f"En ny afgørelse i stedet for: {old.what}", decision=old)


def letter(request, course_id, decision_id):
    page, row = _get_decided(request, course_id, decision_id, "decision.letter_opened", Permission.PRINT)
    return give(request, decision_paper(row, page.course, page.access, page.today), page.access)
