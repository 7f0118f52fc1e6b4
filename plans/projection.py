"""Which rows may stand on a print: what the sender may read, and of that what the recipient may have.

The one place where an edition is told from another. `Giving` is made anew each time, so custody, age, consent
and access count as they are at that moment.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from borgerforloeb.citizens.models import Domain, Level
from borgerforloeb.disclosures.models import Edition
from borgerforloeb.disclosures.package import Marks
from plans.reading import readable
from plans.snapshot import Facts
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
        if self.giving is None and self.edition == Edition.AUTHORITY:
            return facts
        goals = [
            goal | {"interventions": self._given(goal["interventions"])}
            for goal in self._given(facts["goals"])
        ]
        given = {name: self._given(facts[name]) for name in ("sections", "agreements")}
        shown = {"goals": goals, "persons": self._persons(facts["persons"])}
        own = {name: self._own(facts[name]) for name in ("network", "consents")}
        return facts | given | own | shown

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

    def _persons(self, rows: list[Facts]) -> list[Facts]:
        alone = self.edition in ABOUT_ONE or (self.giving and self.giving.domains is not None)
        return [row for row in rows if not alone or row["id"] == self.recipient]

    def _is_given(self, row: Facts) -> bool:
        own, level = row["person"] == self.recipient, row["level"]
        common = level == Level.COMMON
        match self.edition:
            case Edition.CITIZEN:
                # One's own, whatever its level; of the others in a family only what all of them may read.
                return own or common
            case Edition.FAMILY:
                return own or (row["person"] is None and common)
            case Edition.CUSTODY:
                return own and level != Level.SHIELDED
            case Edition.PARENT:
                return own and common
            case Edition.NETWORK:
                wanted = self.giving.network_person if self.giving else None
                return wanted is not None and row.get("network_person") == wanted
            case _:
                return self._is_for_a_professional(row)

    def _is_for_a_professional(self, row: Facts) -> bool:
        if row["level"] == Level.SHIELDED:
            # A colleague who may read it has it on the screen; it does not travel.
            return False
        if self.giving is None or self.giving.domains is None:
            return True
        return row["person"] == self.recipient and row["domain"] in self.giving.domains


def marks_of(facts: Facts) -> Marks:
    """How many rows of whom, in which field, at which level: what the ledger keeps."""
    helps = [row for goal in facts["goals"] for row in goal["interventions"]]
    rows: list[dict[str, Any]] = [*facts["sections"], *facts["goals"], *helps, *facts["agreements"]]
    rows += [*facts["network"], *facts["consents"]]
    return Counter(
        (row["person"] or "", row.get("domain", Domain.COMMON), row.get("level", Level.COMMON))
        for row in rows
    )
