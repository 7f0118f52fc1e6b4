from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.law.models import Section
from plans.actions.followups import hold_follow_up, plan_follow_up
from plans.forms.followups import FollowUpForm, HoldFollowUpForm
from plans.models import FollowUp, Intervention
from plans.views.answering import demand
from plans.views.opening import open_plan
from roles.permissions import Permission


@require_http_methods(["GET", "POST"])
def followup_plan(request, course_id):
    opened, followup = _get_followup(request, course_id)
    form = FollowUpForm(request.POST or None, initial=_planned(followup), **_choices(opened, followup))
    if form.is_valid() and attempt(
        form, plan_follow_up, opened.plan, today=opened.today, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Datoen for den næste opfølgning er gemt.")
        return redirect(opened.url)
    return _show(request, opened, form, "Planlæg næste opfølgning", followup)


@require_http_methods(["GET", "POST"])
def followup_hold(request, course_id):
    opened, followup = _get_followup(request, course_id)
    if followup is None and request.method == "GET":
        messages.info(request, "Planen har ingen næste opfølgning endnu. Sæt datoen her.")
        return redirect("plans:followup_plan", course_id)
    form = HoldFollowUpForm(
        request.POST or None,
        initial=_as_before(followup) | {"followup": followup, "done_on": opened.today},
        followups=FollowUp.objects.visible_to(request.user).filter(plan=opened.plan),
        **_choices(opened, followup),
    )
    if form.is_valid() and attempt(
        form, hold_follow_up, today=opened.today, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Opfølgningen er gemt, og den næste er planlagt.")
        return redirect(opened.url)
    return _show(request, opened, form, "Følg op på planen", followup)


def _get_followup(request, course_id):
    opened = open_plan(request, course_id, "plan.follow_up_opened")
    demand(opened, Permission.EDIT_PLAN)
    return opened, FollowUp.objects.visible_to(request.user).open().filter(plan=opened.plan).first()


def _planned(followup):
    return _as_before(followup) | {"due_on": followup.due_on, "reason": followup.reason} if followup else {}


def _as_before(followup):
    """Who is responsible and which laws it counts for usually stay; date and reason are thought of anew."""
    if followup is None:
        return {}
    return {
        "responsible": followup.responsible_id,
        "sections": [section.pk for section in followup.sections.all()],
    }


def _choices(opened, followup):
    """The laws that the plan's own interventions rest on, and those the follow-up already covers."""
    visible = Intervention.objects.visible_to(opened.user).filter(goal__plan=opened.plan)
    of_plan = Q(pk__in=visible.exclude(section=None).values("section"))
    covered = Q(pk__in=followup.sections.values("pk")) if followup else Q(pk=None)
    sections = Section.objects.in_force(opened.today).filter(of_plan | covered).select_related("act")
    return {"staff": opened.staff(), "sections": sections}


def _show(request, opened, form, heading, followup):
    form.cancel_url = opened.url
    context = {
        "course": opened.course,
        "may": opened.access,
        "form": form,
        "heading": heading,
        "followup": followup,
    }
    return render(request, "plans/followup.html", context, status=422 if form.errors else 200)
