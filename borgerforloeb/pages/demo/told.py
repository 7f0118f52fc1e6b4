"""One course while it is being told, under the short names that its story uses."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Model

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Course, NetworkPerson
from borgerforloeb.law.models import Section
from borgerforloeb.pages.demo.days import Days
from borgerforloeb.pages.demo.law import Law
from borgerforloeb.pages.demo.rows import Rows
from borgerforloeb.pages.demo.staff import Staff
from plans.models import Agreement, FollowUp, Goal, Plan
from roles.models import Assignment


@dataclass
class Municipality:
    """What every course shares."""

    today: date
    rows: Rows
    staff: Staff
    law: Law

    @cached_property
    def _held_today(self) -> dict[Course, list[Assignment]]:
        held: dict[Course, list[Assignment]] = defaultdict(list)
        for row in self.rows.of(Assignment):
            if row.starts_on <= self.today and (row.ends_on is None or row.ends_on > self.today):
                held[row.course].append(row)
        return held

    def held_on(self, course: Course) -> list[Assignment]:
        """Who works with that course on the shown day."""
        return self._held_today[course]


@dataclass
class Past:
    """How a row of the plan was earlier: not there before version `since`, and `before` up to `until`."""

    row: Model
    touched_at: datetime | None
    since: int
    until: int
    before: dict[str, Any]


@dataclass
class Told:
    """The course as far as it has been told."""

    key: str
    story: dict[str, Any]
    days: Days
    common: Municipality
    course: Course
    caseworker: User
    persons: dict[str, Citizen] = field(default_factory=dict)
    network: dict[str, NetworkPerson] = field(default_factory=dict)
    plan: Plan | None = None
    goals: dict[str, Goal] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    past: list[Past] = field(default_factory=list)
    covers: list[tuple[FollowUp, list[Section | None]]] = field(default_factory=list)

    @property
    def rows(self) -> Rows:
        return self.common.rows

    @property
    def main(self) -> Citizen:
        return next(iter(self.persons.values()))

    def user(self, username: str) -> User:
        return self.common.staff.user(username)

    def who(self, name: str) -> dict[str, Any]:
        """One of the three columns that name a person: the citizen, the network or the staff."""
        if name in self.persons:
            return {"citizen": self.persons[name]}
        if name in self.network:
            return {"network_person": self.network[name]}
        return {"user": self.user(name)}

    def about(self, name: str | None) -> Citizen | None:
        """Whom a text is about: the named person, the only one there is, or ("all") everybody."""
        if name is None:
            return self.main if len(self.persons) == 1 else None
        return None if name == "all" else self.persons[name]

    def remember(
        self, row: Model, touched_at: datetime | None, *, since: int, until: int, before: dict[str, Any]
    ) -> None:
        self.past.append(Past(row, touched_at, since, until, before))
