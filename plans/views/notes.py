from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from borgerforloeb.casework.consents import lost_sharing
from plans.actions.notes import write_note
from plans.forms.notes import NoteForm
from plans.models import Goal, MovedText, Note
from plans.views.answering import Asking, ask, demand
from plans.views.opening import open_course, open_plan, read_one
from roles.permissions import Permission

ON_A_PAGE = 50


@require_safe
def notes(request, course_id):
    """All notes that the reader may see, newest first, or those of one goal (?goal=…)."""
    # Not by `open_plan`: there may be no plan yet, and then there are no notes either.
    course, access = open_course(request, course_id, "plan.notes_opened")
    goals = list(Goal.objects.visible_to(request.user).filter(plan__course=course))
    wanted = request.GET.get("goal", "")
    chosen = next((goal for goal in goals if str(goal.pk) == wanted), None)
    rows = Note.objects.visible_to(request.user).filter(goal__plan__course=course)
    gone = MovedText.objects.visible_to(request.user).away().filter(course=course, kind=MovedText.Kind.NOTE)
    if chosen:
        rows, gone = rows.filter(goal=chosen), gone.filter(goal=chosen)
        read_one(request, chosen, course, access, "plan.goal_notes_opened")
    found = rows.select_related("goal", "written_by").order_by("-about_on", "-id")
    context = {
        "course": course,
        "may": access,
        "plan_url": reverse("plans:plan", args=[course.pk]),
        "goals": goals,
        "chosen": chosen,
        "keep": f"goal={chosen.pk}&" if chosen else "",
        "lost": lost_sharing(request.user, course, access, timezone.localdate()),
        "moved": gone.select_related("goal")[:ON_A_PAGE],
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("side")),
    }
    return render(request, "plans/notes.html", context)


@require_http_methods(["GET", "POST"])
def note_add(request, course_id, goal_id):
    opened = open_plan(request, course_id)
    goal = opened.goal(goal_id)
    demand(opened, Permission.WRITE_NOTE)
    form = NoteForm(request.POST or None, initial={"about_on": opened.today, "level": goal.level})
    asking = Asking(
        form,
        heading=f"Note til målet: {goal.title}",
        part=f"i-maal-{goal.pk}",
        changes=f"maal-{goal.pk}",
        saved="Noten er gemt",
        act=lambda fields: write_note(goal, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)
