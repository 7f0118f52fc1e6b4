"""*Ugen* in finished words: each person's days, what clashes, and what the week asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.timezone import get_current_timezone

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import (
    WEEKDAYS,
    clock,
    hours,
    longdate,
    shortdate,
    weekday,
)
from borgerforloeb.citizens.models import Citizen, Domain
from borgerforloeb.pages.concerns import Concern, Words
from borgerforloeb.pages.week_rows import (
    WORK,
    agreements_in,
    aims_of,
    as_thing,
    bearable_by,
    meetings_in,
    slots_of,
)
from networkmeetings.models import NetworkMeeting
from plans.cards import circle
from plans.models import Agreement, Plan, WeeklySlot
from plans.week import (
    Alone,
    Clash,
    Kind,
    Thing,
    Week,
    alone,
    by_person,
    clashes,
    health_first,
    things_of,
)
from plans.week_load import Load, load
from roles.permissions import Access, Permission, visible_citizens

ADULT = 18
KINDS = {Kind.CHOICE: "vælger selv", Kind.CHILD: "skal have en voksen hjemme"}


@dataclass(frozen=True)
class Entry:
    """One line of a day: a fixed time, a meeting, or a promise with a day and no clock."""

    at: datetime
    when: str
    what: str
    place: str = ""
    contact: str = ""
    mark: str = ""
    circle: str = ""
    slot: int = 0
    url: str = ""


@dataclass(frozen=True)
class DayColumn:
    heading: str
    is_today: bool
    entries: list[Entry]


@dataclass(frozen=True)
class PersonWeek:
    citizen: Citizen
    days: list[DayColumn]
    load: Load
    asked: str
    chosen: str
    bearable: str

    @property
    def is_empty(self) -> bool:
        return not any(day.entries for day in self.days)


@dataclass(frozen=True)
class SlotRow:
    """A fixed time that is not in this week."""

    pk: int
    name: str
    when: str
    has_ended: bool


class WeekPage:
    """Everything that the template shows; each kind of row is asked for once."""

    def __init__(
        self, plan: Plan, user: User, access: Access, persons: Iterable[Citizen], today: date, day: date
    ) -> None:
        self.plan, self.user, self.access, self.today = plan, user, access, today
        self.week = Week.of(day, get_current_timezone())
        known = visible_citizens(user).filter(pk__in=[person.pk for person in persons])
        self.people = list(known.order_by("born_on", "first_names"))
        self.names = {person.pk: person.first_name for person in self.people}
        self.slots = {row.pk: row for row in slots_of(plan, user, self.names, self.week)}
        self.meetings = list(meetings_in(plan, user, self.week, self.names))
        self.agreements = list(agreements_in(plan, user, self.week))
        self.bearable = bearable_by(plan, user, today)

    @cached_property
    def things(self) -> list[Thing]:
        slots = [slot.as_value for slot in self.slots.values()]
        return things_of(slots, self.week) + [as_thing(one) for one in self.meetings]

    @cached_property
    def _called(self) -> dict[int, NetworkMeeting]:
        return {one.meeting_id: one.meeting for one in self.meetings}

    @property
    def number(self) -> int:
        return self.week.monday.isocalendar().week

    @property
    def period(self) -> str:
        return f"{shortdate(self.week.monday)} – {longdate(self.week.sunday)}"

    @property
    def is_this_week(self) -> bool:
        return self.week.monday <= self.today <= self.week.sunday

    @property
    def before(self) -> str:
        return (self.week.monday - timedelta(days=7)).isoformat()

    @property
    def after(self) -> str:
        return (self.week.monday + timedelta(days=7)).isoformat()

    @property
    def is_family(self) -> bool:
        return len(self.people) > 1

    @property
    def may_write(self) -> bool:
        return Permission.EDIT_PLAN in self.access

    @property
    def has_slots(self) -> bool:
        return bool(self.slots)

    @cached_property
    def persons(self) -> list[PersonWeek]:
        things = by_person(self.things)
        return [self._person(one, things.get(one.pk, [])) for one in self.people]

    def _person(self, citizen: Citizen, things: Sequence[Thing]) -> PersonWeek:
        promises = [row for row in self.agreements if self._whose(row) == citizen.pk]
        own = sum(row.citizen_id == citizen.pk for row in promises)
        found = load(
            things,
            self.week,
            untimed=own,
            bearable=self.bearable.get(citizen.pk),
            most_contacts=settings.MOST_CONTACT_PERSONS,
        )
        return PersonWeek(
            citizen=citizen,
            days=self._days(things, promises),
            load=found,
            asked=hours(found.asked) if found.appointments else "",
            chosen=hours(found.chosen),
            bearable=hours(found.bearable),
        )

    def _whose(self, row: Agreement) -> UUID | None:
        """Whoever has promised it, whom it is about, or the first of the family."""
        return row.citizen_id or row.person_id or next(iter(self.names), None)

    def _days(self, things: Iterable[Thing], promises: Iterable[Agreement]) -> list[DayColumn]:
        columns: dict[date, list[Entry]] = {day: [] for day in self.week.days}
        for thing in things:
            begun = thing.begins.astimezone(self.week.zone).date()
            columns[max(begun, self.week.monday)].append(self._entry(thing))
        for row in promises:
            if row.due_on:
                columns[row.due_on].append(self._promise(row))
        return [
            DayColumn(
                heading=f"{WEEKDAYS[day.weekday()].capitalize()} {shortdate(day)}",
                is_today=day == self.today,
                entries=sorted(entries, key=lambda entry: (bool(entry.when), entry.at)),
            )
            for day, entries in columns.items()
        ]

    def _entry(self, thing: Thing) -> Entry:
        slot = self.slots.get(thing.key)
        if slot is None:
            meeting = self._called[-thing.key]
            told = {"place": meeting.place, "mark": "netværksmøde", "url": meeting.get_absolute_url()}
            return Entry(at=thing.begins, when=self._when(thing), what=thing.what, **told)
        return Entry(
            at=thing.begins,
            when=self._when(thing),
            what=slot.what,
            place=_place(slot),
            contact=thing.contact,
            mark=KINDS.get(thing.kind, ""),
            circle=circle({"level": slot.level, "domain": slot.domain}),
            slot=slot.pk,
        )

    def _promise(self, row: Agreement) -> Entry:
        holder = row.user or row.citizen or row.network_person
        return Entry(
            at=self.week.begins,
            when="",
            what=row.what,
            contact="" if row.citizen_id else (holder.name if holder else ""),
            mark="aftale, gjort" if row.status == Agreement.Status.DONE else "aftale",
            circle=circle({"level": row.level, "domain": row.domain}),
        )

    def _when(self, thing: Thing) -> str:
        """22.00–6.00; a night that began before the week says so."""
        begins = thing.begins.astimezone(self.week.zone)
        ends = thing.ends.astimezone(self.week.zone)
        since = f"fra {weekday(begins)} " if begins.date() < self.week.monday else ""
        return f"{since}{clock(begins)}–{clock(ends)}"

    @cached_property
    def clashing(self) -> list[Clash]:
        return clashes(self.things, self.week)

    @cached_property
    def alone(self) -> list[Alone]:
        ages = {person.pk: person.age(self.week.monday) for person in self.people}
        young = {pk for pk, age in ages.items() if age is not None and age < settings.ADULT_AT_HOME_UNDER}
        grown = {pk for pk, age in ages.items() if age is None or age >= ADULT}
        return alone(self.things, self.week, children=young, adults=grown)

    @cached_property
    def concerns(self) -> list[Concern]:
        words = Words(self.week, self.names)
        loads = {person.citizen.pk: person.load for person in self.persons}
        return words.all_of(self.clashing, self.alone, loads, self._waiting)

    @cached_property
    def _waiting(self) -> list[Any]:
        """Asked of those alone who read all of both fields: else it may be answered in what is closed."""
        aims = aims_of(self.plan, self.user, self.names)
        fields = [*WORK, Domain.HEALTH]
        return [person for person in health_first(aims) if self.access.may_read_all(person, fields)]

    @property
    def not_this_week(self) -> list[SlotRow]:
        """What has ended, where the end can be undone, and what begins later."""
        in_the_week = {thing.key for thing in self.things}
        rows = [self._slot_row(row) for row in self.slots.values() if row.pk not in in_the_week]
        return sorted(rows, key=lambda row: (row.has_ended, row.name))

    def _slot_row(self, row: WeeklySlot) -> SlotRow:
        its_day = self.week.monday + timedelta(days=row.weekday - 1)
        has_ended = row.ends_on is not None and row.ends_on < its_day
        who = f"{self.names.get(row.person_id, '')}: " if self.is_family else ""
        when = f"{WEEKDAYS[row.weekday - 1]} {clock(row.starts_at)}–{clock(row.ends_at)}"
        day = f"til {longdate(row.ends_on)}" if has_ended else f"fra {longdate(row.starts_on)}"
        return SlotRow(row.pk, f"{who}{row.what}", f"{when}, {day}", has_ended)

    @property
    def in_short(self) -> str:
        """One line for the margin of the plan."""
        asked = (one for one in self.persons if one.asked)
        return ", ".join(f"{one.citizen.first_name} {one.asked}" for one in asked)


def _place(slot: WeeklySlot) -> str:
    """A child that needs an adult at home is at home."""
    says_home = slot.at_home and slot.kind != Kind.CHILD
    return ", ".join(filter(None, ("hjemme" if says_home else "", slot.place)))
