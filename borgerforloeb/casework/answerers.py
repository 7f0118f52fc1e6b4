"""Who must be asked about a person: the same rule as `citizens_consent_holds`, told to people by name.

The database decides what may be read (citizens/0002); this says whom to ask and who is missing. A test holds
the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from borgerforloeb.citizens.models import Citizen, Consent, FamilyRelation

# From 15 one says yes in person, beside those with custody; at 18 one answers alone.
YOUNG, GROWN = 15, 18
Capacity = Consent.Capacity


def relations_that_answer(citizen_ids: Sequence[UUID]) -> list[FamilyRelation]:
    """Custody and guardianship of these, whenever they held; one query."""
    answering = Q(has_custody=True) | Q(kind=FamilyRelation.Kind.GUARDIAN)
    return list(
        FamilyRelation.objects.noted()
        .filter(answering, relative__in=citizen_ids)
        .select_related("citizen")
        .order_by("id")
    )


def must_answer(
    citizen: Citizen, on: date, asked_on: date, relations: Iterable[FamilyRelation]
) -> list[Citizen]:
    """Everybody whose yes is needed that day; nobody at all where no custody is noted of a child."""
    age, age_then = citizen.age(on), citizen.age(asked_on)
    if age is None or age >= GROWN:
        return [citizen]
    holders = _holders(citizen, on, relations)
    if age_then is not None and age_then >= YOUNG and holders:
        return [citizen, *holders]
    return holders


def capacity_of(one: Citizen, citizen: Citizen, on: date, relations: Iterable[FamilyRelation]) -> str | None:
    """In what capacity this one can say yes that day, if at all."""
    age = citizen.age(on)
    if one.pk == citizen.pk:
        return Capacity.SELF if age is None or age >= YOUNG else None
    if age is not None and age < GROWN:
        holders = _holders(citizen, on, relations)
        return Capacity.CUSTODY_HOLDER if one.pk in {holder.pk for holder in holders} else None
    guardians = (row for row in relations if row.kind == FamilyRelation.Kind.GUARDIAN)
    is_guardian = any(row.citizen_id == one.pk and _stands(row, citizen, on) for row in guardians)
    return Capacity.GUARDIAN if is_guardian else None


def _holders(citizen: Citizen, on: date, relations: Iterable[FamilyRelation]) -> list[Citizen]:
    found = (row.citizen for row in relations if row.has_custody and _stands(row, citizen, on))
    return list({holder.pk: holder for holder in found}.values())


def _stands(relation: FamilyRelation, citizen: Citizen, on: date) -> bool:
    died_on = relation.citizen.died_on
    return (
        relation.relative_id == citizen.pk
        and (relation.starts_on is None or relation.starts_on <= on)
        and (relation.ends_on is None or relation.ends_on >= on)
        and (died_on is None or died_on > on)
    )
