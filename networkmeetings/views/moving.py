from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from borgerforloeb.accounts.refusals import attempt
from networkmeetings.actions.moving import move_away
from networkmeetings.forms import MovePointForm
from networkmeetings.models import AgendaItem, NetworkMeeting
from networkmeetings.queries import members_of, written
from plans.models import MovedText
from plans.views.moving import choose_course, moved_already, show_move
from plans.views.opening import read_one
from roles.permissions import Permission, access_to

NOWHERE = "I det forløb er der intet møde, der ikke er holdt. Forbered et møde dér først."


@require_http_methods(["GET", "POST"])
def agenda_away(request, meeting_id, item_id):
    if row := _pressed_twice(request, meeting_id, item_id):
        return redirect("plans:moved", row.course_id, row.pk)
    item, course, access = _get_item(request, meeting_id, item_id)
    which = choose_course(request, Permission.CALL_MEETING)
    form = _form(request, which.chosen(), item)
    if form and form.is_valid():
        fields = form.place() | {"at": timezone.now(), "by": request.user}
        if moved := attempt(form, move_away, item, **fields):
            return redirect("plans:moved", course.pk, moved.pk)
    context = {
        "course": course,
        "may": access,
        "which": which,
        "form": form,
        "text": "\n\n".join(filter(None, (item.text, item.notes))),
        "place": f"Punktet står på {item.meeting.title}",
        "nowhere": "" if form is None or form.meetings else NOWHERE,
        "back": item.meeting.get_absolute_url(),
    }
    return show_move(request, context)


def _pressed_twice(request, meeting_id, key):
    if request.method != "POST" or AgendaItem.objects.filter(pk=key, meeting=meeting_id).exists():
        return None
    return moved_already(request, MovedText.Kind.POINT, key, meeting_id=meeting_id)


def _form(request, course_id, item):
    if course_id is None:
        return None
    meetings = NetworkMeeting.objects.visible_to(request.user).filter(course=course_id)
    meetings = meetings.filter(status__in=NetworkMeeting.OPEN).exclude(pk=item.meeting_id)
    citizens = [member.citizen for member in members_of(course_id, request.user)]
    choices = {"meetings": meetings.order_by("starts_at"), "citizens": citizens}
    return MovePointForm(request.POST or None, has_minutes=bool(item.meeting.minutes.strip()), **choices)


def _get_item(request, meeting_id, item_id):
    items = AgendaItem.objects.visible_to(request.user).select_related("meeting__course")
    item = get_object_or_404(items, pk=item_id, meeting=meeting_id)
    course, access = item.meeting.course, access_to(request.user, item.meeting.course_id)
    if Permission.MOVE_TEXT not in access:
        is_own = Permission.CALL_MEETING in access and written(item).by == request.user.pk
        if not is_own:
            raise PermissionDenied
    read_one(request, item, course, access, "text.move_opened")
    return item, course, access
