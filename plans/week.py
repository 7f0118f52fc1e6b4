"""*Kollisionsvagt*: the times of a week and what clashes, as values. No database, and no day of its own.

Clocks are the municipality's, lengths are real time: a night in spring is an hour shorter. Nothing in here
knows what its caller may not read, so what is closed to a reader can be told in no number.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import reduce
from typing import TypeVar

DAYS = 7
Span = tuple[datetime, datetime]
Person = Hashable


class Kind(StrEnum):
    DEMAND = "demand"
    CHOICE = "choice"
    CHILD = "child"


@dataclass(frozen=True)
class Week:
    monday: date
    zone: tzinfo

    @classmethod
    def of(cls, day: date, zone: tzinfo) -> Week:
        return cls(day - timedelta(days=day.weekday()), zone)

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=number) for number in range(DAYS)]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=DAYS - 1)

    @property
    def begins(self) -> datetime:
        return instant(self.monday, time.min, self.zone)

    @property
    def ends(self) -> datetime:
        return instant(self.monday + timedelta(days=DAYS), time.min, self.zone)


@dataclass(frozen=True)
class Slot:
    """The same hours each week. One that ends no later than it begins ends on the day after."""

    person: Person
    what: str
    weekday: int
    starts_at: time
    ends_at: time
    starts_on: date
    ends_on: date | None = None
    kind: Kind = Kind.DEMAND
    at_home: bool = False
    contact: str = ""
    key: int = 0

    def is_on(self, day: date) -> bool:
        within = self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
        return within and day.isoweekday() == self.weekday


@dataclass(frozen=True)
class Thing:
    """One time of a slot, or a meeting: from a moment to a moment."""

    person: Person
    what: str
    begins: datetime
    ends: datetime
    kind: Kind = Kind.DEMAND
    at_home: bool = False
    contact: str = ""
    key: int = 0


@dataclass(frozen=True)
class Clash:
    """Somebody is to be at several things at once."""

    person: Person
    begins: datetime
    ends: datetime
    whats: tuple[str, ...]


@dataclass(frozen=True)
class Alone:
    """A child needs an adult at home while each adult is out for something."""

    child: Person
    begins: datetime
    ends: datetime
    away: tuple[tuple[Person, str], ...]


@dataclass(frozen=True)
class Aim:
    """A goal that goes on, as far as it says whether work or health comes first."""

    person: Person
    is_work: bool
    is_health: bool
    is_now: bool


Of = TypeVar("Of", Thing, Aim)


def instant(day: date, clock: time, zone: tzinfo) -> datetime:
    """In UTC, where an hour is always an hour."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def things_of(slots: Iterable[Slot], week: Week) -> list[Thing]:
    """Whatever touches the week; a night from the Sunday before runs into it."""
    days = [week.monday - timedelta(days=1), *week.days]
    found = (_thing(slot, day, week.zone) for slot in slots for day in days if slot.is_on(day))
    # Between two and three, a spring night has no time at all.
    return [thing for thing in found if week.begins < thing.ends and thing.begins < thing.ends]


def _thing(slot: Slot, day: date, zone: tzinfo) -> Thing:
    last = day if slot.starts_at < slot.ends_at else day + timedelta(days=1)
    return Thing(
        person=slot.person,
        what=slot.what,
        begins=instant(day, slot.starts_at, zone),
        ends=instant(last, slot.ends_at, zone),
        kind=slot.kind,
        at_home=slot.at_home,
        contact=slot.contact,
        key=slot.key,
    )


def clashes(things: Iterable[Thing], week: Week) -> list[Clash]:
    """Each stretch of time with more than one thing; where one ends as the next begins, nothing clashes."""
    asked = [thing for thing in within(things, week) if thing.kind != Kind.CHILD]
    found = [clash for own in by_person(asked).values() for clash in _clashes(own)]
    return sorted(found, key=lambda clash: (clash.begins, clash.ends))


def _clashes(own: Sequence[Thing]) -> Iterator[Clash]:
    edges = [(thing.ends, 0, place) for place, thing in enumerate(own)]
    edges += [(thing.begins, 1, place) for place, thing in enumerate(own)]
    going: dict[int, Thing] = {}
    met: list[Thing] = []
    since = None
    # At the same moment what ends goes first.
    for moment, is_begin, place in sorted(edges):
        if is_begin:
            going[place] = own[place]
            if len(going) > 1:
                since, met = since or moment, [*met, own[place]] if since else list(going.values())
            continue
        del going[place]
        if since and len(going) == 1:
            yield Clash(own[place].person, since, moment, tuple(dict.fromkeys(one.what for one in met)))
            since = None


def alone(
    things: Iterable[Thing], week: Week, *, children: Collection[Person], adults: Collection[Person]
) -> list[Alone]:
    """Of the children that are too young, and only where there is an adult whose week is known."""
    here = within(things, week)
    out = [thing for thing in here if thing.kind == Kind.DEMAND and not thing.at_home]
    away = [_joined((thing.begins, thing.ends) for thing in out if thing.person == one) for one in adults]
    if not away:
        return []
    nobody_home = reduce(_common, away)
    needed = [thing for thing in here if thing.kind == Kind.CHILD and thing.person in children]
    found = [
        Alone(need.person, begins, ends, _away(out, adults, begins, ends))
        for need in needed
        for begins, ends in _common([(need.begins, need.ends)], nobody_home)
    ]
    return sorted(found, key=lambda one: (one.begins, one.ends))


def _away(
    out: Iterable[Thing], adults: Collection[Person], begins: datetime, ends: datetime
) -> tuple[tuple[Person, str], ...]:
    told = (
        (thing.person, thing.what)
        for thing in out
        if thing.person in adults and thing.begins < ends and begins < thing.ends
    )
    return tuple(dict.fromkeys(told))


def health_first(aims: Iterable[Aim]) -> list[Person]:
    """Whose work and education all wait while health is worked on now: to be asked about, never stopped."""
    return [person for person, own in by_person(aims).items() if _all_work_waits(own)]


def _all_work_waits(own: Sequence[Aim]) -> bool:
    work = [aim for aim in own if aim.is_work]
    return (
        bool(work)
        and not any(aim.is_now for aim in work)
        and any(aim.is_health and aim.is_now for aim in own)
    )


def by_person(rows: Iterable[Of]) -> Mapping[Person, list[Of]]:
    found: dict[Person, list[Of]] = {}
    for row in rows:
        found.setdefault(row.person, []).append(row)
    return found


def within(things: Iterable[Thing], week: Week) -> list[Thing]:
    """Only the hours of this week: what a night takes of the next one is told there."""
    cut = (
        replace(thing, begins=max(thing.begins, week.begins), ends=min(thing.ends, week.ends))
        for thing in things
    )
    return [thing for thing in cut if thing.begins < thing.ends]


def _joined(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


def _common(some: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What two lists of spans share, each in order and without overlap."""
    found, one, other = [], 0, 0
    while one < len(some) and other < len(others):
        begins = max(some[one][0], others[other][0])
        ends = min(some[one][1], others[other][1])
        if begins < ends:
            found.append((begins, ends))
        if some[one][1] < others[other][1]:
            one += 1
        else:
            other += 1
    return found
