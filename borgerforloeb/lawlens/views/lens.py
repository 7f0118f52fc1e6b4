"""*Lovlinsen* of one course, and what is noted on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.casework.answerers import must_answer, relations_that_answer
from borgerforloeb.citizens.models import Circumstance
from borgerforloeb.lawlens.actions import circumstances, plans
from borgerforloeb.lawlens.forms.course import (
    CircumstanceForm,
    ConfirmForm,
    EndForm,
    OnePlanForm,
    ReplacedForm,
    StandsAgainForm,
)
from borgerforloeb.lawlens.models import Confirmation, OnePlanYes, ReplacedPlan
from borgerforloeb.lawlens.page import LensPage
from borgerforloeb.lawlens.reading import confirmable
from plans.views.opening import Opened, open_plan
from roles.permissions import Permission, may_read, visible_citizens


def _get_opened(request, course_id, what, needs=Permission.EDIT_PLAN) -> Opened:
    """For the two who hold the plan: what a law misses tells of what stands in the closed parts."""
    opened = open_plan(request, course_id, what)
    if needs not in opened.access:
        raise PermissionDenied
    return opened


def _person(opened, citizen_id):
    for person in opened.persons():
        if person.pk == citizen_id:
            return person
    raise Http404


def _show_form(request, opened, form, title, lead=""):
    form.cancel_url = f"{opened.url}law/"
    context = {"course": opened.course, "may": opened.access, "form": form, "title": title, "lead": lead}
    return render(request, "casework/form.html", context, status=422 if form.errors else 200)


def _to_lens(opened):
    return redirect("lawlens:lens", opened.course.pk)


def _page(request, opened):
    known = [person.pk for person in opened.persons()]
    persons = list(visible_citizens(request.user).filter(pk__in=known).order_by("born_on", "first_names"))
    return LensPage(opened.plan, persons, opened.access, request.user, opened.today)


@require_safe
def lens(request, course_id):
    opened = _get_opened(request, course_id, "law.opened", Permission.READ_THE_WHOLE)
    context = {
        "course": opened.course,
        "may": opened.access,
        "tab": "plan",
        "page": _page(request, opened),
        "plan_url": opened.url,
        "law_url": f"{opened.url}law/",
    }
    return render(request, "lawlens/lens.html", context)


@require_safe
def missing(request, course_id):
    """How many requirements are: the margin of the plan asks for it when the plan is there to be read."""
    opened = _get_opened(request, course_id, "law.counted", Permission.READ_THE_WHOLE)
    if not request.htmx:
        return _to_lens(opened)
    context = {"page": _page(request, opened), "law_url": f"{opened.url}law/"}
    return render(request, "lawlens/_missing.html", context)


@form_page
def circumstance_add(request, course_id):
    opened = _get_opened(request, course_id, "circumstance.add_opened")
    initial = {"person": request.GET.get("person"), "starts_on": opened.today}
    form = CircumstanceForm(
        request.POST or None, persons=opened.persons(), today=opened.today, initial=initial
    )
    if form.is_valid() and _noted(request, opened, form):
        messages.success(request, "Det er noteret.")
        return _to_lens(opened)
    lead = "Det afgør, hvilke love planen holdes op mod. Det kan kun læses af dem, der arbejder på området."
    return _show_form(request, opened, form, "Hvad gælder for borgeren?", lead)


def _noted(request, opened, form):
    fields = {name: value for name, value in form.cleaned_data.items() if name != "person"}
    citizen = form.cleaned_data["person"]
    return attempt(
        form, circumstances.note_circumstance, opened.course, citizen=citizen, by=request.user, **fields
    )


@form_page
def circumstance_end(request, course_id, circumstance_id):
    opened = _get_opened(request, course_id, "circumstance.end_opened")
    found = Circumstance.objects.filter(may_read(request.user), course=opened.course).select_related(
        "situation"
    )
    noted = get_object_or_404(found, pk=circumstance_id)
    form = EndForm(request.POST or None, initial={"ends_on": opened.today})
    if form.is_valid() and attempt(
        form, circumstances.end_circumstance, noted, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Det er noteret, at det er ophørt.")
        return _to_lens(opened)
    return _show_form(request, opened, form, f"Ophørt: {noted.situation.name}")


@form_page
def one_plan(request, course_id, citizen_id):
    opened = _get_opened(request, course_id, "one_plan.opened", Permission.RECORD_CONSENT)
    person = _person(opened, citizen_id)
    relations = relations_that_answer([person.pk])
    answering = must_answer(person, opened.today, opened.today, relations)
    form = OnePlanForm(request.POST or None, answering=answering, initial={"said_on": opened.today})
    if form.is_valid() and attempt(
        form,
        plans.say_yes_to_one_plan,
        opened.plan,
        person=person,
        today=opened.today,
        by=request.user,
        **form.cleaned_data,
    ):
        messages.success(request, "Ja'et til én plan er noteret.")
        return _to_lens(opened)
    lead = (
        "Med et ja samles planerne efter flere love i denne ene. Uden et ja skal de laves hver for sig. "
        "Ja'et er frivilligt og kan trækkes tilbage når som helst."
    )
    return _show_form(request, opened, form, f"Siger {person.first_name} ja til én plan?", lead)


@require_POST
def one_plan_withdraw(request, course_id, yes_id):
    opened = _get_opened(request, course_id, "one_plan.withdraw_opened", Permission.RECORD_CONSENT)
    found = OnePlanYes.objects.visible_to(request.user).standing().filter(plan=opened.plan)
    plans.take_back_one_plan(get_object_or_404(found, pk=yes_id), on=opened.today, by=request.user)
    messages.success(request, "Ja'et er trukket tilbage. Planerne laves hver for sig fra i dag.")
    return _to_lens(opened)


@form_page
def replaced_add(request, course_id):
    opened = _get_opened(request, course_id, "replaced_plan.add_opened")
    initial = {name: request.GET.get(name) for name in ("person", "kind")} | {"replaced_on": opened.today}
    form = ReplacedForm(request.POST or None, persons=opened.persons(), today=opened.today, initial=initial)
    if form.is_valid() and attempt(
        form, plans.replace_plan, opened.plan, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Det er noteret, hvad planen erstatter.")
        return _to_lens(opened)
    return _show_form(request, opened, form, "Hvilken plan træder den her i stedet for?")


@form_page
def replaced_back(request, course_id, replaced_id):
    opened = _get_opened(request, course_id, "replaced_plan.back_opened")
    found = ReplacedPlan.objects.visible_to(request.user).standing().filter(plan=opened.plan)
    replaced = get_object_or_404(found, pk=replaced_id)
    form = StandsAgainForm(request.POST or None, initial={"on": opened.today})
    if form.is_valid() and attempt(
        form, plans.plan_stands_again, replaced, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"{replaced.name} gælder for sig igen.")
        return _to_lens(opened)
    return _show_form(request, opened, form, f"{replaced.name} gælder for sig igen")


@form_page
def confirm(request, course_id, citizen_id, requirement_id):
    opened = _get_opened(request, course_id, "requirement.opened")
    person = _person(opened, citizen_id)
    requirement = get_object_or_404(confirmable(opened.today), pk=requirement_id)
    form = ConfirmForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        plans.confirm,
        opened.plan,
        requirement=requirement,
        person=person,
        on=opened.today,
        by=request.user,
        **form.cleaned_data,
    ):
        messages.success(request, "Kravet er bekræftet.")
        return _to_lens(opened)
    return _show_form(request, opened, form, requirement.words, f"Krav til: {requirement.kind.name}")


@require_POST
def confirm_back(request, course_id, confirmation_id):
    opened = _get_opened(request, course_id, "requirement.back_opened")
    found = Confirmation.objects.visible_to(request.user).standing().filter(plan=opened.plan)
    plans.take_back_confirmation(
        get_object_or_404(found, pk=confirmation_id), on=opened.today, by=request.user
    )
    messages.success(request, "Bekræftelsen er taget tilbage.")
    return _to_lens(opened)
