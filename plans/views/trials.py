from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef
from django.forms import model_to_dict
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borgerforloeb.accounts.markup import html
from borgerforloeb.citizens.models import Stale
from plans.actions import trials as actions
from plans.forms.notes import DiscardForm
from plans.forms.trials import CloseTrialForm, TrialForm
from plans.models import Trial
from plans.trial_cards import trial_row
from plans.views.answering import TO_THE_PLAN, Asking, ask, demand
from plans.views.opening import TOLD_BELOW, Opened, open_plan, read_one
from roles.permissions import Permission

ON_A_PAGE = 50
FIELDS = (
    "question", "what", "looks_at", "starts_on", "stops_on", "responsible", "effort", "cost_cap", "domain",
    "level", "version",
)  # fmt: skip
# What the next one begins with; its days are new.
AGAIN = ("question", "what", "looks_at", "responsible", "effort", "domain", "level")
CHANGED = "Prøvehandlingen er gemt igen, siden du så den. Læs den først."
OTHERS = '<p><a href="{url}?omraade={domain}">Se, hvad andre har lært</a></p>'
TO_THE_LIST = "Tilbage til prøvehandlingerne"


def _get_trial(request, course_id, trial_id, what) -> tuple[Opened, Trial]:
    opened = open_plan(request, course_id, TOLD_BELOW)
    demand(opened, Permission.EDIT_PLAN)
    rows = Trial.objects.visible_to(request.user).filter(plan=opened.plan)
    trial = get_object_or_404(rows.select_related("goal", "person"), pk=trial_id)
    read_one(request, trial, opened.course, opened.access, what)
    trial.plan = trial.goal.plan = opened.plan
    return opened, trial


def _get_continued(request, opened, goal) -> Trial | None:
    """The one that the new trial builds on (?continues=…)."""
    wanted = request.GET.get("continues")
    if wanted is None:
        return None
    rows = Trial.objects.visible_to(request.user).filter(goal=goal, outcome=Trial.Outcome.WIDENED)
    return get_object_or_404(rows, pk=wanted if wanted.isdecimal() and len(wanted) < 19 else 0)


@require_safe
def trials(request, course_id):
    """Those that somebody waits for first, in the order that they stop; then the ended, newest first."""
    opened = open_plan(request, course_id, "plan.trials_opened")
    readable = Trial.objects.visible_to(request.user).filter(plan=opened.plan)
    rows = readable.select_related("goal", "responsible", "closed_by", "lesson_origin__lesson").annotate(
        is_continued=Exists(readable.filter(continues=OuterRef("pk")))
    )
    newest = F("closed_on").desc(nulls_first=True)
    page = Paginator(rows.order_by(newest, "stops_on", "id"), ON_A_PAGE).get_page(request.GET.get("side"))
    for trial in page.object_list:
        trial.plan = opened.plan
    told = [
        trial_row(trial, opened.access, opened.today, is_continued=trial.is_continued)
        for trial in page.object_list
    ]
    context = {
        "course": opened.course,
        "may": opened.access,
        "plan_url": opened.url,
        "page": page,
        "rows": told,
    }
    return render(request, "plans/trials.html", context)


@require_http_methods(["GET", "POST"])
def trial_add(request, course_id, goal_id):
    opened = open_plan(request, course_id)
    goal = opened.goal(goal_id)
    demand(opened, Permission.EDIT_PLAN)
    before = _get_continued(request, opened, goal)
    initial = {"domain": goal.domain, "level": goal.level, "responsible": request.user.pk}
    initial |= {"starts_on": opened.today} | (model_to_dict(before, AGAIN) if before else {})
    asking = Asking(
        _form(request, opened, None, initial),
        heading=f"Ny prøvehandling til målet: {goal.title}",
        part=f"i-maal-{goal.pk}",
        changes=f"maal-{goal.pk}",
        saved="Prøvehandlingen er skrevet",
        explained="Noget lille, der prøves i kort tid, så I kan lære af det. Den stopper af sig selv.",
        about=html(OTHERS, url=reverse("lessons:library"), domain=goal.domain),
        act=lambda fields: actions.add_trial(
            goal, today=opened.today, by=request.user, continues=before, **fields
        ),
        back=_list(opened) if before else "",
        back_words=TO_THE_LIST if before else TO_THE_PLAN,
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def trial_edit(request, course_id, trial_id):
    opened, trial = _get_trial(request, course_id, trial_id, "trial.edit_opened")
    asking = Asking(
        _form(request, opened, trial, model_to_dict(trial, FIELDS)),
        heading=f"Ret prøvehandlingen: {trial.question}",
        part=f"i-maal-{trial.goal_id}",
        act=lambda fields: actions.change_trial(trial, today=opened.today, by=request.user, **fields),
        back=_list(opened, trial),
        back_words=TO_THE_LIST,
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def trial_close(request, course_id, trial_id):
    opened, trial = _get_trial(request, course_id, trial_id, "trial.end_opened")
    if trial.is_closed and request.method == "GET":
        raise Http404
    form = CloseTrialForm(request.POST or None, initial=model_to_dict(trial, ("learned", "version")))
    asking = Asking(
        form,
        heading=f"Afslut prøvehandlingen: {trial.question}",
        part=f"i-maal-{trial.goal_id}",
        saved="Prøvehandlingen er afsluttet",
        explained=f"Vi prøvede: {trial.what} Vi ser på: {trial.looks_at}",
        act=lambda fields: actions.close_trial(trial, today=opened.today, by=request.user, **fields),
        back=_list(opened, trial),
        back_words=TO_THE_LIST,
    )
    return ask(request, opened, asking)


@require_POST
def trial_reopen(request, course_id, trial_id):
    opened, trial = _get_trial(request, course_id, trial_id, "trial.edit_opened")
    form = DiscardForm(request.POST)
    try:
        # Without the number of what was seen, it is a press from nowhere.
        seen = form.cleaned_data["version"] if form.is_valid() else -1
        actions.reopen_trial(trial, version=seen, by=request.user)
        messages.success(request, "Afslutningen er fortrudt")
    except Stale:
        messages.warning(request, CHANGED)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect(_list(opened, trial))


def _form(request, opened, row, initial):
    return TrialForm(
        request.POST or None,
        access=opened.access,
        staff=opened.staff(),
        today=opened.today,
        row=row,
        initial=initial,
    )


def _list(opened, trial=None):
    place = f"#p{trial.pk}" if trial else ""
    return reverse("plans:trials", args=[opened.course.pk]) + place
