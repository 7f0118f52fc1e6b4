"""The goals for later, with the day on which somebody is reminded: where the notice leads."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.actions import later as actions
from plans.forms.later import RemindForm
from plans.models import Goal
from plans.trial_cards import circle_of
from plans.views.answering import Asking, ask, demand
from plans.views.opening import Opened, open_plan
from roles.permissions import Permission

ON_A_PAGE = 50


def _get_goal(request, course_id, later_id) -> tuple[Opened, Goal]:
    opened = open_plan(request, course_id)
    goal = opened.goal(later_id)
    demand(opened, Permission.EDIT_PLAN)
    return opened, goal


def _list(opened: Opened) -> str:
    return reverse("plans:later", args=[opened.course.pk])


@require_safe
def later(request, course_id):
    """Those with a day first, the nearest before the others."""
    opened = open_plan(request, course_id, "plan.later_opened")
    waiting = (
        Goal.objects.visible_to(request.user).filter(plan=opened.plan).waiting().select_related("person")
    )
    rows = waiting.order_by(F("remind_on").asc(nulls_last=True), "position", "id")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("side"))
    context = {
        "course": opened.course,
        "may": opened.access,
        "plan": opened.plan,
        "plan_url": opened.url,
        "today": opened.today,
        "page": page,
        "rows": [(goal, circle_of(goal.domain, goal.level)) for goal in page.object_list],
        "is_family": len(opened.course.members) > 1,
    }
    return render(request, "plans/later.html", context)


@require_http_methods(["GET", "POST"])
def goal_remind(request, course_id, later_id):
    opened, goal = _get_goal(request, course_id, later_id)
    form = RemindForm(request.POST or None, initial={"remind_on": goal.remind_on, "version": goal.version})
    asking = Asking(
        form,
        heading=f"Bliv mindet om målet: {goal.title}",
        part=f"i-maal-{goal.pk}",
        changes=f"maal-{goal.pk}",
        saved="Dagen er gemt",
        act=lambda fields: actions.remind_of(goal, today=opened.today, by=request.user, **fields),
        back=_list(opened),
        back_words="Tilbage til mål til senere",
    )
    return ask(request, opened, asking)


@require_POST
def goal_begin(request, course_id, later_id):
    opened, goal = _get_goal(request, course_id, later_id)
    try:
        actions.begin_now(goal, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect(_list(opened))
    messages.success(request, "Målet er et mål nu")
    return redirect(f"{opened.url}#maal-{goal.pk}")
