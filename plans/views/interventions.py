from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import model_to_dict
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from borgerforloeb.decisions.queries import decided_for
from plans.actions import interventions as actions
from plans.actions.writing import may_read_row
from plans.forms.interventions import InterventionForm, InterventionStatusForm
from plans.models import Intervention
from plans.views.answering import Asking, ask, demand, done, refused
from plans.views.opening import Opened, open_plan
from roles.permissions import Permission

FIELDS = (
    "title", "section", "provider", "provider_name", "hours_per_week", "starts_on", "ends_on", "status",
    "yearly_cost", "domain", "level", "version",
)  # fmt: skip


def _get_intervention(request, course_id, intervention_id) -> tuple[Opened, Intervention]:
    opened = open_plan(request, course_id)
    # By the assignments in hand: the gate asked twice in one question, of the row and of its goal, is long.
    rows = Intervention.objects.filter(opened.access.rows(), goal__plan=opened.plan)
    row = get_object_or_404(rows.select_related("goal"), pk=intervention_id)
    if not may_read_row(opened.access, row):
        raise Http404
    row.goal.plan = opened.plan
    return opened, row


def _form(request, opened, row, initial):
    return InterventionForm(
        request.POST or None,
        persons=[],
        access=opened.access,
        staff=opened.staff(),
        today=opened.today,
        row=row,
        initial=initial,
    )


@require_http_methods(["GET", "POST"])
def intervention_add(request, course_id, goal_id):
    opened = open_plan(request, course_id)
    goal = opened.goal(goal_id)
    demand(opened, Permission.EDIT_PLAN)
    form = _form(request, opened, None, {"domain": goal.domain, "level": goal.level})
    asking = Asking(
        form,
        heading=f"Ny indsats til målet: {goal.title}",
        part=f"i-maal-{goal.pk}",
        changes=f"maal-{goal.pk}",
        saved="Indsatsen er skrevet",
        act=lambda fields: actions.add_intervention(
            goal, on=opened.today, by=request.user, person=goal.person, **fields
        ),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def intervention_edit(request, course_id, intervention_id):
    opened, row = _get_intervention(request, course_id, intervention_id)
    demand(opened, Permission.EDIT_PLAN)
    form = _form(request, opened, row, model_to_dict(row, FIELDS))
    asking = Asking(
        form,
        heading=f"Ret indsatsen {row.title}",
        part=f"i-maal-{row.goal_id}",
        changes=f"maal-{row.goal_id}",
        act=lambda fields: actions.change_intervention(row, on=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def intervention_status(request, course_id, intervention_id):
    """What happens to it can be said while the plan is agreed, and decided by those who only decide."""
    opened, row = _get_intervention(request, course_id, intervention_id)
    if not {Permission.EDIT_PLAN, Permission.DECIDE} & opened.access.permissions:
        raise PermissionDenied
    form = InterventionStatusForm(
        request.POST or None,
        access=opened.access,
        today=opened.today,
        row=row,
        decisions=decided_for(opened.course, request.user, row.person_id),
        initial=model_to_dict(row, ("status", "section", "decision", "version")),
    )
    asking = Asking(
        form,
        heading=f"Status på {row.title}",
        part=f"i-maal-{row.goal_id}",
        changes=f"maal-{row.goal_id}",
        act=lambda fields: actions.set_status(row, on=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_POST
def intervention_remove(request, course_id, intervention_id):
    opened, row = _get_intervention(request, course_id, intervention_id)
    try:
        actions.remove_intervention(row, by=request.user)
    except ValidationError as error:
        return refused(request, opened, error)
    return done(request, opened, f"maal-{row.goal_id}", "Indsatsen er fjernet")
