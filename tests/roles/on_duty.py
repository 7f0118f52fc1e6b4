"""A course, its leader and somebody on duty, as the tests of access without an assignment need them."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.citizens.numbers import lookup_key
from roles import actions
from roles.models import OutsideSearch
from tests.factories import make_course, make_unit, make_user

WHY = "Borgeren er faldet om i receptionen."


def now() -> datetime:
    return timezone.now().astimezone(UTC)


def make_duty(name="Marianne Kolding", **fields):
    return make_user(name, capabilities=[Capability.DUTY, Capability.CASEWORKER], **fields)


def make_leader(unit, name="Lene Leder", **fields):
    return make_user(name, capabilities=[Capability.LEADER], unit=unit, **fields)


def make_reviewer(name="Lars Log", **fields):
    return make_user(name, capabilities=[Capability.LOG_REVIEWER], **fields)


def make_case(**fields):
    """A course in a unit that lies under another, which has a leader."""
    above = make_unit("Borgercenter Voksne")
    unit = make_unit("Voksen og handicap", parent=above)
    return make_course(unit=unit, **fields), make_leader(above)


def open_by_emergency(course, user, **changes):
    at = changes.pop("at", now())
    given = {"reason_code": "here_now", "reason": WHY, "proved_at": at - timedelta(minutes=1), "at": at}
    return actions.break_glass(course and course.pk, by=user, **(given | changes))


def look_for(user, course=None, criterion="7112994123"):
    """A search that has been made; where it led is not shown to its maker."""
    key = lookup_key(criterion)
    return OutsideSearch.objects.create(user=user, at=now(), by="cpr", criterion=key, course=course)
