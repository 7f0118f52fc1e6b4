from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from borgerforloeb.citizens.models import Domain, Level
from plans.actions import goals as actions
from plans.forms.goals import EndGoalForm, GoalForm, ProgressForm, SubGoalForm
from plans.forms.who import Around, Holder
from plans.models import Goal, SubGoal
from plans.steps import HOLDERS
from plans.views.answering import GOALS, Asking, ask, demand, done, refused
from plans.views.opening import Opened, open_plan
from roles.permissions import Permission

FIELDS = (
    "title",
    "why",
    "status",
    "review_on",
    "with_domains",
    "domain",
    "level",
    "version",
)


def _get_goal(request, course_id, goal_id, permission=Permission.EDIT_PLAN) -> tuple[Opened, Goal]:
    opened = open_plan(request, course_id)
    goal = opened.goal(goal_id)
    demand(opened, permission)
    return opened, goal


@require_http_methods(["GET", "POST"])
def goal_add(request, course_id):
    opened = open_plan(request, course_id)
    demand(opened, Permission.EDIT_PLAN)
    persons = opened.persons()
    whose = persons[0].first_name if len(persons) == 1 else "egne"
    form = GoalForm(request.POST or None, persons=persons, whose=whose, is_new=True)
    asking = Asking(
        form,
        heading="Nyt mål",
        part="nyt-maal",
        changes=GOALS,
        saved="Målet er skrevet i planen",
        act=lambda fields: actions.add_goal(opened.plan, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def goal_edit(request, course_id, goal_id):
    opened, goal = _get_goal(request, course_id, goal_id)
    initial = {name: getattr(goal, name) for name in FIELDS} | {"person": str(goal.person_id or "")}
    whose = goal.person.first_name if goal.person else "egne"
    form = GoalForm(
        request.POST or None, persons=opened.persons(), whose=whose, is_new=False, initial=initial
    )
    asking = Asking(
        form,
        heading="Ret målet",
        part=f"maal-{goal.pk}",
        act=lambda fields: actions.change_goal(goal, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def goal_progress(request, course_id, goal_id):
    opened, goal = _get_goal(request, course_id, goal_id)
    names = ("citizen_progress", "worker_progress", "version")
    form = ProgressForm(request.POST or None, initial={name: getattr(goal, name) for name in names})
    asking = Asking(
        form,
        heading="Hvor langt er vi?",
        part=f"i-maal-{goal.pk}",
        changes=f"maal-{goal.pk}",
        act=lambda fields: actions.set_progress(goal, on=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def goal_end(request, course_id, goal_id):
    opened, goal = _get_goal(request, course_id, goal_id)
    asking = Asking(
        EndGoalForm(request.POST or None),
        heading=f"Afslut målet: {goal.title}",
        part=f"i-maal-{goal.pk}",
        changes=GOALS,
        saved="Målet er afsluttet",
        explained="Målet bliver stående nederst i planen. Det kan begyndes igen.",
        act=lambda fields: actions.end_goal(goal, on=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_POST
def goal_move(request, course_id, goal_id):
    """The button says where to: up, down, now or later."""
    opened, goal = _get_goal(request, course_id, goal_id)
    to = request.POST.get("to")
    try:
        if to in Goal.Horizon.values:
            actions.set_horizon(goal, horizon=to, by=request.user)
        elif to in ("up", "down"):
            actions.move_goal(goal, step=-1 if to == "up" else 1, by=request.user)
        else:
            raise Http404
    except ValidationError as error:
        return refused(request, opened, error)
    return done(request, opened, GOALS, "Målet er flyttet")


@require_http_methods(["GET", "POST"])
def subgoals(request, course_id, goal_id):
    """The steps of a goal, one to add and each to take away."""
    opened, goal = _get_goal(request, course_id, goal_id)
    form = SubGoalForm(request.POST or None, around=_around(opened))
    if form.is_valid():
        try:
            actions.add_subgoal(goal, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return done(request, opened, f"maal-{goal.pk}", "Delmålet er skrevet")
    context = {
        "course": opened.course,
        "may": opened.access,
        "form": form,
        "goal": goal,
        "steps": goal.subgoals.all(),
        "plan_url": opened.url,
    }
    template = "plans/_subgoals.html" if request.htmx else "plans/subgoals.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def subgoal_edit(request, course_id, subgoal_id):
    opened = open_plan(request, course_id)
    steps = SubGoal.objects.visible_to(request.user).filter(goal__plan=opened.plan)
    step = get_object_or_404(steps.select_related("goal", *HOLDERS), pk=subgoal_id)
    step.goal.plan = opened.plan
    demand(opened, Permission.EDIT_PLAN)
    initial = {name: getattr(step, name) for name in ("text", "due_on", "version")}
    form = SubGoalForm(
        request.POST or None,
        around=_around(opened),
        step=step,
        now=_who_is_known(opened, step),
        initial=initial,
    )
    asking = Asking(
        form,
        heading=f"Ret delmålet: {step.text}",
        part=f"i-maal-{step.goal_id}",
        changes=f"maal-{step.goal_id}",
        saved="Delmålet er rettet",
        act=lambda fields: actions.change_subgoal(step, by=request.user, **fields),
    )
    return ask(request, opened, asking)


def _around(opened: Opened) -> Around:
    return Around(opened.persons(), opened.staff(), opened.network())


def _who_is_known(opened: Opened, step: SubGoal) -> Holder | None:
    citizen_id = step.network_person.citizen_id if step.network_person else step.citizen_id
    if citizen_id and not opened.access.may_read(citizen_id, Domain.COMMON, Level.COMMON):
        return None
    return step.user or step.citizen or step.network_person


@require_POST
def subgoal_tick(request, course_id, goal_id):
    """`done` or `undone` names the step: the button says the state that is wanted."""
    opened, goal = _get_goal(request, course_id, goal_id)
    is_done = "done" in request.POST
    step = _get_step(goal, request.POST.get("done") or request.POST.get("undone"))
    try:
        actions.tick_subgoal(step, done=is_done, on=opened.today, by=request.user)
    except ValidationError as error:
        return refused(request, opened, error)
    return done(
        request, opened, f"maal-{goal.pk}", "Delmålet er nået" if is_done else "Delmålet er åbent igen"
    )


@require_POST
def subgoal_remove(request, course_id, goal_id):
    opened, goal = _get_goal(request, course_id, goal_id)
    step = _get_step(goal, request.POST.get("step"))
    try:
        actions.remove_subgoal(step, by=request.user)
    except ValidationError as error:
        return refused(request, opened, error)
    return done(request, opened, f"maal-{goal.pk}", "Delmålet er fjernet")


def _get_step(goal: Goal, number: str | None) -> SubGoal:
    step = get_object_or_404(goal.subgoals, pk=number if number and number.isdecimal() else 0)
    step.goal = goal
    return step
