from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.models import Capability, OrgUnit
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from outcomes import actions, queries, statistics, wording
from outcomes.forms import AssessForm, ViewForm
from roles.permissions import Permission, access_to, require, require_capability, visible_courses


def _get_course(request, course_id):
    course = get_object_or_404(visible_courses(request.user), pk=course_id)
    access = access_to(request.user, course.pk)
    citizens = queries.people_of(course, request.user)
    record(
        "results.opened",
        kind=Kind.VIEW,
        by=request.user,
        target=course,
        course_id=course.pk,
        persons=[citizen.pk for citizen in citizens],
        basis=access.basis,
        **access.marks,
    )
    return course, access, citizens


@require_safe
def results(request, course_id):
    course, access, citizens = _get_course(request, course_id)
    context = {
        "course": course,
        "may": access,
        "tab": "results",
        "results": queries.results(course, citizens, request.user),
        "meanings": queries.meanings(),
    }
    return render(request, "outcomes/results.html", context)


def assess(request, course_id):
    course, access, citizens = _get_course(request, course_id)
    require(request.user, Permission.ASSESS_TRIN, course.pk)
    today = timezone.localdate()
    initial = {"assessed_on": today, "person": request.GET.get("person")}
    form = AssessForm(request.POST or None, citizens=citizens, initial=initial)
    form.cancel_url = request.path.removesuffix("assess/")
    if form.is_valid():
        try:
            actions.assess_trin(course, by=request.user, on=today, **form.assessment())
        except ValidationError as error:
            form.add_error(None, _known(error, form))
        else:
            return redirect("outcomes:results", course.pk)
    context = {"course": course, "may": access, "tab": "results", "form": form, "citizens": citizens}
    return render(request, "outcomes/assess.html", context, status=422 if form.errors else 200)


def _known(error, form):
    """Beside its field where the form has it, else above all of them."""
    fields = getattr(error, "error_dict", {})
    return error if fields and fields.keys() <= form.fields.keys() else error.messages


@require_safe
def overview(request):
    """Figures for leaders: an assignment is neither needed nor given by it."""
    require_capability(request.user, Capability.LEADER)
    units = list(OrgUnit.objects.filter(active=True))
    form = ViewForm(request.GET, units=units)
    form.is_valid()
    chosen = form.cleaned_data
    view = statistics.View(timezone.localdate(), chosen.get("enhed", ""), chosen.get("slags", ""))
    found = statistics.figures(view)
    record("overview.opened", kind=Kind.VIEW, by=request.user, unit=view.unit, course_kind=view.kind)
    context = {
        "form": form,
        "found": found,
        "figures": wording.all_figures(found, {str(unit.pk): unit.name for unit in units}),
        "has_errors": bool(form.errors),
    }
    return render(request, "outcomes/overview.html", context, status=422 if form.errors else 200)
