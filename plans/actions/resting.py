"""What a help rests on: it starts when a decision has granted it, and as long as that decision holds.

The section may have changed since: what was granted under an older rule runs on under that one.
"""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Sum

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import hours, longdate
from borgerforloeb.decisions.models import Decision, DecisionQuerySet
from plans.models import Intervention

SAID_BY_A_DECISION = (*Intervention.HELPING, Intervention.Status.REFUSED)
# What a change of makes it ask its decision again.
MATTERS = {"status", "section", "decision", "hours_per_week", "starts_on", "ends_on"}


def rest_on_decision(row: Intervention, changed: list[str], *, on: date, by: User) -> None:
    """On the one that was chosen, or the newest that says what the help's status says; else it is refused.

    Help under no section, or under one that is open to all, needs none.
    """
    if "decision" in changed and row.decision is not None:
        row.section = row.decision.section
    if MATTERS.isdisjoint(changed) or row.status not in SAID_BY_A_DECISION:
        return
    if row.section is None or not row.section.needs_decision:
        row.decision = None
        return
    said = _saying_so(row, changed, on, by)
    row.decision, row.section = said, said.section
    if row.status in Intervention.HELPING:
        _say_what_was_granted(row, said)
        _refuse_more_than_granted(row, said)


def _saying_so(row: Intervention, changed: list[str], on: date, by: User) -> Decision:
    found = list(_saying(row, on, by).order_by("-decided_on", "-pk"))
    same = [one for one in found if one.pk == row.decision_id]
    if "decision" in changed and row.decision_id and not same:
        raise ValidationError({"decision": "Den afgørelse siger ikke det. Vælg en anden, eller ret status."})
    if not found:
        raise ValidationError({"status": _why_not(row)})
    return (same or found)[0]


def _saying(row: Intervention, on: date, by: User) -> DecisionQuerySet:
    decisions = Decision.objects.visible_to(by).decided().filter(course=row.goal.plan.course_id)
    if row.person_id is not None:
        decisions = decisions.filter(person=row.person_id)
    if row.section is not None:
        # As it stands today, or as it stood when it was granted.
        decisions = decisions.filter(section__act__code=row.section.act.code)
        decisions = decisions.filter(section__number=row.section.number)
    decisions = decisions.select_related("section__act")
    if row.status == Intervention.Status.REFUSED:
        return decisions.filter(outcome=Decision.Outcome.REFUSED)
    return decisions.in_force(on) if row.status == Intervention.Status.RUNNING else decisions.granting(on)


def _why_not(row: Intervention) -> str:
    if row.status == Intervention.Status.REFUSED:
        return f"Der er ingen afgørelse om afslag efter {row.section}. Træf den under Afgørelser først."
    if row.status == Intervention.Status.RUNNING:
        return f"Ingen afgørelse efter {row.section} gælder i dag, så indsatsen kan ikke begynde."
    return f"Der er ingen afgørelse efter {row.section}, som bevilger det. Træf den under Afgørelser først."


def _say_what_was_granted(row: Intervention, said: Decision) -> None:
    """What nobody has written is as much, and as long, as was granted."""
    row.ends_on = row.ends_on or said.ends_on
    if row.hours_per_week is None and said.hours_per_week is not None:
        row.hours_per_week = max(Decimal(0), said.hours_per_week - _given_already(row, said))


def _given_already(row: Intervention, said: Decision) -> Decimal:
    """To other help that rests on the same decision."""
    others = Intervention.objects.filter(decision=said, status__in=Intervention.HELPING).exclude(pk=row.pk)
    given: Decimal | None = others.aggregate(given=Sum("hours_per_week"))["given"]
    return given or Decimal(0)


def _refuse_more_than_granted(row: Intervention, said: Decision) -> None:
    refused: dict[str, str] = {}
    granted, given = said.hours_per_week, _given_already(row, said)
    if granted is not None and (row.hours_per_week or 0) + given > granted:
        used = f", og {hours(given)} er givet til andet" if given else ""
        refused["hours_per_week"] = f"Afgørelsen bevilger {hours(granted)} om ugen{used}."
    if row.starts_on and said.starts_on and row.starts_on < said.starts_on:
        refused["starts_on"] = f"Afgørelsen gælder fra {longdate(said.starts_on)}."
    if row.ends_on and said.ends_on and row.ends_on > said.ends_on:
        refused["ends_on"] = f"Afgørelsen gælder til og med {longdate(said.ends_on)}."
    if refused:
        raise ValidationError(refused)
