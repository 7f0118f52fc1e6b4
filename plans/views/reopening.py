from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from borgerforloeb.accounts.refusals import attempt
from plans.actions.reopening import offered, take_back
from plans.actions.versions import fingerprint
from plans.forms.versions import TakeBackForm
from plans.models import Plan
from plans.snapshot import snapshot
from plans.views.answering import demand
from plans.views.opening import open_plan
from roles.permissions import Permission


@require_http_methods(["GET", "POST"])
def reopen(request, course_id, number):
    """What has changed since a version, each text with a tick: the chosen ones stand in the plan again."""
    opened = open_plan(request, course_id, "plan.version_reopened")
    version = get_object_or_404(opened.plan.versions.select_related("plan"), number=number)
    demand(opened, Permission.EDIT_PLAN)
    now = snapshot(opened.plan, on=opened.today)
    parts = offered(version, now, opened.access, opened.today)
    form = TakeBackForm(request.POST or None, parts=parts)
    if form.is_valid() and _taken_back(request, opened, version, form):
        messages.success(request, f"Hentet tilbage fra version {number}")
        return redirect(opened.url)
    form.tie(fingerprint(now))
    context = {
        "course": opened.course,
        "may": opened.access,
        "form": form,
        "version": version,
        "parts": parts,
        "chosen": form.chosen,
        "makes_a_draft": opened.plan.status == Plan.Status.AGREED,
        "plan_url": opened.url,
    }
    return render(request, "plans/reopen.html", context, status=422 if form.errors else 200)


def _taken_back(request, opened, version, form):
    given = {name: form.cleaned_data[name] for name in ("parts", "seen")}
    return attempt(form, take_back, version, on=opened.today, by=request.user, **given) is not None
