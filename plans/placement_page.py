"""The page of placements in finished words: what runs, comes and has ended, and the talks with companies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import decimal_comma, longdate
from borgerforloeb.citizens.models import Citizen, Domain, Level
from plans.actions.employer_contacts import may_take_back
from plans.cards import circle, time_of
from plans.curves import stairs
from plans.models import EmployerContact, Measurement, Placement, Plan
from plans.placements import ORDER, FirstContact, State, first_contact, hours_in_words, state_of
from roles.permissions import Access, Permission


@dataclass(frozen=True)
class PlacementRow:
    pk: int
    state: State
    kind: str
    company: str
    about: str
    goal: str
    goal_pk: int | None
    contact: str
    purpose: str
    support: str
    period: str
    overdue: bool
    hours: str
    steps: list[tuple[str, str]]
    picture: SafeString
    responsible: str
    outcome: str
    outcome_words: str
    circle: str
    taken_back: str

    @property
    def stands(self) -> bool:
        return self.state != State.TAKEN_BACK

    @property
    def goes_on(self) -> bool:
        return self.state in (State.RUNNING, State.PLANNED)


@dataclass(frozen=True)
class ContactRow:
    pk: int
    when: str
    company: str
    kind: str
    words: str
    who: str
    about: str
    circle: str
    taken_back: str
    may_take_back: bool


@dataclass(frozen=True)
class OrdinaryHours:
    """What was last measured of a person; planned hours stand with the placement."""

    person: Citizen
    told: str


class PlacementPage:
    """Everything that the template shows; each kind of row is asked for once."""

    def __init__(
        self, plan: Plan, user: User, access: Access, persons: Iterable[Citizen], today: date
    ) -> None:
        self.plan, self.user, self.access, self.today = plan, user, access, today
        self.persons = list(persons)
        self.names = {person.pk: person.first_name for person in self.persons}
        self.is_family = len(self.persons) > 1
        placements = Placement.objects.visible_to(user).filter(plan=plan)
        joined = placements.select_related("goal", "responsible", "taken_back_by").prefetch_related("hours")
        rows = [self._row(row) for row in joined]
        self.placements = sorted(rows, key=lambda row: ORDER.index(row.state))
        contacts = EmployerContact.objects.visible_to(user).filter(plan=plan)
        self._talks = list(contacts.select_related("noted_by", "taken_back_by").order_by("-on", "-id"))

    @property
    def contacts(self) -> list[ContactRow]:
        return [self._contact(row) for row in self._talks]

    @property
    def firsts(self) -> list[tuple[str, FirstContact]]:
        """For each person of the course; a contact that is closed to the reader may have been before."""
        return [(self._about(person.pk), self._first(person)) for person in self.persons]

    def _first(self, person: Citizen) -> FirstContact:
        days = [row.on for row in self._talks if row.person_id == person.pk and not row.is_taken_back]
        sees_all = self.access.may_read(person.pk, Domain.EMPLOYMENT, Level.DOMAIN)
        began_on = self.plan.course.opened_on
        return first_contact(days, began_on=began_on, today=self.today, sees_all=sees_all)

    @property
    def ordinary_hours(self) -> list[OrdinaryHours]:
        measured = (
            Measurement.objects.visible_to(self.user)
            .in_force()
            .filter(plan=self.plan, kind=Measurement.Kind.HOURS)
        )
        latest = measured.order_by("person_id", "-on", "-id").distinct("person_id")
        last = {row.person_id: row for row in latest}
        return [OrdinaryHours(person, _measured(last.get(person.pk))) for person in self.persons]

    def _row(self, row: Placement) -> PlacementRow:
        steps = row.steps
        taken_back = taken_back_words(row)
        state = state_of(
            starts_on=row.starts_on, ended_on=row.ended_on, today=self.today, taken_back=row.is_taken_back
        )
        is_over = bool(row.ends_on and row.ends_on < self.today)
        ended = f"{row.get_outcome_display().capitalize()} {longdate(row.ended_on)}" if row.ended_on else ""
        return PlacementRow(
            pk=row.pk,
            state=state,
            kind=row.get_kind_display().capitalize(),
            company=row.company,
            about=self._about(row.person_id),
            goal=row.goal.title if row.goal else "",
            goal_pk=row.goal_id,
            contact=", ".join(filter(None, (row.contact_name, row.contact_phone))),
            purpose=row.purpose,
            support=row.support,
            period=self._period(row),
            overdue=is_over and state == State.RUNNING,
            hours=hours_in_words(steps, self.today) if state != State.ENDED else "",
            steps=[(longdate(day), decimal_comma(number)) for day, number in steps],
            picture=stairs(steps, row.last_day, f"Timer om ugen hos {row.company}", f"timer-{row.pk}"),
            responsible=row.responsible.name if row.responsible else "",
            outcome=ended,
            outcome_words=row.outcome_words,
            circle=circle({"level": row.level, "domain": row.domain}),
            taken_back=taken_back,
        )

    def _period(self, row: Placement) -> str:
        """A taster may be a morning."""
        if row.starts_on == row.last_day:
            return longdate(row.starts_on)
        return time_of(row.starts_on, row.last_day, self.today)

    def _contact(self, row: EmployerContact) -> ContactRow:
        return ContactRow(
            pk=row.pk,
            when=longdate(row.on),
            company=row.company,
            kind=row.get_kind_display(),
            words=row.words,
            who=row.noted_by.name,
            about=self._about(row.person_id),
            circle=circle({"level": row.level, "domain": row.domain}),
            taken_back=taken_back_words(row),
            may_take_back=not row.is_taken_back and may_take_back(row, self.access, self.user),
        )

    def _about(self, person: Any) -> str:
        return self.names.get(person, "") if self.is_family else ""

    @property
    def may_write(self) -> bool:
        """What is agreed is changed in a draft."""
        return Permission.EDIT_PLAN in self.access and self.plan.can_be_written


def taken_back_words(row: Placement | EmployerContact) -> str:
    if row.taken_back_by is None:
        return ""
    return f"{row.taken_back_by.name} {longdate(row.taken_back_on)}: {row.taken_back_why}"


def _measured(row: Measurement | None) -> str:
    if row is None:
        return ""
    return f"{decimal_comma(row.value)} timer om ugen, {longdate(row.on)}"
