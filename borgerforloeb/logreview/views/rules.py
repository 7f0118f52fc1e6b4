"""What the nightly rules look for, and the courses that are looked at with more care."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.casework.views.numbers import COURSE, attempt_by_number, status_of
from borgerforloeb.logreview import actions
from borgerforloeb.logreview.actions.rules import MAY_FLAG
from borgerforloeb.logreview.forms import EndFlagForm, FlagForm, RuleForm
from borgerforloeb.logreview.models import Flag, ReviewRule
from borgerforloeb.logreview.queries import rules_in_order
from roles.permissions import require_capability


@require_safe
def rules(request):
    require_capability(request.user, Capability.LOG_REVIEWER)
    rows = rules_in_order()
    record("review.rules_opened", kind=Kind.LIST, by=request.user, number=len(rows))
    return render(request, "logreview/rules.html", {"rows": rows})


@form_page
def rule(request, code):
    require_capability(request.user, Capability.LOG_REVIEWER)
    found = get_object_or_404(ReviewRule, pk=code)
    form = RuleForm(request.POST or None, rule=found)
    form.cancel_url = reverse("logreview:rules")
    today = timezone.localdate()
    if form.is_valid() and attempt(
        form, actions.change_rule, found, on=today, by=request.user, **form.chosen()
    ):
        messages.success(request, "Reglen er ændret. Den gælder fra i nat.")
        return redirect("logreview:rules")
    return render(request, "logreview/rule.html", {"rule": found, "form": form})


@form_page
def flags(request):
    """By number alone: neither the reviewer nor the administrator has a way into the course."""
    require_capability(request.user, *MAY_FLAG)
    form, today = FlagForm(request.POST or None), timezone.localdate()
    if form.is_valid():
        number, given = form.cleaned_data["number"], {"by_what": COURSE, **form.cleaned_data}
        if attempt_by_number(form, number, actions.set_flag, on=today, by=request.user, **given):
            messages.success(request, "Fra i nat bliver hver åbning af forløbet set efter.")
            return redirect("logreview:flags")
    rows = list(Flag.objects.in_force(today).open_to(request.user).select_related("set_by"))
    record("review.flags_opened", kind=Kind.LIST, by=request.user, number=len(rows))
    return render(request, "logreview/flags.html", {"form": form, "rows": rows}, status=status_of(form))


@form_page
def flag_end(request, flag_id):
    require_capability(request.user, *MAY_FLAG)
    today = timezone.localdate()
    found = get_object_or_404(Flag.objects.in_force(today).open_to(request.user), pk=flag_id)
    record("review.flag_opened", kind=Kind.VIEW, by=request.user, target=found, course_id=found.course_id)
    form = EndFlagForm(request.POST or None)
    form.cancel_url = reverse("logreview:flags")
    if form.is_valid() and attempt(
        form, actions.end_flag, found, on=today, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Forløbet bliver ikke længere set særligt efter.")
        return redirect("logreview:flags")
    return render(request, "logreview/flag_end.html", {"flag": found, "form": form})
