from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.citizens.models import Stale
from borgerforloeb.disclosures.views import give
from networkmeetings import queries
from networkmeetings.actions import minutes as actions
from networkmeetings.forms import MinutesForm, VersionForm
from networkmeetings.models import NetworkMeeting
from networkmeetings.pdf import minutes_paper
from networkmeetings.views.fetching import (
    act,
    conflict,
    conflict_in_text,
    find_meeting,
    may_print,
    open_meeting,
    own_points,
)


def show_minutes(request, found, context):
    """What all may read as one text; beside it what only some may, for those."""
    points = queries.points_of(found, request.user)
    context |= {
        "guests": queries.participants_of(found, request.user),
        "decisions": queries.decisions_of(found, request.user),
        "moved": queries.moved_from(found, request.user),
        "own_points": own_points(context, points, request.user),
        "points": [point for point in points if point.item.is_for_everybody],
        "narrow": [point for point in points if not point.item.is_for_everybody],
    }
    return render(request, "networkmeetings/minutes.html", context)


def minutes(request, meeting_id):
    """Rewrite the draft. A shared text is only read."""
    found, context = open_meeting(request, meeting_id, to_change=True)
    if found.status != NetworkMeeting.Status.HELD or found.minutes_are_shared:
        return redirect(found)
    initial = {"minutes": found.minutes, "version": found.version}
    form = MinutesForm(request.POST or None, initial=initial)
    form.submit_label, form.cancel_url, form.guarded = "Gem kladden", found.get_absolute_url(), True
    if form.is_valid():
        try:
            if attempt(form, actions.write_minutes, found, by=request.user, **form.cleaned_data):
                return redirect(found)
        except Stale as stale:
            return conflict_in_text(request, context, stale, form, "minutes", request.path)
    context["form"] = form
    return render(request, "networkmeetings/minutes_form.html", context, status=422 if form.errors else 200)


@require_POST
def share(request, meeting_id):
    found = find_meeting(request, meeting_id)
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    try:
        return act(
            request,
            actions.share_minutes,
            found,
            "Referatet er delt.",
            found,
            version=version,
            at=timezone.now(),
        )
    except Stale as stale:
        _, context = open_meeting(request, meeting_id)
        return conflict(request, context, stale, "", stale.stored.minutes, "")


def give_minutes(request, meeting_id):
    """The text that stands, on paper; a draft is given to nobody."""
    found, context = open_meeting(request, meeting_id, action="minutes.give_opened")
    access = may_print(context)
    if not found.minutes_are_shared:
        return redirect(found)
    today = timezone.localdate()
    return give(request, minutes_paper(found, reader=request.user, access=access, today=today), access)
