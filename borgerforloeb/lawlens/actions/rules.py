"""The law as data: a plan that is asked for, what must stand in it, and the day from which it is no more.

What is there is never rewritten: a rule ends, and the next one begins, so that a plan is held against the
law of its day.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.utils.text import slugify

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Domain
from borgerforloeb.law.models import Act, Check, PlanKind, Requirement, Situation
from plans.models import PlanSection
from roles.permissions import require_capability

# Fewer are not told apart: a number may be one family.
FEWEST_TOLD = 5
MOST_FIELDS = len(Domain) - 1
DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@transaction.atomic
def add_kind(*, name: str, when: Iterable[Situation], by: User, **fields: Any) -> PlanKind:
    """`fields`: section, duty, from_age, to_age, valid_from, valid_to, merged_by, note.

    The name of a plan that is there already gives it a later rule.
    """
    require_capability(by, Capability.ADMINISTRATOR)
    kind = PlanKind(name=name.strip(), **fields)
    known = PlanKind.objects.filter(name__iexact=kind.name).first()
    kind.code = known.code if known is not None else _code(kind.name)
    situations = list(when)
    if not situations:
        raise ValidationError({"when": "Vælg mindst én ting, der skal gælde for borgeren."})
    kind.full_clean()
    kind.save()
    kind.when.set(situations)
    _record("plan_kind.added", kind, by, plan_kind=kind.code)
    return kind


@transaction.atomic
def end_kind(kind: PlanKind, *, valid_to: date, by: User) -> PlanKind:
    """The last day on which the law asks for it; what was noted before stays."""
    require_capability(by, Capability.ADMINISTRATOR)
    kind = PlanKind.objects.select_for_update().get(pk=kind.pk)
    _end(kind, valid_to)
    _record("plan_kind.ended", kind, by, plan_kind=kind.code)
    return kind


@transaction.atomic
def add_requirement(
    kind: PlanKind, *, words: str, check_by: str, argument: str, valid_from: date, by: User, **fields: Any
) -> Requirement:
    """`fields`: source, from_age, note."""
    require_capability(by, Capability.ADMINISTRATOR)
    refuse_unfit(check_by, argument)
    last = kind.requirements.order_by("position").last()
    row = Requirement(kind=kind, words=words.strip(), check_by=check_by, argument=argument, **fields)
    row.valid_from, row.position = valid_from, last.position + 1 if last else 1
    again = kind.requirements.filter(words=row.words, check_by=check_by, argument=argument, valid_to=None)
    if same := again.first():
        return same
    row.full_clean()
    row.save()
    _record("requirement.added", row, by, plan_kind=kind.code)
    return row


@transaction.atomic
def end_requirement(row: Requirement, *, valid_to: date, by: User) -> Requirement:
    require_capability(by, Capability.ADMINISTRATOR)
    row = Requirement.objects.select_for_update().get(pk=row.pk)
    _end(row, valid_to)
    _record("requirement.ended", row, by, plan_kind=row.kind.code)
    return row


def refuse_unfit(check_by: str, argument: str) -> None:
    """Which sections, fields and acts a question can be about; the others are asked without."""
    fits: dict[str, list[str]] = {
        Check.SECTION: list(PlanSection.Kind.values),
        Check.GOAL: ["", *Domain.values],
        Check.HELP: ["", *Act.objects.values_list("short_name", flat=True)],
        Check.FIELDS: [str(number) for number in range(2, MOST_FIELDS + 1)],
    }
    if argument not in fits.get(check_by, [""]):
        raise ValidationError({"argument": "Det passer ikke til den måde, kravet opfyldes på."})


def touched(
    situations: Iterable[Situation], *, from_age: int | None, to_age: int | None, on: date, by: User
) -> int:
    """In how many open plans there is somebody whom such a rule asks something of that day."""
    require_capability(by, Capability.ADMINISTRATOR)
    keys = [one.pk for one in situations]
    with connection.cursor() as cursor:
        cursor.execute("SELECT lawlens_touched(%s, %s, %s, %s)", [keys, from_age, to_age, on])
        (number,) = cursor.fetchone()
    return int(number)


def told(number: int) -> str:
    if number == 0:
        return "ingen åbne planer"
    return f"færre end {FEWEST_TOLD} åbne planer" if number < FEWEST_TOLD else f"{number} åbne planer"


def day_after(rule: PlanKind | Requirement, last: date) -> date:
    return max(last + timedelta(days=1), rule.valid_from)


def _end(rule: Any, valid_to: date) -> None:
    if rule.valid_to is not None and rule.valid_to <= valid_to:
        raise ValidationError("Reglen ophører allerede tidligere eller den dag.")
    rule.valid_to = valid_to
    rule.full_clean()
    rule.save()


def _code(name: str) -> str:
    code = slugify(name.lower().translate(DANISH)).replace("-", "_")[:24].strip("_")
    if not code:
        raise ValidationError({"name": "Skriv planens navn med bogstaver."})
    return code


def _record(action: str, row: Model, by: User, **details: Any) -> None:
    record(action, by=by, target=row, **details)
