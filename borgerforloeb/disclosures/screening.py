"""What must be looked at before something is given: places, numbers and people that the texts let slip."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from django.db.models.functions import Now, TruncDate

from borgerforloeb.citizens.households import sheltered
from borgerforloeb.citizens.models import STILL_ASKED_FOR, Citizen, Course, FamilyRelation, NetworkPerson
from borgerforloeb.disclosures.matching import (
    Span,
    Squashed,
    apart,
    find,
    folded,
    numbers_like_cpr,
    phone_numbers,
    phone_of,
    squashed,
)
from borgerforloeb.disclosures.models import Edition, Finding
from borgerforloeb.disclosures.package import Package, Text, keyed
from borgerforloeb.disclosures.places import emails, postal_towns, roads, towns, written_short
from borgerforloeb.disclosures.queries import members_ever, network_of, relations_of, staff_of
from borgerforloeb.disclosures.recipients import Recipient, To

Kind = Finding.Kind
WHEREABOUTS = (Kind.ADDRESS, Kind.PHONE, Kind.EMAIL, Kind.INSTITUTION)
# Parts of words that name a place where somebody is during the day or at night.
PLACES = tuple(
    folded(part)
    for part in (
        "skole", "gymnasi", "børnehave", "vuggestue", "dagpleje", "dagtilbud", "institution", "fritidshjem",
        "fritidsklub", "krisecent", "bosted", "botilbud", "opholdssted", "plejefamilie", "plejehjem",
        "herberg", "forsorgshjem", "kvindehjem", "kollegie", "hospital", "sygehus", "værested",
    )
)  # fmt: skip
_HOUSE = re.compile(r"^(.*?)[ ,]*\d+ ?[a-zA-Z]?$")
_CAPITALISED_AFTER = re.compile(r"(?:\s[A-ZÆØÅ][\w.]{0,40}){1,3}")
_CAPITALISED_BEFORE = re.compile(r"(?:(?<!\w)[A-ZÆØÅ][\w.]{0,40}\s){1,3}$")
LONGEST_WORD, SHORT_NAME = 60, 4


@dataclass(frozen=True)
class Hit:
    kind: str
    where: str
    start: int
    end: int
    lookup: str
    tells_where: bool


@dataclass(frozen=True)
class Watch:
    """What one recipient is not to be told; made from the people as they are at that moment."""

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    known_phones: frozenset[str] = frozenset()
    known_emails: frozenset[str] = frozenset()
    # Somebody is protected: what tells where she is takes two.
    protects: bool = False
    # Or was so until lately: what was written meanwhile is asked about, and one decides.
    asks: bool = False
    is_own: bool = False
    # All who are protected, also who receives it.
    protected: frozenset[UUID] = frozenset()

    @property
    def state(self) -> str:
        """The same words for the same watch, also in another process."""
        known = self.known_phones | self.known_emails
        told = [self.names, self.addresses, self.places, self.towns, known, map(str, self.protected)]
        return repr([*map(sorted, told), self.protects, self.asks, self.is_own])


def look_through(package: Package, watch: Watch) -> list[Hit]:
    """Also for the places that the paper's own house knows of."""
    return screen(package.texts, replace(watch, places=(*watch.places, *package.places)))


def screen(texts: Iterable[Text], watch: Watch) -> list[Hit]:
    """Where a place of the text is two things, the graver is told: a number, an address, a place, a name."""
    return [hit for text in texts for hit in _hits(text, watch)]


def _hits(text: Text, watch: Watch) -> Iterator[Hit]:
    letters = squashed(text.words)
    taken: list[Span] = []
    for kind, spans in _by_kind(text.words, letters, watch):
        for start, end in apart(spans):
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            lookup = keyed(folded(text.words[start:end]))
            yield Hit(kind, text.where, start, end, lookup, watch.protects and kind in WHEREABOUTS)


