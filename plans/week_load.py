"""What a week asks of one person, beside what that one can carry: as values. No database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from plans.week import Kind, Thing, Week, within

HOUR = Decimal(3600)


@dataclass(frozen=True)
class Load:
    """What is asked of one person in a week, beside what that one can carry; free choices apart."""

    asked: Decimal
    chosen: Decimal
    appointments: int
    contacts: tuple[str, ...]
    bearable: Decimal | None = None
    most_contacts: int = 3

    @property
    def is_too_much(self) -> bool:
        """Only whoever has said a number can be asked for too much."""
        return self.bearable is not None and self.asked > self.bearable

    @property
    def has_many_contacts(self) -> bool:
        return len(self.contacts) > self.most_contacts


def load(
    things: Iterable[Thing],
    week: Week,
    *,
    untimed: int = 0,
    bearable: Decimal | None = None,
    most_contacts: int = 3,
) -> Load:
    """Of one person's things. Two at once both ask for their hours; a child's need of an adult for none."""
    own = [thing for thing in within(things, week) if thing.kind != Kind.CHILD]
    asked = [thing for thing in own if thing.kind == Kind.DEMAND]
    names = {thing.contact.casefold(): thing.contact for thing in own if thing.contact}
    return Load(
        asked=_hours(asked),
        chosen=_hours(thing for thing in own if thing.kind == Kind.CHOICE),
        appointments=len(asked) + untimed,
        contacts=tuple(names.values()),
        bearable=bearable,
        most_contacts=most_contacts,
    )


def _hours(things: Iterable[Thing]) -> Decimal:
    seconds = sum(int((thing.ends - thing.begins).total_seconds()) for thing in things)
    return (Decimal(seconds) / HOUR).quantize(Decimal("0.01"))
