from django.urls import path

from networkmeetings.views import calling, holding, lists, minutes, moving, preparing

app_name = "networkmeetings"

MEETING = "meetings/<int:meeting_id>/"
ITEM = f"{MEETING}agenda/<int:item_id>/"
PARTICIPANT = f"{MEETING}participants/<int:participant_id>/"

urlpatterns = [
    path("meetings/", lists.meeting_list, name="meeting_list"),
    path("courses/<uuid:course_id>/meetings/", lists.course_meetings, name="course_meetings"),
    path("courses/<uuid:course_id>/meetings/new/", lists.call, name="call"),
    path(MEETING, preparing.meeting, name="meeting"),
    path(f"{MEETING}edit/", calling.edit, name="edit"),
    path(f"{MEETING}called/", calling.mark_called, name="mark_called"),
    path(f"{MEETING}invitation/", calling.invitation, name="invitation"),
    path(f"{MEETING}cancel/", calling.cancel, name="cancel"),
    path(f"{MEETING}agenda/add/", preparing.agenda_add, name="agenda_add"),
    path(f"{ITEM}edit/", preparing.agenda_edit, name="agenda_edit"),
    path(f"{ITEM}move/", preparing.agenda_move, name="agenda_move"),
    path(f"{ITEM}away/", moving.agenda_away, name="agenda_away"),
    path(f"{ITEM}remove/", preparing.agenda_remove, name="agenda_remove"),
    path(f"{ITEM}notes/", holding.agenda_notes, name="agenda_notes"),
    path(f"{MEETING}participants/add/", preparing.participant_add, name="participant_add"),
    path(f"{PARTICIPANT}approval/", preparing.participant_approve, name="participant_approve"),
    path(f"{PARTICIPANT}remove/", preparing.participant_remove, name="participant_remove"),
    path(f"{MEETING}live/", holding.live, name="live"),
    path(f"{MEETING}attendance/", holding.attendance, name="attendance"),
    path(f"{MEETING}decisions/add/", holding.decision_add, name="decision_add"),
    path(f"{MEETING}hold/", holding.hold, name="hold"),
    path(f"{MEETING}minutes/", minutes.minutes, name="minutes"),
    path(f"{MEETING}minutes/give/", minutes.give_minutes, name="give_minutes"),
    path(f"{MEETING}share/", minutes.share, name="share"),
]