def _by_kind(words: str, letters: Squashed, watch: Watch) -> Iterator[tuple[str, list[Span]]]:
    yield Kind.CPR, list(numbers_like_cpr(words))
    registered = [span for needle in watch.addresses for span in find(letters, needle)]
    if watch.asks:
        registered += [*roads(words), *postal_towns(words), *towns(words, letters, watch.towns)]
    yield Kind.ADDRESS, registered
    if watch.asks or not watch.is_own:
        phones = phone_numbers(words)
        yield Kind.PHONE, [at for at in phones if phone_of(words[slice(*at)]) not in watch.known_phones]
    if watch.asks:
        written = ((at, words[slice(*at)].casefold()) for at in emails(words))
        yield Kind.EMAIL, [at for at, email in written if email not in watch.known_emails]
        named = [span for needle in watch.places for span in find(letters, needle)]
        yield Kind.INSTITUTION, [*named, *_places(words, letters)]
    yield Kind.NAME, [at for needle in watch.names for at in find(letters, needle) if _is_a_name(words, at)]


def _is_a_name(words: str, at: Span) -> bool:
    """Short names are words too, when written small."""
    return at[1] - at[0] >= SHORT_NAME or words[at[0]].isupper()


def _places(words: str, letters: Squashed) -> Iterator[Span]:
    for part in PLACES:
        at = letters.letters.find(part)
        while at >= 0:
            if not any(_is_parted(words, letters, place) for place in range(at + 1, at + len(part))):
                yield _with_its_name(words, *_whole_word(letters, at, at + len(part)))
            at = letters.letters.find(part, at + len(part))


def _is_parted(words: str, letters: Squashed, place: int) -> bool:
    """A new word begins here; one that is only broken at a hyphen goes on."""
    if place not in letters.starts:
        return False
    return "-" not in words[letters.places[place - 1] : letters.places[place]]


def _whole_word(letters: Squashed, start: int, end: int) -> Span:
    first, last = max(0, start - LONGEST_WORD), min(len(letters.letters), end + LONGEST_WORD)
    while start > first and start not in letters.starts:
        start -= 1
    while end < last and end not in letters.ends:
        end += 1
    return letters.places[start], letters.untils[end - 1]


def _with_its_name(words: str, start: int, end: int) -> Span:
    """»Børnehaven Solstrålen«, »Sct. Knuds Skole«: the capitalised words around it."""
    if after := _CAPITALISED_AFTER.match(words, end):
        end = after.end()
    before = max(0, start - LONGEST_WORD * 2)
    if ahead := _CAPITALISED_BEFORE.search(words[before:start]):
        start = before + ahead.start()
    return start, end


def watch_for(course: Course, recipient: Recipient) -> Watch:
    """Everybody who is or has been around the course counts: a protection holds also for a former spouse."""
    members, relations, people = everybody_around(course.pk)
    network = network_of(None, course=course.pk)
    receiving = recipient.pk if recipient.to == To.CITIZEN else None
    protected = {pk for pk, one in people.items() if one.protected_address}
    told_of = protected - {receiving}
    lately = _lately_lifted(people) - {receiving}
    hidden = [people[pk] for pk in sheltered(people, relations, told_of | lately) - {receiving}]
    receiver = people.get(receiving) if isinstance(receiving, UUID) else None
    allowed = _allowed(recipient, members, relations)
    may_be_named = {folded(person.first_name) for pk, person in people.items() if pk in allowed}
    others = [one for pk, one in people.items() if pk not in allowed]
    strangers = [] if _knows_the_network(recipient) else [p for p in network if not _is_with(p, recipient)]
    return Watch(
        names=tuple(_names(others, strangers, may_be_named)),
        addresses=tuple(dict.fromkeys(needle for one in hidden for needle in addresses_of(one))),
        places=tuple(dict.fromkeys(row.organisation for row in network if row.organisation)),
        towns=tuple({one.city for one in hidden if one.city}),
        protects=bool(told_of),
        asks=bool(told_of or lately),
        is_own=recipient.is_the_person,
        protected=frozenset(protected),
        **_known(course, receiver),
    )


def protected_around(course_id: UUID) -> frozenset[UUID]:
    """Those of whom nobody may learn where they are, by way of that course."""
    people = everybody_around(course_id)[2]
    return frozenset(pk for pk, one in people.items() if one.protected_address)


