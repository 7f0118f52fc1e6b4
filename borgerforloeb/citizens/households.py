"""Whose address tells where a protected person lives: who lives with her, or is noted at that house."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from borgerforloeb.citizens.models import Citizen, FamilyRelation

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
# The road may begin with a number, as »10. Februar Vej 4«; the floor and the door are left out.
_HOUSE = re.compile(r"^([^,]*?[^\W\d_]{2}[^\d,]*)(\d+)\s*([^\W\d_](?![^\W\d_]))?")


def house_of(address: str) -> str:
    """The road and its number in the plainest letters; the whole of it where there is no number."""
    match = _HOUSE.match(address)
    words = "".join(filter(None, match.groups())) if match else address.split(",", 1)[0]
    plain = unicodedata.normalize("NFKC", words).casefold().translate(_LETTERS)
    return "".join(letter for letter in plain if letter.isalnum())


def _is_same_home(one: Citizen, other: Citizen, houses: Mapping[UUID, str]) -> bool:
    if not houses[one.pk] or houses[one.pk] != houses[other.pk]:
        return False
    return one.postcode == other.postcode or "" in (one.postcode, other.postcode)


def sheltered(
    people: Mapping[UUID, Citizen], relations: Iterable[FamilyRelation], hidden: Collection[UUID]
) -> frozenset[UUID]:
    """The hidden, and everybody by whose address they are found: a child is found with the mother."""
    houses = {pk: house_of(one.address) for pk, one in people.items()}
    found = {pk: one for pk, one in people.items() if pk in hidden}
    together = [
        {row.citizen_id, row.relative_id}
        for row in relations
        if row.lives_together and row.ends_on is None and row.corrected_on is None
    ]
    new = list(found.values())
    while new:
        one_of_them = new.pop()
        housemates = set[UUID]().union(*(pair for pair in together if one_of_them.pk in pair))
        for pk, one in people.items():
            if pk not in found and (pk in housemates or _is_same_home(one, one_of_them, houses)):
                found[pk] = one
                new.append(one)
    return frozenset(found)
