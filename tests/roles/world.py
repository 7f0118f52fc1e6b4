"""Who may read what, told a second time in as few words as possible; a random walk holds the gate against it.

Days are counted from the day it is now: an assignment with `left=2` holds today and tomorrow.
"""

from dataclasses import dataclass, field

KIN = ("spouse", "former_spouse", "parent", "sibling", "guardian")


@dataclass
class Held:
    user: int
    person: str | None
    domains: frozenset[str]
    shielded: bool
    begins: int = 0
    left: int | None = None
    hours: float | None = None
    stands_in_for: "Held | None" = None

    def in_force(self) -> bool:
        in_time = self.begins <= 0 and (self.left is None or self.left > 0)
        above = self.stands_in_for
        return in_time and (self.hours is None or self.hours > 0) and (above is None or above.not_ended())

    def not_ended(self) -> bool:
        return self.left is None or self.left > 0


@dataclass
class Shared:
    person: str
    domain: str
    to: int | str
    left: int
    consent: "list[int] | None" = None  # days left of the yes, emptied when it is taken back
    stopped: bool = False

    def in_force(self) -> bool:
        agreed = self.consent is None or (bool(self.consent) and self.consent[0] > 0)
        return self.left > 0 and not self.stopped and agreed


@dataclass
class Model:
    members: set[str]
    own: dict[int, str]
    held: list[Held] = field(default_factory=list)
    shared: list[Shared] = field(default_factory=list)
    blocks: set[tuple[int, str]] = field(default_factory=set)
    kin: set[tuple[str, str, str]] = field(default_factory=set)
    staff: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)

    def reads(self, user: int, person: str | None, domain: str, level: str) -> bool:
        if user in self.gone or self.is_barred(user):
            return False
        return any(self._lets(held, person, domain, level) for held in self.held if held.user == user)

    def _lets(self, held: Held, person: str | None, domain: str, level: str) -> bool:
        if not held.in_force() or None not in (held.person, person) and held.person != person:
            return False
        if level == "shielded":
            return held.shielded
        return level == "common" or domain in {"common", *held.domains} or self._opens(held, person, domain)

    def _opens(self, held: Held, person: str | None, domain: str) -> bool:
        reached = {held.user, *held.domains}
        those = [one for one in self.shared if (one.person, one.domain) == (person, domain)]
        return any(one.to in reached and one.in_force() for one in those)

    def is_barred(self, user: int) -> bool:
        if any((user, member) in self.blocks for member in self.members):
            return True
        return user in self.staff and any(self._near(self.own[user], member) for member in self.members)

    def _near(self, me: str, other: str) -> bool:
        pairs = {frozenset((a, b)) for _, a, b in self.kin}
        of = [(a, b) for kind, a, b in self.kin if kind == "parent"]
        parents = [{a for a, b in of if b == child} for child in (me, other)]
        children = [{b for a, b in of if a == parent} for parent in (me, other)]
        alike = parents[0] & parents[1] or children[0] & children[1]
        return me == other or frozenset((me, other)) in pairs or bool(alike)

    def pass_days(self, days: int) -> None:
        for held in self.held:
            held.begins -= days
            held.left = held.left - days if held.left is not None else None
            held.hours = held.hours - 24 * days if held.hours is not None else None
        for one in self.shared:
            one.left -= days
        for consent in {id(one.consent): one.consent for one in self.shared if one.consent}.values():
            consent[0] -= days
