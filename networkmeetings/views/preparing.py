from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.citizens.models import Stale
from networkmeetings import queries
from networkmeetings.actions import agenda, participants
from networkmeetings.forms import (
    ApprovalForm,
    InviteForm,
    OwnPointForm,
    PointForm,
)
from networkmeetings.invitees import not_yet
from networkmeetings.models import NetworkMeeting, Participant
from networkmeetings.views.fetching import (
    act,
    conflict,
    find_item,
    find_participant,
    open_meeting,
    own_points,
)
from networkmeetings.views.minutes import show_minutes


@require_safe
def meeting(request, meeting_id):
    """The page of a meeting is what its state asks for."""
    found, context = open_meeting(request, meeting_id)
    if found.status == NetworkMeeting.Status.HELD:
        return show_minutes(request, found, context)
    if found.status == NetworkMeeting.Status.CANCELLED:
        return render(request, "networkmeetings/cancelled.html", context)
    return _show_preparation(request, found, context)


def _show_preparation(request, found, context, **bound):
    """Also the page that comes back when something is wrong with one of its forms."""
    name, today = context["name"], timezone.localdate()
    points = queries.points_of(found, request.user)
    people = queries.invitees_of(found, request.user, today, members=context["members"])
    rows = queries.participants_of(found, request.user)
    guests = queries.guests_of(rows, people, name)
    asked = [guest.participant for guest in guests if not guest.is_the_citizen]
    forms = {
        "own_form": OwnPointForm(auto_id="eget_%s"),
        "point_form": PointForm(citizens=context["citizens"], auto_id="andet_%s"),
        "invite_form": InviteForm(people=not_yet(people, rows), auto_id="gaest_%s"),
    }
    context |= forms | bound
    context |= {
        "own": [point for point in points if point.item.by_citizen],
        "moved": queries.moved_from(found, request.user),
        "own_points": own_points(context, points, request.user),
        "others": [point for point in points if not point.item.by_citizen],
        "guests": guests,
        "approved": sum(row.approval == Participant.Approval.YES for row in asked),
        "asked": len(asked),
        "warnings": [guest for guest in guests if guest.warning],
        "letter": queries.invitation(found, name, found.where),
        "answers": Participant.Approval.choices,
        "has_errors": any(form.errors for form in bound.values()),
    }
    status = 422 if context["has_errors"] else 200
    return render(request, "networkmeetings/preparation.html", context, status=status)


@require_POST
def agenda_add(request, meeting_id):
    found, context = open_meeting(request, meeting_id, to_change=True)
    own = "own" in request.POST
    form = (
        OwnPointForm(request.POST, auto_id="eget_%s")
        if own
        else PointForm(request.POST, citizens=context["citizens"], auto_id="andet_%s")
    )
    if form.is_valid():
        point = _own_point(form, context) if own else form.point()
        if attempt(form, agenda.add_item, found, by=request.user, **point):
            return redirect(f"{found.get_absolute_url()}#{'egne' if own else 'andres'}")
    return _show_preparation(request, found, context, **{"own_form" if own else "point_form": form})


def _own_point(form, context):
    return {"text": form.cleaned_data["text"], "by_citizen": True, "raised_by": context["name"]}


def agenda_edit(request, meeting_id, item_id):
    found, context = open_meeting(request, meeting_id, to_change=True)
    item = find_item(request, meeting_id, item_id)
    form = PointForm(request.POST or None, citizens=context["citizens"], initial=PointForm.initial_of(item))
    form.submit_label, form.cancel_url = "Gem punktet", found.get_absolute_url()
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            saved = attempt(form, agenda.change_item, item, by=request.user, version=version, **form.point())
        except Stale as stale:
            return conflict(
                request, context, stale, form.cleaned_data["text"], stale.stored.text, request.path
            )
        if saved:
            return redirect(f"{found.get_absolute_url()}#punkt-{item.pk}")
    context |= {"item": item, "form": form}
    return render(request, "networkmeetings/point.html", context, status=422 if form.errors else 200)


@require_POST
def agenda_move(request, meeting_id, item_id):
    item = find_item(request, meeting_id, item_id)
    back = f"{item.meeting.get_absolute_url()}#punkt-{item.pk}"
    return act(request, agenda.move_item, back, "", item, up=request.POST.get("way") == "up")


@require_POST
def agenda_remove(request, meeting_id, item_id):
    item = find_item(request, meeting_id, item_id)
    return act(request, agenda.remove_item, item.meeting, "Punktet er fjernet.", item)


@require_POST
def participant_add(request, meeting_id):
    found, context = open_meeting(request, meeting_id, to_change=True)
    today = timezone.localdate()
    people = queries.invitees_of(found, request.user, today, members=context["members"])
    form = InviteForm(request.POST, people=people, auto_id="gaest_%s")
    if form.is_valid() and attempt(
        form, participants.invite, found, by=request.user, on=today, **form.cleaned_data
    ):
        return redirect(f"{found.get_absolute_url()}#hvem")
    return _show_preparation(request, found, context, invite_form=form)


@require_POST
def participant_approve(request, meeting_id, participant_id):
    participant = find_participant(request, meeting_id, participant_id)
    form = ApprovalForm(request.POST)
    back = f"{participant.meeting.get_absolute_url()}#deltager-{participant.pk}"
    if not form.is_valid():
        return redirect(back)
    return act(request, participants.note_approval, back, "", participant, **form.cleaned_data)


@require_POST
def participant_remove(request, meeting_id, participant_id):
    participant = find_participant(request, meeting_id, participant_id)
    back = f"{participant.meeting.get_absolute_url()}#hvem"
    return act(request, participants.remove_participant, back, "", participant)
