"""Which plans the laws ask for of one person on one day, and what of the one plan meets them.

Nothing is fetched here. A later rule is a row with a later date, so a day before 1 July 2026 and a day after
it are asked in the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from borgerforloeb.law.models import PlanKind, Requirement
from borgerforloeb.lawlens.ground import CHECKS, Ground, Place

ONE_PLAN = "helhedsorienteret"
# Where two rules ask for the same plan, the stronger one is told.
STRENGTH = (PlanKind.Duty.MUST, PlanKind.Duty.OFFER, PlanKind.Duty.CONSIDER)


@dataclass(frozen=True)
class Wanted:
    """A plan that a law asks for, and the keys of the situations that make it so."""

    kind: PlanKind
    because: tuple[int, ...]

    @property
    def is_the_one_plan(self) -> bool:
        return self.kind.code == ONE_PLAN

    @property
    def can_be_merged(self) -> bool:
        return self.kind.merged_by_id is not None


@dataclass(frozen=True)
class Held:
    """One requirement held against the plan: met where, or not at all.

    `is_closed`: it is met in a part that the reader may not read, of which she hears that it is there.
    """

    requirement: Requirement
    places: tuple[Place, ...]
    is_closed: bool = False
    confirmation: object = None
    # The address where somebody mends what is missing.
    way: str = ""

    @property
    def is_met(self) -> bool:
        return bool(self.places) or self.is_closed or self.confirmation is not None

    @property
    def is_for_people(self) -> bool:
        return self.requirement.check_by not in CHECKS


def wanted(age: int | None, situations: Collection[int], kinds: Iterable[PlanKind], on: date) -> list[Wanted]:
    """`situations` are those in force for the person that day; `kinds` come with `when` fetched."""
    found: dict[str, Wanted] = {}
    for kind in sorted(kinds, key=lambda kind: STRENGTH.index(PlanKind.Duty(kind.duty))):
        because = tuple(one.pk for one in kind.when.all() if one.pk in situations)
        if because and _holds(kind, on) and kind.is_for_age(age):
            found.setdefault(kind.code, Wanted(kind, because))
    several = [one for one in found.values() if not one.is_the_one_plan]
    if len(several) < 2:
        # One plan instead of one is no news: the law lets it be offered where there would be several.
        return several
    return sorted(found.values(), key=lambda one: (not one.is_the_one_plan, one.kind.name))


def requirements(kind: PlanKind, age: int | None, on: date) -> list[Requirement]:
    """Those of that day and age; `kind` comes with its requirements fetched."""
    rows = (row for row in kind.requirements.all() if _holds(row, on))
    return [row for row in rows if row.from_age is None or age is None or age >= row.from_age]


def hold(
    rows: Sequence[Requirement], seen: Ground, whole: Ground, confirmed: dict[int, object]
) -> list[Held]:
    """`seen` is the plan as the reader may see it, `whole` as it is; `confirmed` by the requirement's key."""
    return [_held(row, seen, whole, confirmed.get(row.pk)) for row in rows]


def _held(row: Requirement, seen: Ground, whole: Ground, confirmation: object) -> Held:
    check = CHECKS.get(row.check_by)
    if check is None:
        return Held(row, (), confirmation=confirmation)
    places = tuple(check(seen, row.argument))
    # What all of something must be true of is asked of the whole plan: a closed part may be what fails it.
    if check(whole, row.argument):
        return Held(row, places, is_closed=not places)
    return Held(row, ())


def _holds(rule: PlanKind | Requirement, on: date) -> bool:
    return rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to)
