"""Every page of a meeting fetches it here: a stranger finds nothing, and the read is logged."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render

from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import Stale
from borgerforloeb.drafts.both import bring_together, is_settled
from networkmeetings.models import AgendaItem, NetworkMeeting, Participant
from networkmeetings.queries import members_of, whose, written_by
from roles.permissions import Permission, access_to, require, visible_courses


def get_course(request, course_id):
    course = get_object_or_404(visible_courses(request.user), pk=course_id)
    access = access_to(request.user, course.pk)
    citizens = [member.citizen for member in members_of(course.pk, request.user)]
    record(
        "meetings.opened",
        kind=Kind.VIEW,
        by=request.user,
        target=course,
        course_id=course.pk,
        persons=[citizen.pk for citizen in citizens],
        basis=access.basis,
        **access.marks,
    )
    return course, access, citizens


def _visible_meeting(request, meeting_id):
    meetings = NetworkMeeting.objects.visible_to(request.user).select_related("course", "called_by")
    return get_object_or_404(meetings, pk=meeting_id)


def find_meeting(request, meeting_id):
    """For an act, which is logged by its action. Whoever may not do it is told so before anything else."""
    meeting = _visible_meeting(request, meeting_id)
    require(request.user, Permission.CALL_MEETING, meeting.course_id)
    return meeting


def open_meeting(request, meeting_id, *, to_change=False, action="meeting.opened", kind=Kind.VIEW):
    """For a page: the meeting and what every page of it needs."""
    meeting = _visible_meeting(request, meeting_id)
    may = require(request.user, Permission.CALL_MEETING, meeting.course_id) if to_change else None
    access = may or access_to(request.user, meeting.course_id)
    meeting.hides_place = not access.may(Permission.SEE_WHEREABOUTS)
    members = members_of(meeting.course_id, request.user)
    citizens = [member.citizen for member in members]
    record(
        action,
        kind=kind,
        by=request.user,
        target=meeting,
        course_id=meeting.course_id,
        persons=[citizen.pk for citizen in citizens],
        basis=access.basis,
        **access.marks,
    )
    context = {
        "meeting": meeting,
        "course": meeting.course,
        "may": access,
        "members": members,
        "citizens": citizens,
        "name": whose(meeting, citizens),
        "tab": "meetings",
    }
    return meeting, context


def own_points(context, points, user):
    """Which the reader wrote and so may move; whoever coordinates may move all of them."""
    may = context["may"]
    if Permission.MOVE_TEXT in may or Permission.CALL_MEETING not in may:
        return set()
    return written_by(user, context["course"].pk, points)


def may_print(context):
    """With the access that the page was opened by."""
    if not context["may"].may(Permission.PRINT):
        raise PermissionDenied
    return context["may"]


def find_item(request, meeting_id, item_id):
    items = AgendaItem.objects.visible_to(request.user).select_related("meeting", "person")
    item = get_object_or_404(items, pk=item_id, meeting=meeting_id)
    require(request.user, Permission.CALL_MEETING, item.meeting.course_id)
    return item


def find_participant(request, meeting_id, participant_id):
    rows = Participant.objects.visible_to(request.user).select_related("meeting")
    participant = get_object_or_404(rows, pk=participant_id, meeting=meeting_id)
    require(request.user, Permission.CALL_MEETING, participant.meeting.course_id)
    return participant


def act(request, action, back, done="", /, *args, **kwargs):
    """One button, one action: what it refuses is said on the page that one comes back to."""
    try:
        action(*args, by=request.user, **kwargs)
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
    else:
        if done:
            messages.success(request, done)
    return redirect(back)


def conflict_in_text(request, context, stale: Stale, form, field, url):
    """409 with both texts put together as far as they can be: the form goes on from what is saved now."""
    stored, mine = getattr(stale.stored, field), form.cleaned_data[field]
    both = bring_together(form, stale.stored)
    told = next((one for one in both if one.name == field), None)
    context |= {"form": form, "field": field, "told": told, "settled": is_settled(both), "who": "en kollega"}
    context["text"] = form.data[field]
    return conflict(request, context, stale, mine, stored, url)


def conflict(request, context, stale: Stale, mine, stored, url):
    """409 with both texts: nothing is overwritten and nothing is lost."""
    both = {"mine": mine, "stored": stored, "version": stale.stored.version, "url": url}
    return render(request, "networkmeetings/stale.html", context | both, status=409)
