from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import linebreaks
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borgerforloeb.accounts.markup import html
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.casework.consents import lost_sharing
from borgerforloeb.citizens.models import Stale
from plans.actions.notes import add_addendum, discard_note, edit_note, write_note
from plans.forms.notes import AddendumForm, DiscardForm, NoteEditForm, NoteForm
from plans.models import Goal, MovedText, Note
from plans.views.answering import Asking, ask, demand
from plans.views.opening import TOLD_BELOW, open_course, open_plan, read_one
from roles.permissions import Permission

ON_A_PAGE = 50
UNSIGNED = "Kun du kan læse noten, til du underskriver den. Derefter kan den ikke ændres, kun få et tillæg."
CHANGED = "Kladden er gemt igen, siden du så den. Læs den, før du kasserer den."
KEPT = "Kladden er gemt. Du finder den under Noter og i Mit arbejde."


@require_safe
def notes(request, course_id):
    """All notes that the reader may see, newest first, or those of one goal (?goal=…)."""
    # Not by `open_plan`: there may be no plan yet, and then there are no notes either.
    course, access = open_course(request, course_id, "plan.notes_opened")
    goals = list(Goal.objects.visible_to(request.user).filter(plan__course=course))
    wanted = request.GET.get("goal", "")
    chosen = next((goal for goal in goals if str(goal.pk) == wanted), None)
    readable = Note.objects.visible_to(request.user).select_related("written_by")
    rows = readable.of_their_own().filter(goal__plan__course=course)
    gone = MovedText.objects.visible_to(request.user).away().filter(course=course, kind=MovedText.Kind.NOTE)
    if chosen:
        rows, gone = rows.filter(goal=chosen), gone.filter(goal=chosen)
        read_one(request, chosen, course, access, "plan.goal_notes_opened")
    addenda = Prefetch("addenda", readable.order_by("signed_at", "id"))
    found = rows.select_related("goal").prefetch_related(addenda).order_by("-about_on", "-id")
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


def _get_note(request, course_id, note_id, what):
    opened = open_plan(request, course_id, TOLD_BELOW)
    rows = Note.objects.visible_to(request.user).select_related("goal", "written_by")
    note = get_object_or_404(rows, pk=note_id, goal__plan=opened.plan)
    note.goal.plan = opened.plan
    read_one(request, note, opened.course, opened.access, what)
    return opened, note


def _get_own(request, course_id, note_id, what):
    opened, note = _get_note(request, course_id, note_id, what)
    if note.written_by_id != request.user.pk:
        raise PermissionDenied
    return opened, note


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
        saved=_saved(request),
        act=lambda fields: write_note(goal, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def note_edit(request, course_id, unsigned_id):
    opened, note = _get_own(request, course_id, unsigned_id, "plan.note_edit_opened")
    if note.is_signed and request.method == "GET":
        return redirect("plans:addendum_add", course_id, note.addendum_to_id or note.pk)
    demand(opened, Permission.WRITE_NOTE)
    stands = {"text": note.text, "about_on": note.about_on, "level": note.level, "version": note.version}
    asking = Asking(
        NoteEditForm(request.POST or None, initial=stands),
        heading=f"Din kladde til en note til målet: {note.goal.title}",
        part=f"i-maal-{note.goal_id}",
        changes=f"maal-{note.goal_id}",
        saved=_saved(request),
        explained=UNSIGNED,
        act=lambda fields: edit_note(note, at=timezone.now(), by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_POST
def note_discard(request, course_id, unsigned_id):
    _, note = _get_own(request, course_id, unsigned_id, "plan.note_edit_opened")
    form = DiscardForm(request.POST)
    try:
        # Without the number of what was seen, it is a press from nowhere.
        discard_note(note, version=form.cleaned_data["version"] if form.is_valid() else -1, by=request.user)
        messages.success(request, "Kladden er kasseret")
    except Stale:
        messages.warning(request, CHANGED)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("plans:notes", course_id)


@require_http_methods(["GET", "POST"])
def addendum_add(request, course_id, written_id):
    opened, note = _get_note(request, course_id, written_id, "plan.addendum_opened")
    if not note.is_signed or note.addendum_to_id:
        raise Http404
    demand(opened, Permission.WRITE_NOTE)
    asking = Asking(
        AddendumForm(request.POST or None),
        heading=f"Tillæg til noten om den {longdate(note.about_on)}",
        part=f"i-maal-{note.goal_id}",
        changes=f"maal-{note.goal_id}",
        saved="Tillægget er gemt og underskrevet",
        explained="Noten er underskrevet og ændres ikke. Tillægget står under den, for dem der må læse den.",
        about=html(
            '<div class="bf-note bf-private"><p><strong>{who} skrev:</strong></p>{text}</div>',
            who=note.written_by.name,
            text=linebreaks(note.text),
        ),
        act=lambda fields: add_addendum(note, by=request.user, **fields),
    )
    return ask(request, opened, asking)


def _saved(request):
    return KEPT if "as_draft" in request.POST else "Noten er gemt og underskrevet"
