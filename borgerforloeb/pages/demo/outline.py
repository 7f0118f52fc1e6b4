"""One ordinary course in a few figures, and the bank that its goals are told from."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from borgerforloeb.pages.demo.days import Days
from borgerforloeb.pages.demo.naming import Words
from borgerforloeb.pages.demo.reading import read

Story = dict[str, Any]
NAMED = {"borger": "{navn}", "mor": "{navn}", "bk": "{bk}", "ksb": "{ksb}", "job": "{job}", "net": "{net}"}
HELPER = {"bk": "konsulent", "job": "job", "ksb": "caseworker"}


@dataclass(frozen=True)
class Outline:
    """One ordinary course, in days ago: when it began, when it ended (or 0), and who is in it."""

    key: str
    began: int
    ended: int
    contact: int
    people: dict[str, str]  # konsulent, caseworker, job: user names
    citizen: str
    network: str
    words: Words
    days: Days
    goals: tuple[str, ...]
    trin: int
    abouts: dict[str, str]

    @property
    def closed(self) -> bool:
        return self.ended > 0

    def day(self, ago: float) -> date:
        return self.days.before(round(ago))

    def part(self, share: float) -> int:
        """So many days ago was that share of the course."""
        return round(self.began - (self.began - self.ended) * share)

    def who(self, short: str) -> str:
        if short in ("borger", "mor"):
            return self.citizen
        return self.network if short == "net" else self.people[HELPER[short]]


def bank() -> dict[str, Any]:
    banks = ("goals_health", "goals_everyday", "goals_work", "goals_family")
    return {key: goal for name in banks for key, goal in read(f"bank/{name}.toml").items()}
