"""Two courses that the duty officer opened by nødadgang, one of them judged, and a colleague who asks."""

from datetime import datetime, time, timedelta

from borgerforloeb.citizens.numbers import lookup_key
from borgerforloeb.pages.demo.days import COPENHAGEN
from borgerforloeb.pages.demo.told import Municipality, Told
from roles.actions.emergency import LASTS
from roles.models import AccessRequest, Assignment, EmergencyAccess, Role, Urgency, due_after

JUDGED = {
    "verdict": "justified",
    "verdict_words": "Vagten talte med skadestuen og havde brug for at vide, hvem der skulle ringes til.",
}


def tell_emergencies(common: Municipality, told: dict[str, Told]) -> None:
    """Both are over: an access of four hours cannot be seen open on whatever day the demo is shown."""
    old = _open(common, told["torben"], 16, "23.10", Urgency.LIFE, "Faldet om på gaden, skadestuen ringer.")
    old.verdict, old.verdict_words = JUDGED["verdict"], JUDGED["verdict_words"]
    old.verdict_by, old.verdict_on = common.staff.user("vera"), old.due_on - timedelta(days=1)
    why = "Står ved skranken uden tag over hovedet i nat."
    _open(common, told["freja"], 2, "16.20", Urgency.HERE_NOW, why)
    _ask(common, told["freja"])


def _open(
    common: Municipality, told: Told, days_ago: int, clock: str, code: str, why: str
) -> EmergencyAccess:
    user, day = common.staff.user("marianne"), told.days.before(days_ago)
    hour, minute = map(int, clock.split("."))
    at = datetime.combine(day, time(hour, minute), COPENHAGEN)
    assignment = common.rows.add(
        Assignment(
            course=told.course,
            user=user,
            role=Role.EMERGENCY,
            starts_on=day,
            ends_on=(at + LASTS).date() + timedelta(days=1),
            expires_at=at + LASTS,
            appointed_by=user,
            reason=f"{Urgency(code).label}: {why}",
        )
    )
    return common.rows.add(
        EmergencyAccess(
            assignment=assignment,
            user=user,
            course=told.course,
            course_number=told.course.number,
            unit=told.course.unit,
            reason_code=code,
            reason=why,
            proved_at=at - timedelta(minutes=1),
            opened_at=at,
            expires_at=at + LASTS,
            due_on=due_after(day),
        )
    )


def _ask(common: Municipality, told: Told) -> None:
    """Who asks is not told that there is a course; Katrine, who coordinates it, has it waiting."""
    day = told.days.before(1)
    common.rows.add(
        AccessRequest(
            course=told.course,
            asker=common.staff.user("claus"),
            reason="Behandler Frejas ansøgning om boligstøtte og skal kende planen.",
            criterion=lookup_key(told.course.number),
            asked_at=datetime.combine(day, time(10, 5), COPENHAGEN),
            due_on=due_after(day),
        )
    )
