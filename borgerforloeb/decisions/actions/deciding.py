"""A decision on its way: written, decided by somebody with authority, told to the citizen, replaced."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.casework.actions.persons import require_about
from borgerforloeb.citizens.models import Citizen, Course, refuse_opened, refuse_stale
from borgerforloeb.decisions.models import Authority, Decision
from borgerforloeb.law.models import Section
from borgerforloeb.law.workdays import working_days_after
from roles.permissions import Access, Permission

# From the day it is told, by way of the municipality (retssikkerhedsloven § 67).
COMPLAINT_WITHIN = timedelta(weeks=4)
# BL § 5: the child's own view before every decision, and from 10 the child is a party (BL § 3).
GROWN = 18
CHILDRENS_ACT = "BL"
UNREADABLE = "Du kan ikke skrive en afgørelse, som du ikke selv må læse. Vælg et andet område."
NO_AUTHORITY = "Du har ikke kompetence til at afgøre efter {}. Din leder kan give den."


@transaction.atomic
def draft_decision(
    course: Course, *, person: Citizen, section: Section, what: str, outcome: str, by: User, **fields: Any
) -> Decision:
    access = require_about(by, Permission.DECIDE, course, person.pk)
    row = Decision(course=course, person=person, section=section, what=what.strip(), outcome=outcome)
    row.written_by, row.version = by, 1
    for name, value in fields.items():
        setattr(row, name, value)
    _refuse_wrong_place(row)
    equal = fields | {"person": person, "section": section, "what": row.what, "outcome": outcome}
    equal |= {"status": row.status, "replaces": row.replaces, "written_by": by}
    if again := course.decisions.visible_to(by).filter(**equal).first():
        return again
    _save(row, access)
    _record("decision.drafted", row, access, by)
    return row


@transaction.atomic
def change_draft(row: Decision, *, version: int, by: User, **fields: Any) -> Decision:
    row, access = _taken_up(row, by)
    refuse_stale(row, version)
    _refuse_decided(row)
    if "level" in fields:
        refuse_opened(row, fields["level"])
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    _refuse_wrong_place(row)
    row.version += 1
    _save(row, access)
    _record("decision.changed", row, access, by, fields=changed)
    return row


@transaction.atomic
def discard_draft(row: Decision, *, version: int, by: User) -> None:
    row, access = _taken_up(row, by)
    _refuse_decided(row)
    refuse_stale(row, version)
    _record("decision.discarded", row, access, by)
    row.delete()


@transaction.atomic
def decide(row: Decision, *, version: int, on: date, by: User) -> Decision:
    """By whoever has authority that day; under the rule of that day, which then holds for it."""
    row, access = _taken_up(row, by)
    refuse_stale(row, version)
    _refuse_decided(row)
    _refuse_wrong_place(row)
    _refuse_half_done(row, on)
    if not may_decide(by, row.section, on):
        raise ValidationError(NO_AUTHORITY.format(row.section.act.short_name))
    row.status, row.decided_on, row.decided_by = Decision.Status.DECIDED, on, by
    row.version += 1
    _save(row, access)
    _record("decision.decided", row, access, by)
    return row


@transaction.atomic
def tell(row: Decision, *, told_on: date, told_way: str, today: date, by: User) -> Decision:
    """From the day that the citizen has it the time for a complaint runs. A wrong day is told anew."""
    row, access = _taken_up(row, by)
    if row.is_draft:
        raise ValidationError("Afgørelsen er ikke truffet endnu.")
    if row.decided_on is not None and not row.decided_on <= told_on <= today:
        raise ValidationError({"told_on": "Dagen skal ligge mellem afgørelsen og i dag."})
    row.status, row.told_on, row.told_way = Decision.Status.TOLD, told_on, told_way
    row.complaint_until = _last_day_to_complain(told_on)
    row.version += 1
    _save(row, access)
    _record("decision.told", row, access, by, way=told_way)
    return row


def may_decide(user: User, section: Section, on: date) -> bool:
    return Authority.objects.in_force(on).by(section).filter(user=user).exists()


def _last_day_to_complain(told_on: date) -> date:
    """A time that would end on a day when nobody can be reached ends on the next working day."""
    return working_days_after(told_on + COMPLAINT_WITHIN - timedelta(days=1), 1)


def _refuse_half_done(row: Decision, on: date) -> None:
    missing: dict[str, str] = {}
    if not row.section.valid_from <= on or (row.section.valid_to is not None and row.section.valid_to < on):
        missing["section"] = "Paragraffen gælder ikke den dag. Vælg den, der gør."
    if not row.reasons.strip():
        missing["reasons"] = "Skriv en begrundelse."
    if row.heard_on is None and not row.not_heard_why.strip():
        missing["heard_on"] = "Skriv, hvornår der er partshørt, eller hvorfor det ikke er nødvendigt."
    age = row.person.age(on) if row.person is not None else None
    if (
        row.section.act.code == CHILDRENS_ACT
        and age is not None
        and age < GROWN
        and not row.childs_view.strip()
    ):
        missing["childs_view"] = (
            "Skriv barnets syn efter en samtale, eller hvorfor den ikke er holdt (barnets lov § 5)."
        )
    if missing:
        raise ValidationError(missing)


def _refuse_wrong_place(row: Decision) -> None:
    """A decision takes the place of one that was made, about the same person, and that nothing else does."""
    old = row.replaces
    if old is None:
        return
    if old.is_draft or (old.course_id, old.person_id) != (row.course_id, row.person_id):
        raise ValidationError("Den nye afgørelse skal handle om den samme, og den gamle skal være truffet.")
    if Decision.objects.filter(replaces=old).exclude(pk=row.pk).exists():
        raise ValidationError("Der er allerede skrevet en ny i stedet for den.")


def _taken_up(row: Decision, by: User) -> tuple[Decision, Access]:
    """As it stands now, locked, with everything of it that the acts look at."""
    persons = [row.person_id] if row.person_id else []
    access = require_about(by, Permission.DECIDE, row.course, *persons)
    rows = Decision.objects.visible_to(by).select_for_update(of=("self",))
    stored = rows.select_related("section__act", "person", "course").filter(pk=row.pk).first()
    if stored is None:
        raise ValidationError("Afgørelsen er fjernet i mellemtiden.")
    return stored, access


def _refuse_decided(row: Decision) -> None:
    if not row.is_draft:
        raise ValidationError(
            "Afgørelsen er truffet og kan ikke skrives om. Træf en ny, der træder i stedet."
        )


def _save(row: Decision, access: Access) -> None:
    if not access.may_read(row.person_id, row.domain, row.level):
        raise ValidationError({"domain": UNREADABLE})
    row.full_clean()
    row.save()


def _record(action: str, row: Decision, access: Access, by: User, **details: Any) -> None:
    record(
        action,
        by=by,
        target=row,
        course_id=row.course_id,
        persons=[row.person_id] if row.person_id else (),
        basis=access.basis,
        **row.field_and_level,
        **details,
    )
