"""What in a text tells who it is about, for what is read by people who are nothing to the citizen.

The same search as before something is given, with everybody of the course as a stranger. Here nothing is let
stand: who writes takes the words away.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Course
from borgerforloeb.disclosures.matching import folded
from borgerforloeb.disclosures.models import Finding
from borgerforloeb.disclosures.package import Text
from borgerforloeb.disclosures.queries import network_of
from borgerforloeb.disclosures.screening import (
    PLACES,
    Hit,
    Watch,
    addresses_of,
    everybody_around,
    screen,
)
from roles.models import Assignment

KINDS = {Finding.Kind.NAME: "et navn"}
# Capitals of a sentence and not of a name.
BEGINNINGS = frozenset({
    "I", "På", "Hos", "Fra", "Til", "Ved", "For", "Med", "Om", "Når", "Da", "Den", "Det", "En", "Et", "Hver",
    "Vores",
})  # fmt: skip
_APART = re.compile(r"[\s-]+")


class Telling(NamedTuple):
    """One place in a text: the words as they stand there, and what they are."""

    words: str
    kind: str


def what_tells_who(
    texts: Mapping[str, str], course: Course, *, by: User, places: Iterable[str] = ()
) -> dict[str, list[Telling]]:
    """By the name of the text, in its own order; each once."""
    _, _, people = everybody_around(course.pk)
    network = list(network_of(None, course=course.pk))
    held = Assignment.objects.filter(course=course).select_related("user")
    staff = [by.name, *(row.user.name for row in held)]
    sure = {*_of_citizens(people.values()), *(part for name in staff for part in _parts(name))}
    # »Naboen Ib« and »klasselærer Hanne«: only what is written as a name is one.
    likely = {part for person in network for part in _parts(person.name)}
    known_places = (*(row.organisation for row in network if row.organisation), *places)
    watch = Watch(
        names=tuple(sorted(sure | likely)),
        addresses=tuple({needle for one in people.values() for needle in addresses_of(one)}),
        places=tuple(place for place in known_places if not _is_any(place)),
        towns=tuple({one.city for one in people.values() if one.city}),
        asks=True,
    )
    known = {folded(name) for name in sure}
    told: dict[str, list[Telling]] = {}
    for hit in screen([Text(where, where, words) for where, words in texts.items()], watch):
        words = texts[hit.where][hit.start : hit.end]
        if _tells(hit, words, known):
            told.setdefault(hit.where, []).append(Telling(words, _kind(hit)))
    return {where: list(dict.fromkeys(found)) for where, found in told.items()}


def _tells(hit: Hit, words: str, known: set[str]) -> bool:
    if hit.kind == Finding.Kind.INSTITUTION:
        return not _is_any(words)
    return hit.kind != Finding.Kind.NAME or folded(words) in known or words[0].isupper()


def _is_any(place: str) -> bool:
    """»Skolen«, »på hospitalet«: which one is not said. »Solskolen« and »børnehaven Solstrålen« are named."""
    letters = folded(place)
    if not any(part in letters for part in PLACES):
        return False
    words = place.split()
    named = words[1:] if words[0] in BEGINNINGS else words
    capitals = [word for word in named if word[0].isupper()]
    return not capitals or (capitals == named and len(named) == 1 and folded(named[0]).startswith(PLACES))


def _kind(hit: Hit) -> str:
    kind = Finding.Kind(hit.kind)
    return KINDS.get(kind, str(kind.label))


def _of_citizens(people: Iterable[Citizen]) -> Iterator[str]:
    for one in people:
        yield from _parts(one.name)
        # Her surname may be two words, which stand together in no other part.
        yield one.last_name


def _parts(name: str) -> Iterator[str]:
    """The whole name, and each word of it: here a surname alone is too much. A »von« is no name."""
    yield name
    for part in _APART.split(name):
        bare = part.rstrip(".")
        if len(bare) > 1 and bare[0].isupper():
            yield bare
