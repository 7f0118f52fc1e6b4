from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import Citizen
from plans.actions import measurements as actions
from plans.development import number_of, of_goal, of_person
from plans.forms.measurements import MeasurementForm, TakeBackForm
from plans.models import Measurement
from plans.views.answering import demand
from plans.views.opening import TOLD_BELOW, Opened, open_plan, read_one
from roles.permissions import Permission


def _get_person(request, course_id, citizen_id) -> tuple[Opened, Citizen]:
    opened = open_plan(request, course_id, TOLD_BELOW)
    person = next((one for one in opened.persons() if one.pk == citizen_id), None)
    if person is None:
        raise Http404
    record(
        "plan.development_opened",
        kind=Kind.VIEW,
        by=request.user,
        target=person,
        course_id=course_id,
        persons=[person.pk],
        basis=opened.access.basis,
        **opened.access.marks,
    )
    return opened, person


def _get_measurement(request, course_id, measurement_id) -> tuple[Opened, Measurement]:
    opened = open_plan(request, course_id, TOLD_BELOW)
    demand(opened, Permission.EDIT_PLAN)
    rows = Measurement.objects.visible_to(request.user).filter(plan=opened.plan)
    row = get_object_or_404(rows.select_related("goal", "person"), pk=measurement_id)
    read_one(request, row, opened.course, opened.access, "measurement.opened")
    row.plan = opened.plan
    return opened, row


@require_safe
def goal_development(request, course_id, goal_id):
    """Progress on one goal, drawn over time."""
    opened = open_plan(request, course_id, TOLD_BELOW)
    goal = opened.goal(goal_id)
    read_one(request, goal, opened.course, opened.access, "plan.goal_development_opened")
    context = _context(opened) | {"goal": goal, "one": of_goal(request.user, goal)}
    return render(request, "plans/goal_development.html", context)


@require_http_methods(["GET", "POST"])
def development(request, course_id, citizen_id):
    """School attendance and ordinary hours of one person, and a form for the next number."""
    opened, person = _get_person(request, course_id, citizen_id)
    if request.method == "POST":
        demand(opened, Permission.EDIT_PLAN)
    asked_for = {"on": opened.today, "kind": request.GET.get("hvad")}
    form = MeasurementForm(request.POST or None, initial=asked_for)
    if form.is_valid():
        whose = {"person": person, "today": opened.today, "by": request.user}
        if attempt(form, actions.note_measurement, opened.plan, **whose, **form.cleaned_data):
            messages.success(request, "Tallet er gemt")
            return redirect(request.path)
    context = _context(opened) | {"person": person, "form": form}
    context["series"] = of_person(request.user, opened.plan, person)
    return render(request, "plans/development.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def measurement_take_back(request, course_id, measurement_id):
    opened, row = _get_measurement(request, course_id, measurement_id)
    form, back = TakeBackForm(request.POST or None), _page_of(row, opened)
    if form.is_valid():
        told = {"on": opened.today, "by": request.user, **form.cleaned_data}
        if attempt(form, actions.take_back_measurement, row, **told):
            messages.success(request, "Tallet er taget tilbage")
            return redirect(back)
    context = _context(opened) | {"row": row, "number": number_of(row), "form": form, "back": back}
    return render(request, "plans/take_back.html", context, status=422 if form.errors else 200)


def _page_of(row, opened):
    if row.goal_id:
        return reverse("plans:goal_development", args=[opened.course.pk, row.goal_id])
    return reverse("plans:development", args=[opened.course.pk, row.person_id])


def _context(opened):
    return {"course": opened.course, "may": opened.access, "plan_url": opened.url}
