"""Which rows may stand on a print: what the sender may read, and of that what the recipient may have.

The one place where an edition is told from another. `Giving` is made anew each time, so custody, age, consent
and access count as they are at that moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from borgerforloeb.citizens.models import Domain, Level
from borgerforloeb.disclosures.models import Edition
from borgerforloeb.disclosures.package import Marks
from plans.marks import ON_A_GOAL, PLACEMENTS, SAFEGUARDS, Mark, all_texts, less
from plans.reading import on_goals, readable, reads
from plans.snapshot import Facts
from plans.steps import named
from roles.permissions import Access

# Editions that follow one person alone; the others show what the sender works with.
ABOUT_ONE = (Edition.FAMILY, Edition.CUSTODY, Edition.PARENT, Edition.NETWORK)
WITHOUT_MEETINGS = (Edition.PARENT,)


@dataclass(frozen=True)
class Giving:
    """To whom it is given. `limit` is a colleague's own access; `domains` what a consent opens for others."""

    name: str
    limit: Access | None = None
    domains: frozenset[str] | None = None
    network_person: int | None = None
    footer: str = ""


@dataclass(frozen=True)
class View:
    """`recipient` is the person whose rows it is; without `giving` it is a working copy for the reader."""

    access: Access
    edition: Edition
    recipient: str
    giving: Giving | None = None

    def project(self, facts: Facts) -> Facts:
        facts = readable(facts, self.access)
        if self.giving and self.giving.limit:
            facts = readable(facts, self.giving.limit)
        if self._is_all_that_is_read:
            return facts
        persons = self._persons(facts["persons"])
        goals = [
            goal
            | {kind: self._given(goal[kind]) for kind in ON_A_GOAL}
            | {"subgoals": named(goal["subgoals"], _among(persons), self._tells_of_network)}
            | {"with_domains": self._fields(goal)}
            for goal in self._given(facts["goals"])
        ]
        given = {name: self._given(facts[name]) for name in ("sections", "agreements")}
        placements = [self._placed(row) for row in self._given(facts[PLACEMENTS]) if self._is_told_where(row)]
        given[PLACEMENTS] = on_goals(placements, goals)
        given[SAFEGUARDS] = [row for row in self._given(facts[SAFEGUARDS]) if self._may_be_told(row)]
        own = {name: self._own(facts[name]) for name in ("network", "consents")}
        return less(facts, **given, **own, goals=goals, persons=persons)

    def _is_told_where(self, row: Facts) -> bool:
        """Where somebody is by day: not for the other parent, nor for the others of a family."""
        if self.edition in (Edition.PARENT, Edition.NETWORK):
            return False
        return self.edition not in (Edition.CITIZEN, Edition.FAMILY) or row["person"] == self.recipient

    def _may_be_told(self, row: Facts) -> bool:
        """What is not to be said while somebody listens is no paper for the one who listens.

        A private person who was to know of it does so no more when it became something for the few.
        """
        match self.edition:
            case Edition.CITIZEN | Edition.FAMILY:
                return bool(row["person"] == self.recipient)
            case Edition.CUSTODY | Edition.PARENT:
                return False
            case Edition.NETWORK:
                return all(mark.level == Level.COMMON for mark in row["marks"])
            case _:
                return True

    def _placed(self, row: Facts) -> Facts:
        """Whom to call at the company is told to whoever is there, and to colleagues who help."""
        return row if self._own([row]) else row | {"contact_name": "", "contact_phone": ""}

    def gives(self, mark: Mark) -> bool:
        """The same of something that does not stand in the plan itself and is told beside it."""
        limit = self.giving.limit if self.giving else None
        if not reads(self.access, mark) or (limit and not reads(limit, mark)):
            return False
        return self._is_all_that_is_read or self._is_given({"marks": {mark}})

    @property
    def _is_all_that_is_read(self) -> bool:
        return self.giving is None and self.edition == Edition.AUTHORITY

    def _given(self, rows: list[Facts]) -> list[Facts]:
        return [row for row in rows if self._is_given(row)]

    def _own(self, rows: list[Facts]) -> list[Facts]:
        """Network and consents belong to one person; they are for that person, and for colleagues."""
        if self.edition == Edition.PROFESSIONAL and self.giving and self.giving.limit:
            return rows
        if self.edition == Edition.AUTHORITY and self.giving and self.giving.domains is None:
            return rows
        own = (Edition.CITIZEN, Edition.FAMILY)
        return [row for row in rows if self.edition in own and row["person"] == self.recipient]

    def _fields(self, goal: Facts) -> list[str]:
        """Which other fields work on it is not told to the other parent, nor outside the house."""
        outside = self.giving is not None and self.giving.domains is not None
        return [] if outside or self.edition == Edition.PARENT else goal.get("with_domains", [])

    def _tells_of_network(self, person: str) -> bool:
        """Whoever takes a step is named where the network itself is told of."""
        return bool(self._own([{"person": person}]))

    def _persons(self, rows: list[Facts]) -> list[Facts]:
        alone = self.edition in ABOUT_ONE or (self.giving and self.giving.domains is not None)
        return [row for row in rows if not alone or row["id"] == self.recipient]

    def _is_given(self, row: Facts) -> bool:
        if self.edition == Edition.NETWORK:
            wanted = self.giving.network_person if self.giving else None
            return wanted is not None and row.get("network_person") == wanted
        return all(self._is_for(mark) for mark in row["marks"])

    def _is_for(self, mark: Mark) -> bool:
        own, common = mark.person == self.recipient, mark.level == Level.COMMON
        match self.edition:
            case Edition.CITIZEN:
                # One's own, whatever its level; of the others in a family only what all of them may read.
                return own or common
            case Edition.FAMILY:
                return own or (mark.person is None and common)
            case Edition.CUSTODY:
                return own and mark.level != Level.SHIELDED
            case Edition.PARENT:
                return own and common
            case _:
                return self._is_for_a_professional(mark)

    def _is_for_a_professional(self, mark: Mark) -> bool:
        if mark.level == Level.SHIELDED:
            # A colleague who may read it has it on the screen; it does not travel.
            return False
        if self.giving is None or self.giving.domains is None:
            return True
        return mark.person == self.recipient and mark.domain in self.giving.domains


def _among(persons: list[Facts]) -> Callable[[str], bool]:
    there = {person["id"] for person in persons}
    return lambda person: person in there


def marks_of(facts: Facts) -> Marks:
    """How many rows of whom, in which field, at which level: what the ledger keeps.

    A text whose marks have changed since it was frozen counts at both: who opens the copy needs both.
    """
    texts = Counter(
        (mark.person or "", mark.domain, mark.level) for row in all_texts(facts) for mark in row["marks"]
    )
    about = [*facts["network"], *facts["consents"]]
    return texts + Counter((row["person"] or "", Domain.COMMON.value, Level.COMMON.value) for row in about)
