"""What the week gives reason to ask about, in words. It is told, and stops nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from borgerforloeb.accounts.presentation import clock, genitive, hours, weekday
from plans.week import Alone, Clash, Week
from plans.week_load import Load

# What stands in one line, and how many lines: more is told as a number.
MOST_NAMED, MOST_TOLD = 3, 10
HEALTH_FIRST = (
    "om arbejde eller skole venter, mens der arbejdes med helbredet. "
    "Det går ofte bedre, når noget småt begynder samtidig."
)


@dataclass(frozen=True)
class Concern:
    heading: str
    words: str


class Words:
    """Of one week and its persons, by first name."""

    def __init__(self, week: Week, names: Mapping[Any, str]) -> None:
        self.week, self.names = week, names

    def all_of(
        self,
        clashing: Sequence[Clash],
        alone: Sequence[Alone],
        loads: Mapping[Any, Load],
        waiting: Sequence[Any],
    ) -> list[Concern]:
        found = [self._of_clash(one) for one in clashing[:MOST_TOLD]]
        found += [self._of_alone(one) for one in alone[:MOST_TOLD]]
        if left := len(clashing) + len(alone) - len(found):
            places = "1 sted mere" if left == 1 else f"{left} steder mere"
            found.append(Concern("Og flere", f"Ugen passer ikke sammen {places}."))
        found += [concern for pk, one in loads.items() for concern in self._of_load(self.names[pk], one)]
        return found + [self._of_health(person) for person in waiting]

    def _of_clash(self, one: Clash) -> Concern:
        who = f"{self.names[one.person]}: " if len(self.names) > 1 else ""
        words = f"{listed(one.whats)} er på samme tid."
        return Concern(self._span(one.begins, one.ends), f"{who}{words}")

    def _of_alone(self, one: Alone) -> Concern:
        away = tuple(f"{self.names[person]} har {what}" for person, what in one.away)
        words = f"{self.names[one.child]} skal have en voksen hjemme, men {listed(away)}."
        return Concern(self._span(one.begins, one.ends), f"{words} Er der en anden hjemme?")

    def _of_load(self, name: str, one: Load) -> Iterator[Concern]:
        if one.is_too_much:
            words = f"Ugen kræver {hours(one.asked)} af {name}, som kan bære {hours(one.bearable)}."
            yield Concern("Mere end der er kræfter til", f"{words} Hvad kan vente?")
        if one.has_many_contacts:
            number = len(one.contacts)
            met = f"{name} møder {number} kontaktpersoner: {listed(one.contacts, number)}."
            yield Concern("Mange kontaktpersoner", f"{met} Kan en af dem tage en opgave mere?")

    def _of_health(self, person: Any) -> Concern:
        whose = f"{genitive(self.names[person])} mål" if person in self.names else "Familiens mål"
        return Concern("Skal noget begynde ved siden af?", f"{whose} {HEALTH_FIRST}")

    def _span(self, begins: datetime, ends: datetime) -> str:
        """Torsdag 22.00–6.00"""
        first, last = begins.astimezone(self.week.zone), ends.astimezone(self.week.zone)
        return f"{weekday(first).capitalize()} {clock(first)}–{clock(last)}"


def listed(words: Sequence[str], most: int = MOST_NAMED) -> str:
    """Praktik og bostøtte; a, b, c og 4 til"""
    if len(words) > most:
        return f"{', '.join(words[:most])} og {len(words) - most} til"
    *first, last = words
    return f"{', '.join(first)} og {last}" if first else last
