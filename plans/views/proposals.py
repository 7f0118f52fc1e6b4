from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from borgerforloeb.notices.actions import seen
from plans import proposal_cards
from plans.actions import proposals as actions
from plans.forms.proposals import AnswerForm, ProposalForm
from plans.models import Proposal
from plans.proposing import stands_now, subjects
from plans.views.answering import Asking, ask, demand, done, refused
from plans.views.opening import Opened, open_plan
from roles.permissions import Permission

NEW_DRAFT = "Planen gælder, som den er aftalt. Siger du ja, begynder en ny kladde, der skal svares på."
AROUND = ("goal", "subgoal", "intervention", "proposed_by", "answered_by")


def _get_proposal(request, course_id, proposal_id) -> tuple[Opened, Proposal]:
    opened = open_plan(request, course_id, "proposal.opened")
    rows = Proposal.objects.visible_to(request.user).filter(plan=opened.plan)
    row = get_object_or_404(rows.select_related(*AROUND), pk=proposal_id)
    row.plan = row.goal.plan = opened.plan
    return opened, row


@require_http_methods(["GET", "POST"])
def proposal_add(request, course_id, goal_id):
    opened = open_plan(request, course_id)
    goal = opened.goal(goal_id)
    demand(opened, Permission.PROPOSE)
    helps = goal.interventions.filter(opened.access.rows())
    form = ProposalForm(request.POST or None, subjects=subjects(goal, goal.subgoals.all(), helps))
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
def proposal(request, course_id, proposal_id):
    """To be answered by who coordinates, and read by the others of the goal."""
    opened, row = _get_proposal(request, course_id, proposal_id)
    seen(request.user, actions.ANSWERED, object_key=actions.key_of(row))
    told = proposal_cards.told(row, opened.today)
    if request.method == "GET" and not _answers(opened, row):
        return _show(request, opened, row, told)
    demand(opened, Permission.ANSWER_PROPOSAL)
    asking = Asking(
        AnswerForm(request.POST or None, proposal=row, initial={"seen": stands_now(row)}),
        heading=told.heading,
        part=f"i-maal-{row.goal_id}",
        changes=f"maal-{row.goal_id}",
        saved="Svaret er sendt",
        explained="" if opened.plan.can_be_written else NEW_DRAFT,
        about=proposal_cards.facts(told),
        act=lambda fields: actions.answer_proposal(row, at=timezone.now(), by=request.user, **fields),
    )
    return ask(request, opened, asking)


def _answers(opened, row):
    is_own = row.proposed_by_id == opened.user.pk
    return row.is_open and not is_own and Permission.ANSWER_PROPOSAL in opened.access


def _show(request, opened, row, told):
    context = {
        "course": opened.course,
        "may": opened.access,
        "proposal": told,
        "facts": proposal_cards.facts(told),
        "goal": row.goal,
        "plan_url": opened.url,
        "may_withdraw": row.is_open and row.proposed_by_id == opened.user.pk,
    }
    template = "plans/_proposal.html" if request.htmx else "plans/proposal.html"
    return render(request, template, context)


@require_POST
def proposal_withdraw(request, course_id, proposal_id):
    opened, row = _get_proposal(request, course_id, proposal_id)
    try:
        actions.withdraw_proposal(row, at=timezone.now(), by=request.user)
    except ValidationError as error:
        return refused(request, opened, error)
    return done(request, opened, f"maal-{row.goal_id}", "Forslaget er trukket tilbage")
