from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.citizens.models import Stale
from networkmeetings import queries
from networkmeetings.actions import agenda, holding, participants
from networkmeetings.forms import LIVE_FORM, AttendanceForm, DecisionForm, HoldForm, NotesForm
from networkmeetings.views.fetching import conflict_in_text, find_item, open_meeting


@require_safe
def live(request, meeting_id):
    """The meeting on a screen that all can see: one point at a time."""
    found, context = open_meeting(request, meeting_id, to_change=True)
    if not found.is_open:
        return redirect(found)
    return _show_live(request, found, context)


def _show_live(request, found, context, **bound):
    points = queries.points_of(found, request.user)
    point = queries.current_point(points, request.POST.get("item") or request.GET.get("punkt"))
    rows = queries.participants_of(found, request.user)
    people = queries.invitees_of(found, request.user, timezone.localdate(), members=context["members"])
    following = [other for other in points if point and other.number == point.number + 1]
    context |= {
        "points": points,
        "point": point,
        "next": following[0] if following else None,
        "decisions": queries.fit_for_the_screen(queries.decisions_of(found, request.user), point),
        "attendance_form": AttendanceForm(participants=rows, auto_id="her_%s"),
        "absent": [row for row in rows if row.is_absent],
        "now": timezone.now(),
        "decision_form": DecisionForm(people=people, on=_day(found), auto_id="aftale_%s"),
        "notes_form": NotesForm(initial=_noted(point), auto_id="noter_%s"),
    } | bound
    for name in ("attendance_form", "decision_form", "notes_form"):
        for field in context[name].fields.values():
            field.widget.attrs["form"] = LIVE_FORM
    context["has_errors"] = any(form.errors for form in bound.values())
    status = 422 if context["has_errors"] else 200
    return render(request, "networkmeetings/live.html", context, status=status)


def _noted(point):
    if point is None:
        return {}
    return {"notes": point.item.notes, "done": point.item.done, "version": point.item.version}


def _day(meeting):
    return localtime(meeting.starts_at).date()


def _live_url(meeting_id, item_id=None):
    url = reverse("networkmeetings:live", args=[meeting_id])
    return f"{url}?punkt={item_id}" if item_id else url


@require_POST
def agenda_notes(request, meeting_id, item_id):
    found, context = open_meeting(request, meeting_id, to_change=True)
    item = find_item(request, meeting_id, item_id)
    forms = _filled(request, found, context, notes_form=NotesForm(request.POST, auto_id="noter_%s"))
    return _keep(request, found, context, item, forms, request.POST.get("next") or item.pk)


@require_POST
def decision_add(request, meeting_id):
    found, context = open_meeting(request, meeting_id, to_change=True)
    item = _item(request, meeting_id)
    forms = _filled(request, found, context, decision_form=_decision_form(request, found, context))
    return _keep(request, found, context, item, forms, item and item.pk)


@require_POST
def attendance(request, meeting_id):
    found, context = open_meeting(request, meeting_id, to_change=True)
    item = _item(request, meeting_id)
    return _keep(request, found, context, item, _filled(request, found, context), item and item.pk)


def _item(request, meeting_id):
    given = request.POST.get("item", "")
    return find_item(request, meeting_id, given) if given.isdecimal() else None


def _decision_form(request, found, context):
    people = queries.invitees_of(found, request.user, timezone.localdate(), members=context["members"])
    return DecisionForm(request.POST, people=people, on=_day(found), auto_id="aftale_%s")


def _filled(request, found, context, **forms):
    """The forms of the page that something is written in, besides the one whose button was pressed."""
    if "notes" in request.POST:
        forms.setdefault("notes_form", NotesForm(request.POST, auto_id="noter_%s"))
    if any(request.POST.get(name) for name in ("who", "what", "when")) and "decision_form" not in forms:
        forms["decision_form"] = _decision_form(request, found, context)
    rows = queries.participants_of(found, request.user)
    if any(f"p{row.pk}" in request.POST for row in rows):
        forms["attendance_form"] = AttendanceForm(request.POST, participants=rows, auto_id="her_%s")
    return forms


def _keep(request, found, context, item, forms, then):
    """All that is written is saved, whichever button was pressed; what is refused stays on the page."""
    by = request.user
    valid = all(form.is_valid() for form in forms.values())
    if valid and (form := forms.get("decision_form")):
        on = timezone.localdate()
        valid = attempt(form, holding.decide, found, by=by, on=on, item=item, **form.decision())
    if valid and (form := forms.get("attendance_form")):
        valid = attempt(form, participants.note_attendance, found, by=by, attendance=form.attendance())
    if valid and item and (form := forms.get("notes_form")):
        try:
            valid = attempt(form, agenda.note_item, item, by=by, **form.cleaned_data)
        except Stale as stale:
            url = reverse("networkmeetings:agenda_notes", args=[found.pk, item.pk])
            return conflict_in_text(request, context, stale, form, "notes", url)
    return redirect(_live_url(found.pk, then)) if valid else _show_live(request, found, context, **forms)


def hold(request, meeting_id):
    found, context = open_meeting(request, meeting_id, to_change=True)
    if not found.is_open:
        return redirect(found)
    rows = queries.participants_of(found, request.user)
    form = HoldForm(request.POST or None, participants=rows)
    if form.is_valid() and attempt(
        form, holding.hold_meeting, found, by=request.user, on=timezone.localdate(), **form.outcome()
    ):
        return redirect(found)
    citizens = {f"p{row.pk}" for row in rows if row.citizen_id}
    context |= {"form": form, "citizen_fields": citizens}
    context["reason_first"] = "absence_reason" in form.errors
    return render(request, "networkmeetings/hold.html", context, status=422 if form.errors else 200)
