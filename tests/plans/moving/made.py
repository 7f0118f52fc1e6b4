from django.utils import timezone

from plans.actions.moving import move_note
from roles.models import Assignment, Role

WORDS = "Emil ringede og sagde, at han sover hos sin bror."


def move(note, to, by, why="citizen", at=None):
    return move_note(note, to=to, why=why, at=at or timezone.now(), by=by)


def coordinate(user, *courses):
    """The same coordinates them all."""
    for course in courses:
        Assignment.objects.filter(course=course, role=Role.COORDINATING_CASEWORKER).update(user=user)
