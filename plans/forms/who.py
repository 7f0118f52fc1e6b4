"""Who takes something: one of the course, of its team, or of its network; chosen from one list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, NetworkPerson
from plans.steps import HOLDERS

Holder = User | Citizen | NetworkPerson
# Somebody whom the writer may not know of has it: it can be left so without being told who.
AS_NOW = ("as_now", "Den, der gør det nu")


@dataclass(frozen=True)
class Around:
    """Those of a course who may be asked, as far as the writer may know of them."""

    persons: Sequence[Citizen]
    staff: Iterable[User]
    network: Sequence[NetworkPerson]


class WhoChoices:
    """The choices of the field `who`, and the rows behind them: keys are as `user:12`."""

    def __init__(self, around: Around, *, nobody: str) -> None:
        self.holders: dict[str, tuple[str, Holder]] = {}
        self.choices: list[Any] = [
            ("", nobody),
            *self._offer("citizen", around.persons),
            ("Medarbejdere", self._offer("user", around.staff)),
            ("Netværk", self._offer("network_person", around.network)),
        ]

    def _offer(self, kind: str, rows: Iterable[Any]) -> list[tuple[str, str]]:
        found = {f"{kind}:{row.pk}": (kind, row) for row in rows}
        self.holders |= found
        return [(key, row.name) for key, (_, row) in found.items()]

    def keep(self, key: str, row: Holder | None) -> str:
        """Whoever has it stays on the list, also after having left the course; nameless, when not known."""
        if not key or key in self.holders:
            return key
        if row is None:
            self.choices.append(AS_NOW)
            return AS_NOW[0]
        self.choices.append(("Ikke med længere", self._offer(key.partition(":")[0], [row])))
        return key

    def chosen(self, key: str) -> dict[str, Holder | None]:
        """For the act: the one, and that it is none of the others; nothing where it stays as it is."""
        if key == AS_NOW[0]:
            return {}
        kind, row = self.holders.get(key, ("", None))
        return {name: row if name == kind else None for name in HOLDERS}
