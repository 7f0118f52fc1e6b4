from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from borgerforloeb.notices.actions import seen
from plans import adjustment_cards
from plans.actions import adjustments as actions
from plans.forms.adjustments import AdjustmentForm, AnswerForm
from plans.models import AdjustmentRequest
from plans.proposing import stands_now, subjects
from plans.views.answering import Asking, ask, demand, done, refused
from plans.views.opening import Opened, open_plan
from roles.permissions import Permission

NEW_DRAFT = "Planen gælder, som den er aftalt. Siger du ja, begynder en ny kladde, der skal svares på."
AROUND = ("goal", "subgoal", "intervention", "proposed_by", "answered_by")


def _get_adjustment(request, course_id, adjustment_id) -> tuple[Opened, AdjustmentRequest]:
    opened = open_plan(request, course_id, "adjustment.opened")
    rows = AdjustmentRequest.objects.visible_to(request.user).filter(plan=opened.plan)
    row = get_object_or_404(rows.select_related(*AROUND), pk=adjustment_id)
    row.plan = row.goal.plan = opened.plan
    return opened, row


@require_http_methods(["GET", "POST"])
def adjustment_add(request, course_id, goal_id):
    opened = open_plan(request, course_id)
    goal = opened.goal(goal_id)
    demand(opened, Permission.PROPOSE)
    helps = goal.interventions.filter(opened.access.rows())
    form = AdjustmentForm(request.POST or None, subjects=subjects(goal, goal.subgoals.all(), helps))
    asking = Asking(
        form,
        heading=f"Foreslå en ændring af målet: {goal.title}",
        part=f"i-maal-{goal.pk}",
        changes=f"maal-{goal.pk}",
        saved="Forslaget er sendt til den koordinerende sagsbehandler",
        explained="Planen ændres først, når den koordinerende sagsbehandler siger ja.",
        act=lambda fields: actions.propose(goal, at=timezone.now(), by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def adjustment(request, course_id, adjustment_id):
    """To be answered by who coordinates, and read by the others of the goal."""
    opened, row = _get_adjustment(request, course_id, adjustment_id)
    seen(request.user, actions.ANSWERED, object_key=actions.key_of(row))
    told = adjustment_cards.told(row, opened.today)
    if request.method == "GET" and not _answers(opened, row):
        return _show(request, opened, row, told)
    demand(opened, Permission.ANSWER_ADJUSTMENT)
    asking = Asking(
        AnswerForm(request.POST or None, adjustment=row, initial={"seen": stands_now(row)}),
        heading=told.heading,
        part=f"i-maal-{row.goal_id}",
        changes=f"maal-{row.goal_id}",
        saved="Svaret er sendt",
        explained="" if opened.plan.can_be_written else NEW_DRAFT,
        about=adjustment_cards.facts(told),
        act=lambda fields: actions.answer_adjustment(row, at=timezone.now(), by=request.user, **fields),
    )
    return ask(request, opened, asking)


def _answers(opened, row):
    is_own = row.proposed_by_id == opened.user.pk
    return row.is_open and not is_own and Permission.ANSWER_ADJUSTMENT in opened.access


def _show(request, opened, row, told):
    context = {
        "course": opened.course,
        "may": opened.access,
        "adjustment": told,
        "facts": adjustment_cards.facts(told),
        "goal": row.goal,
        "plan_url": opened.url,
        "may_withdraw": row.is_open and row.proposed_by_id == opened.user.pk,
    }
    template = "plans/_adjustment.html" if request.htmx else "plans/adjustment.html"
    return render(request, template, context)


@require_POST
def adjustment_withdraw(request, course_id, adjustment_id):
    opened, row = _get_adjustment(request, course_id, adjustment_id)
    try:
        actions.withdraw_adjustment(row, at=timezone.now(), by=request.user)
    except ValidationError as error:
        return refused(request, opened, error)
    return done(request, opened, f"maal-{row.goal_id}", "Forslaget er trukket tilbage")
