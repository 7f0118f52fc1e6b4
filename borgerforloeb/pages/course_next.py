"""What comes next in a course, in words: its meeting, its deadlines, and where its plan has come to."""

from datetime import date, datetime
from typing import Any

from django.db.models.functions import JSONObject
from django.utils.text import capfirst
from django.utils.timezone import localtime

from borgerforloeb.accounts.presentation import clock, longdate, until
from plans.models import Plan
from roles.permissions import Access, Permission

# Each is one question, however much of it is shown.
MEETING = JSONObject(id="pk", starts="starts_at", ends="ends_at", place="place")
VERSION = JSONObject(number="number", answered_on="answered_on")


def meeting_words(meeting: dict[str, Any] | None, may: Access, today: date) -> str:
    if meeting is None:
        return ""
    starts, ends = (datetime.fromisoformat(meeting[name]) for name in ("starts", "ends"))
    on = localtime(starts).date()
    day = "I dag" if on == today else longdate(on)
    when = f"{day} kl. {clock(starts)}–{clock(ends)}"
    return f"{when}: {meeting['place']}" if may.may(Permission.SEE_WHEREABOUTS) else when


def plan_words(plan: Plan, version: dict[str, Any] | None) -> str:
    number, on = (version["number"], _day(version["answered_on"])) if version else (None, None)
    if plan.status == Plan.Status.AGREED:
        return f"Version {number} gælder. Svaret kom {longdate(on)}."
    rests = f" bygger på version {number} fra {longdate(on)}" if version else ""
    return f"{capfirst(plan.get_status_display())} {plan.number}{rests}."


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def deadlines(followup_on: date | None, consent_until: date | None, today: date) -> list[tuple[str, str]]:
    dates = [
        (followup_on, "planen bør ses efter (jeres egen rytme)"),
        (consent_until, "et samtykke udløber"),
    ]
    return [
        (longdate(on), f"{words} – {until(on, today)}" if on < today else words)
        for on, words in sorted((on, words) for on, words in dates if on)
    ]
