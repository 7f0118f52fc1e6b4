"""One writer at a time: the meeting is locked first, so that status and points cannot change."""

from collections.abc import Collection

from django.core.exceptions import ValidationError

from networkmeetings.models import AgendaItem, NetworkMeeting

REFUSALS = {
    NetworkMeeting.Status.PREPARING: "Mødet er ikke holdt endnu.",
    NetworkMeeting.Status.CALLED: "Mødet er ikke holdt endnu.",
    NetworkMeeting.Status.HELD: "Mødet er afsluttet og kan ikke ændres.",
    NetworkMeeting.Status.CANCELLED: "Mødet er aflyst og kan ikke ændres.",
}


class Stale(Exception):
    """Somebody else has saved meanwhile. Carries what is stored, so that both texts can be shown."""

    def __init__(self, stored: NetworkMeeting | AgendaItem) -> None:
        super().__init__("saved by somebody else meanwhile")
        self.stored = stored


def lock(
    meeting: NetworkMeeting, among: Collection[str] = NetworkMeeting.OPEN, version: int | None = None
) -> NetworkMeeting:
    """The meeting as it is now, if its status is among these and nobody has saved since `version`."""
    stored = NetworkMeeting.objects.select_for_update().get(pk=meeting.pk)
    if stored.status not in among:
        raise ValidationError(REFUSALS[NetworkMeeting.Status(stored.status)])
    if version is not None and version != stored.version:
        raise Stale(stored)
    return stored
