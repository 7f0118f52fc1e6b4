from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from networkmeetings import queries
from networkmeetings.actions import agenda, holding, participants
from networkmeetings.actions.locks import Stale
from networkmeetings.forms import AttendanceForm, DecisionForm, HoldForm, NotesForm
from networkmeetings.views.fetching import act, conflict, find_item, find_meeting, open_meeting, try_action


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
    people = queries.invitees_of(found, request.user, timezone.localdate())
    following = [other for other in points if point and other.number == point.number + 1]
    context |= {
        "points": points,
        "point": point,
        "next": following[0] if following else None,
        "decisions": queries.decisions_of(found, request.user),
        "attendance_form": AttendanceForm(participants=rows, auto_id="her_%s"),
        "absent": [row for row in rows if row.is_absent],
        "now": timezone.now(),
        "decision_form": DecisionForm(people=people, on=_day(found), auto_id="aftale_%s"),
        "notes_form": NotesForm(initial=_noted(point), auto_id="noter_%s"),
    } | bound
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
    form = NotesForm(request.POST, auto_id="noter_%s")
    if form.is_valid():
        try:
            saved = try_action(form, agenda.note_item, item, by=request.user, **form.cleaned_data)
        except Stale as stale:
            mine, stored = form.cleaned_data["notes"], stale.stored.notes
            context |= {"field": "notes", "done": form.cleaned_data["done"]}
            return conflict(request, context, stale, mine, stored, request.path)
        if saved:
            return redirect(_live_url(meeting_id, request.POST.get("next") or item.pk))
    return _show_live(request, found, context, notes_form=form)


@require_POST
def decision_add(request, meeting_id):
    found, context = open_meeting(request, meeting_id, to_change=True)
    item = (
        find_item(request, meeting_id, request.POST["item"])
        if request.POST.get("item", "").isdecimal()
        else None
    )
    today = timezone.localdate()
    people = queries.invitees_of(found, request.user, today)
    form = DecisionForm(request.POST, people=people, on=_day(found), auto_id="aftale_%s")
    if form.is_valid() and try_action(
        form, holding.decide, found, by=request.user, on=today, item=item, **form.decision()
    ):
        return redirect(_live_url(meeting_id, item and item.pk))
    return _show_live(request, found, context, decision_form=form)


@require_POST
def attendance(request, meeting_id):
    found = find_meeting(request, meeting_id)
    rows = queries.participants_of(found, request.user)
    form = AttendanceForm(request.POST, participants=rows)
    noted = form.attendance() if form.is_valid() else {}
    back = _live_url(meeting_id, request.POST.get("item"))
    return act(request, participants.note_attendance, back, "Fremmødet er noteret.", found, attendance=noted)


def hold(request, meeting_id):
    found, context = open_meeting(request, meeting_id, to_change=True)
    if not found.is_open:
        return redirect(found)
    rows = queries.participants_of(found, request.user)
    form = HoldForm(request.POST or None, participants=rows)
    if form.is_valid() and try_action(
        form, holding.hold_meeting, found, by=request.user, on=timezone.localdate(), **form.outcome()
    ):
        return redirect(found)
    citizens = {f"p{row.pk}" for row in rows if row.citizen_id}
    context |= {"form": form, "citizen_fields": citizens}
    context["reason_first"] = "absence_reason" in form.errors
    return render(request, "networkmeetings/hold.html", context, status=422 if form.errors else 200)