class Household(NamedTuple):
    """Those whose address is not shown, the protected and who lives with them; and all relations noted."""

    sheltered: frozenset[UUID]
    relations: list[FamilyRelation]

    def relations_between(self, known: Collection[UUID]) -> list[FamilyRelation]:
        """As they are now, between those that a reader may know of."""
        now = (row for row in self.relations if row.corrected_on is None and row.ends_on is None)
        found = [row for row in now if row.citizen_id in known and row.relative_id in known]
        return sorted(found, key=lambda row: (row.kind, row.pk))


def household_around(course_id: UUID) -> Household:
    _, relations, people = everybody_around(course_id)
    protected = {pk for pk, one in people.items() if one.protected_address}
    return Household(sheltered(people, relations, protected), list(relations))


def sheltered_around(course_id: UUID) -> frozenset[UUID]:
    return household_around(course_id).sheltered


def _lately_lifted(people: Mapping[UUID, Citizen]) -> set[UUID]:
    noted = [pk for pk, one in people.items() if one.protection_lifted_on and not one.protected_address]
    if not noted:
        return set()
    lately = Citizen.objects.filter(protection_lifted_on__gt=TruncDate(Now()) - STILL_ASKED_FOR, pk__in=noted)
    return set(lately.values_list("pk", flat=True))


def everybody_around(course_id: UUID) -> tuple[set[UUID], list[FamilyRelation], dict[UUID, Citizen]]:
    """Who is or has been a member, their relations, and both ends of these."""
    members = members_ever(None, course=course_id)
    relations = relations_of(None, members=[one.pk for one in members])
    people = {one.pk: one for one in members}
    people |= {one.pk: one for row in relations for one in (row.citizen, row.relative)}
    return {one.pk for one in members}, relations, people


def _allowed(recipient: Recipient, members: set[UUID], relations: Iterable[FamilyRelation]) -> set[UUID]:
    """Whose names this edition may hold."""
    about, near = recipient.about, {recipient.about}
    if recipient.to == To.CITIZEN and isinstance(recipient.pk, UUID):
        near |= {recipient.pk}
    if recipient.edition in (Edition.CITIZEN, Edition.FAMILY, Edition.CUSTODY):
        # One that was noted by mistake makes nobody near, but a name in it is looked for all the same.
        for row in (row for row in relations if row.corrected_on is None):
            near |= {row.citizen_id, row.relative_id} if about in (row.citizen_id, row.relative_id) else set()
    if recipient.edition == Edition.CITIZEN or (
        recipient.to in (To.USER, To.SELF, To.AUTHORITY) and not recipient.consent
    ):
        near |= members
    return near


def _knows_the_network(recipient: Recipient) -> bool:
    return recipient.to in (To.USER, To.SELF)


def _is_with(person: NetworkPerson, recipient: Recipient) -> bool:
    """One's own network; a network person is told of nobody else in it."""
    if recipient.to == To.NETWORK:
        return person.pk == recipient.pk
    own = (Edition.CITIZEN, Edition.FAMILY, Edition.CUSTODY)
    return recipient.edition in own and person.citizen_id == recipient.about


def _names(
    others: Iterable[Citizen], strangers: Iterable[NetworkPerson], may_be_named: set[str]
) -> Iterator[str]:
    for name, first in [(one.name, one.first_name) for one in others] + [
        (person.name, person.name.split(" ", 1)[0]) for person in strangers
    ]:
        yield name
        if len(first) > 1 and folded(first) not in may_be_named:
            yield first


def addresses_of(citizen: Citizen) -> Iterator[str]:
    """The road with and without its house, and postcode and town together."""
    road = citizen.address.split(",", 1)[0].strip()
    house = _HOUSE.match(road)
    name = house[1] if house else road
    yield from filter(None, [road, name if house and len(name) >= SHORT_NAME else ""])
    yield from (short + road[len(name) :] for short in written_short(name))
    if citizen.postcode and citizen.city:
        yield f"{citizen.postcode} {citizen.city}"


def _known(course: Course, recipient: Citizen | None) -> dict[str, frozenset[str]]:
    """The employees' and the recipient's own: they tell of nobody else."""
    known = [(one.phone, one.email) for one in staff_of(None, course=course.pk)]
    if recipient is not None:
        known.append((recipient.phone, recipient.email))
    return {
        "known_phones": frozenset(phone_of(phone) for phone, _ in known if phone),
        "known_emails": frozenset(email.casefold() for _, email in known if email),
    }
