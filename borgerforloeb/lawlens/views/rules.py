"""*Love og planer*: which plans the laws ask for and what must stand in them, kept by an administrator."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.lawlens.actions import rules as actions
from borgerforloeb.lawlens.forms.rules import EndRuleForm, KindForm, RequirementForm
from borgerforloeb.lawlens.reading import all_kinds, all_requirements, argument_words
from roles.permissions import require_capability


def administrator_page(view):
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def for_an_administrator(request, *args, **kwargs):
        require_capability(request.user, Capability.ADMINISTRATOR)
        return view(request, *args, **kwargs)

    return for_an_administrator


def _show_form(request, form, title, *, back, touches=None, lead=""):
    """With how many plans it touches, where that has been counted: the same form is then sent again."""
    form.cancel_url = back
    if touches is not None:
        form.data = form.data.copy()
        form.data["seen"], form.submit_label = touches, "Ja, gem det"
    told = actions.told(touches) if touches is not None else ""
    context = {"form": form, "title": title, "lead": lead, "touches": told}
    return render(request, "lawlens/rule_form.html", context, status=422 if form.errors else 200)


def _is_seen(request, number):
    """Has she seen that number, and is it still the same?"""
    return request.POST.get("seen") == str(number)


@administrator_page
def kinds(request):
    today = timezone.localdate()
    rows = list(all_kinds())
    record("plan_kinds.listed", kind=Kind.LIST, by=request.user, number=len(rows))
    groups = [
        ("Gælder nu", [row for row in rows if row.valid_from <= today and not _is_over(row, today)]),
        ("Kommer", [row for row in rows if row.valid_from > today]),
        ("Ophørt", [row for row in rows if _is_over(row, today)]),
    ]
    return render(request, "lawlens/kinds.html", {"groups": groups})


def _is_over(row, today):
    return row.valid_to is not None and row.valid_to < today


@administrator_page
def kind(request, kind_id):
    found = get_object_or_404(all_kinds(), pk=kind_id)
    record("plan_kind.opened", kind=Kind.VIEW, by=request.user, target=found)
    today = timezone.localdate()
    touches = actions.touched(
        found.when.all(), from_age=found.from_age, to_age=found.to_age, on=today, by=request.user
    )
    rows = [(row, argument_words(row)) for row in found.requirements.all()]
    context = {"kind": found, "rows": rows, "today": today, "touches": actions.told(touches)}
    return render(request, "lawlens/kind.html", context)


@administrator_page
def kind_add(request):
    record("plan_kind.add_opened", kind=Kind.VIEW, by=request.user)
    form = KindForm(request.POST or None)
    touches = None
    if form.is_valid():
        fields = form.cleaned_data
        ages = {name: fields[name] for name in ("from_age", "to_age")}
        day = max(fields["valid_from"], timezone.localdate())
        touches = actions.touched(fields["when"], on=day, by=request.user, **ages)
        if _is_seen(request, touches) and (
            made := attempt(form, actions.add_kind, by=request.user, **fields)
        ):
            messages.success(request, f"{made.name} er lagt ind. Skriv nu, hvad der skal stå i den.")
            return redirect("laws:kind", made.pk)
    lead = (
        "En regel rettes ikke: den ophører, og en ny begynder. Så holdes hver plan op mod loven på dens dag."
    )
    return _show_form(
        request, form, "Ny regel om en plan", back=reverse("laws:kinds"), touches=touches, lead=lead
    )


@administrator_page
def kind_end(request, kind_id):
    found = get_object_or_404(all_kinds(), pk=kind_id)
    record("plan_kind.end_opened", kind=Kind.VIEW, by=request.user, target=found)
    form, touches = EndRuleForm(request.POST or None), None
    if form.is_valid():
        ages = {"from_age": found.from_age, "to_age": found.to_age}
        after = actions.day_after(found, form.cleaned_data["valid_to"])
        touches = actions.touched(found.when.all(), on=after, by=request.user, **ages)
        if _is_seen(request, touches) and attempt(
            form, actions.end_kind, found, by=request.user, **form.cleaned_data
        ):
            messages.success(request, f"{found.name} ophører med den dag.")
            return redirect("laws:kind", found.pk)
    return _show_form(request, form, f"Slutdato for {found.name}", back=_url_of(found), touches=touches)


@administrator_page
def requirement_add(request, kind_id):
    found = get_object_or_404(all_kinds(), pk=kind_id)
    record("requirement.add_opened", kind=Kind.VIEW, by=request.user, target=found)
    form = RequirementForm(request.POST or None, initial={"valid_from": found.valid_from})
    if form.is_valid() and attempt(
        form, actions.add_requirement, found, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Kravet er tilføjet.")
        return redirect("laws:kind", found.pk)
    return _show_form(request, form, f"Nyt krav til {found.name}", back=_url_of(found))


@administrator_page
def requirement_end(request, requirement_id):
    row = get_object_or_404(all_requirements(), pk=requirement_id)
    record("requirement.end_opened", kind=Kind.VIEW, by=request.user, target=row)
    form = EndRuleForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.end_requirement, row, by=request.user, **form.cleaned_data):
        messages.success(request, "Kravet ophører med den dag.")
        return redirect("laws:kind", row.kind_id)
    return _show_form(request, form, f"Slutdato for kravet: {row.words}", back=_url_of(row.kind))


def _url_of(found):
    return reverse("laws:kind", args=[found.pk])
