from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from borgerforloeb.accounts.presentation import clock, longdate
from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.citizens.models import Stale
from borgerforloeb.disclosures.views import give
from networkmeetings.actions import calling
from networkmeetings.forms import CancelForm, MeetingForm
from networkmeetings.pdf import invitation_paper
from networkmeetings.views.fetching import act, conflict, find_meeting, may_print, open_meeting
from roles.permissions import Permission, require


def edit(request, meeting_id):
    found, context = open_meeting(request, meeting_id, to_change=True)
    form = MeetingForm(request.POST or None, initial=MeetingForm.initial_of(found))
    form.submit_label, form.cancel_url = "Gem", found.get_absolute_url()
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            if attempt(
                form, calling.change_meeting, found, by=request.user, version=version, **form.meeting()
            ):
                return redirect(found)
        except Stale as stale:
            mine, stored = _told(form.cleaned_data), _told(MeetingForm.initial_of(stale.stored))
            return conflict(request, context, stale, mine, stored, request.path)
    context["form"] = form
    return render(request, "networkmeetings/edit.html", context, status=422 if form.errors else 200)


def _told(values):
    hours = f"kl. {clock(values['starts'])}–{clock(values['ends'])}"
    return f"{values['title']}, {longdate(values['day'])} {hours}, {values['place']}"


@require_POST
def mark_called(request, meeting_id):
    found = find_meeting(request, meeting_id)
    on = timezone.localdate()
    return act(request, calling.mark_called, found, "Mødet er markeret som indkaldt.", found, on=on)


def invitation(request, meeting_id):
    """To read aloud, and a letter for each who is asked: it says nothing of why."""
    found, context = open_meeting(request, meeting_id, action="meeting.invitation_opened")
    access = may_print(context)
    if request.method == "POST":
        require(request.user, Permission.CALL_MEETING, found.course_id)
    paper = invitation_paper(
        found, context["name"], reader=request.user, access=access, today=timezone.localdate()
    )
    return give(request, paper, access)


def cancel(request, meeting_id):
    found, context = open_meeting(request, meeting_id, to_change=True)
    form = CancelForm(request.POST or None)
    form.cancel_url = found.get_absolute_url()
    if form.is_valid() and attempt(form, calling.cancel_meeting, found, by=request.user, **form.cleaned_data):
        return redirect(found)
    context["form"] = form
    return render(request, "networkmeetings/cancel.html", context, status=422 if form.errors else 200)
