"""*Flyt teksten*: choose the course, then the place, then why; and what the mistake may have led to."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.notices.actions import seen
from borgerforloeb.notices.models import Notice
from plans.actions.moving import MOVED, move_note
from plans.forms.moving import CourseForm, MoveNoteForm
from plans.models import Goal, MovedText, Note
from plans.moving import papers_since, places
from plans.views.opening import open_course, read_one
from roles.permissions import Permission, access_to

NOWHERE = "I det forløb er der intet mål, som du må læse. Lav målet først."
CLOSED_TO_YOU = "Du må ikke skrive i det forløb. Bed den koordinerende sagsbehandler dér om hjælp."


@require_http_methods(["GET", "POST"])
def note_move(request, course_id, written_id):
    if row := _pressed_twice(request, course_id, written_id):
        return redirect("plans:moved", course_id, row.pk)
    note, course, access = _get_note(request, course_id, written_id)
    which = choose_course(request, Permission.WRITE_NOTE)
    form = _form(request, which.chosen(), note)
    if form and form.is_valid():
        fields = {"to": form.goal(), "why": form.cleaned_data["why"]}
        if moved := attempt(form, move_note, note, at=timezone.now(), by=request.user, **fields):
            return redirect("plans:moved", course.pk, moved.pk)
    context = {
        "course": course,
        "may": access,
        "which": which,
        "form": form,
        "text": note.text,
        "place": f"Noten står på målet {note.goal.title}",
        "nowhere": "" if form is None or form.by_id else NOWHERE,
        "back": f"/courses/{course.pk}/notes/",
    }
    return show_move(request, context)


def _form(request, course_id, note):
    if course_id is None:
        return None
    goals = Goal.objects.visible_to(request.user).filter(plan__course=course_id).exclude(pk=note.goal_id)
    return MoveNoteForm(request.POST or None, goals=list(goals.select_related("plan")))


def show_move(request, context):
    failed = (context["form"] and context["form"].errors) or context["which"].errors
    context["has_errors"] = bool(failed)
    return render(request, "plans/move.html", context, status=422 if failed else 200)


def _get_note(request, course_id, written_id):
    notes = Note.objects.visible_to(request.user).signed().of_their_own().select_related("goal__plan__course")
    note = get_object_or_404(notes, pk=written_id, goal__plan__course=course_id)
    course, access = note.goal.plan.course, access_to(request.user, course_id)
    is_own = note.written_by_id == request.user.pk and Permission.WRITE_NOTE in access
    if not is_own and Permission.MOVE_TEXT not in access:
        raise PermissionDenied
    read_one(request, note, course, access, "text.move_opened")
    return note, course, access


def moved_already(request, kind, key, **where):
    """A second press of the same button is led to where the first one was: by the same person. Whoever asks
    has seen that the text stands there no more."""
    last = MovedText.objects.visible_to(request.user).away().filter(kind=kind, key=key, **where).first()
    return last if last and last.moved_by_id == request.user.pk else None


def _pressed_twice(request, course_id, key):
    """Within one course the note stands already on the goal that is asked for, and not on that it left."""
    if request.method != "POST":
        return None
    found = Note.objects.visible_to(request.user).filter(pk=key, goal__plan__course=course_id)
    stands_on = found.values_list("goal_id", flat=True).first()
    if stands_on is not None and request.POST.get("goal_id") != str(stands_on):
        return None
    row = moved_already(request, MovedText.Kind.NOTE, key, course=course_id)
    return row if row and row.goal_id != stands_on else None


def choose_course(request, writes):
    """Whose names stand in the list is told to the log. What may not be written in is refused in words."""
    found = places(request.user)
    persons = {person for place in found for person in place.persons}
    record("text.places_listed", kind=Kind.LIST, by=request.user, persons=persons, basis="own_courses")
    form = CourseForm(request.GET if "to" in request.GET else None, places=found)
    if chosen := form.chosen():
        access = access_to(request.user, chosen)
        if writes not in access:
            form.add_error("to", CLOSED_TO_YOU)
        # What stands there to choose from is read as well.
        (place,) = (place for place in found if place.course_id == chosen)
        told = {"course_id": chosen, "persons": place.persons, "basis": access.basis, **access.marks}
        record("text.place_opened", kind=Kind.VIEW, by=request.user, **told)
    return form


@require_safe
def moved(request, course_id, moved_id):
    """For whoever moved it, coordinates the course or was told of it: what is to be looked at now."""
    row, course, access = _get_moved(request, course_id, moved_id)
    seen(request.user, MOVED, object_key=f"moved:{row.pk}")
    papers = papers_since(row, request.user) if row.is_away else []
    context = {"course": course, "may": access, "moved": row, "papers": papers}
    return render(request, "plans/moved.html", context)


def _get_moved(request, course_id, moved_id):
    rows = MovedText.objects.visible_to(request.user).select_related("moved_by", "goal")
    row = get_object_or_404(rows, pk=moved_id, course=course_id)
    course, access = open_course(request, course_id, "text.moved_opened")
    told = Notice.objects.filter(recipient=request.user, kind=MOVED, object_key=f"moved:{row.pk}")
    if row.moved_by_id != request.user.pk and Permission.MOVE_TEXT not in access and not told.exists():
        raise PermissionDenied
    return row, course, access
