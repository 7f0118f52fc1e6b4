"""One writer at a time: the meeting is locked first, so that status and points cannot change."""

from collections.abc import Collection

from django.core.exceptions import ValidationError

from borgerforloeb.citizens.models import refuse_stale
from networkmeetings.models import NetworkMeeting

REFUSALS = {
    NetworkMeeting.Status.PREPARING: "Mødet er ikke holdt endnu.",
    NetworkMeeting.Status.CALLED: "Mødet er ikke holdt endnu.",
    NetworkMeeting.Status.HELD: "Mødet er afsluttet og kan ikke ændres.",
    NetworkMeeting.Status.CANCELLED: "Mødet er aflyst og kan ikke ændres.",
}


def lock(
    meeting: NetworkMeeting, among: Collection[str] = NetworkMeeting.OPEN, version: int | None = None
) -> NetworkMeeting:
    """The meeting as it is now, if its status is among these and nobody has saved since `version`."""
    stored = NetworkMeeting.objects.select_for_update().get(pk=meeting.pk)
    if stored.status not in among:
        raise ValidationError(REFUSALS[NetworkMeeting.Status(stored.status)])
    if version is not None:
        refuse_stale(stored, version)
    return stored
