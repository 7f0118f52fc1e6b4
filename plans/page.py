"""The plan page as one reader may see it today: five queries, whatever the length of the plan."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse

from borgerforloeb.accounts.presentation import count_word, genitive, longdate
from plans.cards import AgreementRow, GoalCard, Voices, agreement_rows, circle, goal_card, help_row
from plans.changes import Change, compare, draft_facts
from plans.models import Agreement, Goal, Intervention, Plan, PlanSection
from plans.queries import goals_of, versions_of
from plans.reading import readable
from plans.snapshot import Facts
from plans.surroundings import Person
from roles.models import Role
from roles.permissions import Access, Permission

Kind = PlanSection.Kind
# Older versions are on their own page.
LATEST = 5
ORDER = (
    Kind.DREAMS,
    Kind.RESOURCES,
    Kind.DIFFICULTIES,
    Kind.OWN_SOLUTION,
    Kind.END_GOAL,
    Kind.PURPOSE,
    Kind.NETWORK,
)


@dataclass
class Text:
    """One section as it stands for one person."""

    row: PlanSection
    about: str
    caption: str
    circle: str


@dataclass
class Section:
    kind: str
    heading: str
    texts: list[Text] = field(default_factory=list)
    missing_for: list[tuple[str, str]] = field(default_factory=list)

    @property
    def size(self) -> str:
        return "heart" if self.kind == Kind.DREAMS else ""


class PlanPage:
    """Everything that the template shows; what takes work is done once, on first use."""

    def __init__(self, plan: Plan, course: Any, access: Access, today: date) -> None:
        self.plan, self.course, self.access, self.today = plan, course, access, today
        self.persons = [Person(row) for row in course.members]
        self.names = {person.pk: person.first_name for person in self.persons}
        self.is_family = len(course.members) > 1
        self.versions = list(versions_of(plan, access))

    @property
    def may_write(self) -> bool:
        return "edit_plan" in self.access and self.plan.can_be_written

    @cached_property
    def url(self) -> str:
        """Asked for once: the template adds the rest of each address."""
        return self.plan.get_absolute_url()

    @cached_property
    def notes_url(self) -> str:
        return reverse("plans:notes", args=[self.course.pk])

    @property
    def may_set_status(self) -> bool:
        return "edit_plan" in self.access or "decide" in self.access

    @property
    def version_lines(self) -> list[tuple[int, str]]:
        return [(version.number, answered(version)) for version in self.versions[:LATEST]]

    @property
    def summary(self) -> str:
        """What the bar says before its buttons: what is new and what of the law is missing."""
        if self.plan.status == Plan.Status.AGREED:
            return f"Version {self.plan.number} gælder"
        number = len(self.changes)
        new = (
            "1 ændring"
            if number == 1
            else f"{number} ændringer"
            if self.last
            else f"Kladde {self.plan.number}"
        )
        law = f" · {count_word(len(self.missing)).lower()} § mangler" if self.missing else ""
        return new + law

    @cached_property
    def whose(self) -> str:
        return self.persons[0].first_name if len(self.persons) == 1 else self.course.name

    @cached_property
    def last(self) -> Any:
        return self.versions[0] if self.versions else None

    @cached_property
    def previous(self) -> Facts | None:
        """The last answered version as this reader may see it."""
        return readable(self.last.newest_content, self.access) if self.last else None

    @cached_property
    def state(self) -> str:
        plan = self.plan
        if plan.status == Plan.Status.AGREED and self.last:
            return f"Version {plan.number} · {answered(self.last)}"
        word = "Taget med til samtale" if plan.status == Plan.Status.IN_TALK else "Kladde"
        when = f" {longdate(plan.taken_to_talk_on)}" if plan.taken_to_talk_on else ""
        builds = f" · bygger på version {self.last.number}: {answered(self.last)}" if self.last else ""
        return f"{word}{when} · version {plan.number}{builds}" if when else f"Kladde {plan.number}{builds}"

    @cached_property
    def sections(self) -> dict[str, Section]:
        rows: dict[str, list[PlanSection]] = defaultdict(list)
        for row in PlanSection.objects.filter(self.access.rows(), plan=self.plan).order_by("id"):
            rows[row.kind].append(row)
        return {kind: self._section(kind, rows[kind]) for kind in ORDER}

    def _section(self, kind: str, rows: list[PlanSection]) -> Section:
        section = Section(kind, Kind(kind).label)
        order = list(self.names)
        filled = [row for row in rows if row.text]
        filled.sort(key=lambda row: order.index(row.person_id) if row.person_id in order else len(order))
        section.texts = [self._text(row) for row in filled]
        there = {row.person_id for row in filled}
        section.missing_for = [(str(p.pk), p.first_name) for p in self.persons if p.pk not in there]
        if self.is_family and None not in there:
            section.missing_for.append(("", "hele familien"))
        elif not self.is_family and filled:
            section.missing_for = []
        return section

    def _text(self, row: PlanSection) -> Text:
        who = self.names.get(row.person_id, "") if row.person_id else ""
        about = (who or "Hele familien") if self.is_family else ""
        return Text(row, about, self._caption(row, who), circle(row))

    def _caption(self, row: PlanSection, who: str) -> str:
        if not row.is_own_words:
            return ""
        words = f"{genitive(who)} egne ord" if who else "Familiens egne ord"
        with_ = f", skrevet sammen med {row.written_with}" if row.written_with else ""
        return f"{words}{with_} {longdate(row.said_on)}".strip()

    @cached_property
    def goals(self) -> list[Any]:
        return list(goals_of(self.plan, self.access))

    @cached_property
    def interventions(self) -> dict[int, list[Intervention]]:
        on_these = [goal.pk for goal in self.goals]
        rows = Intervention.objects.filter(self.access.rows(), goal__in=on_these)
        found: dict[int, list[Intervention]] = defaultdict(list)
        for row in rows.select_related("section__act", "provider").order_by("id"):
            found[row.goal_id].append(row)
        return found

    @cached_property
    def cards(self) -> dict[int, GoalCard]:
        before = {row["id"]: row for row in self.previous["goals"]} if self.previous else {}
        with_cost = Permission.SEE_COSTS in self.access
        cards, number = {}, 0
        for goal in self.goals:
            number += 0 if goal.is_ended else 1
            who = self.names.get(goal.person_id, "") or (self.whose if not self.is_family else "")
            was = before.get(goal.pk, {}).get("citizen_progress")
            card = goal_card(goal, number, self.names, Voices(who, self.helper, was), self.today)
            card.is_new = bool(self.previous) and goal.pk not in before
            for item in self.interventions.get(goal.pk, ()):
                card.helps.append(help_row(item, self.today, with_cost=with_cost))
                card.cost += (item.yearly_cost or 0) if with_cost else 0
            cards[goal.pk] = card
        return cards

    @property
    def cards_now(self) -> list[GoalCard]:
        return [self.cards[g.pk] for g in self.goals if g.horizon == Goal.Horizon.NOW and not g.is_ended]

    @property
    def cards_later(self) -> list[GoalCard]:
        return [self.cards[g.pk] for g in self.goals if g.horizon == Goal.Horizon.LATER and not g.is_ended]

    @property
    def cards_ended(self) -> list[GoalCard]:
        return [self.cards[g.pk] for g in self.goals if g.is_ended]

    @cached_property
    def agreements(self) -> list[Agreement]:
        rows = Agreement.objects.filter(self.access.rows(), plan=self.plan)
        return list(rows.select_related("user", "citizen", "network_person"))

    @cached_property
    def agreement_rows(self) -> list[AgreementRow]:
        return agreement_rows(self.agreements, self.today)

    @property
    def agreements_open(self) -> list[AgreementRow]:
        return [row for row in self.agreement_rows if row.open]

    @property
    def agreements_ended(self) -> list[AgreementRow]:
        return [row for row in self.agreement_rows if not row.open]

    @cached_property
    def helper(self) -> str:
        """The one who is closest tells how far the citizen is from the worker's side."""
        staff = [row["name"] for row in self.course.staff if row["role"] == Role.BORGERKONSULENT]
        return staff[0].split(" ", 1)[0] if staff else ""

    @cached_property
    def contacts(self) -> list[str]:
        return list({row["id"]: row["name"] for row in self.course.staff}.values())

    @cached_property
    def followup(self) -> dict[str, Any] | None:
        row = self.course.followup
        if not row:
            return None
        due_on = date.fromisoformat(row["due_on"])
        return {
            "due": longdate(due_on),
            "late": due_on < self.today,
            "covers": ", ".join(row["covers"]),
            "reason": row["reason"],
        }

    @cached_property
    def missing(self) -> list[tuple[int, str, str]]:
        """(goal, intervention, what of the law is missing) for what is still wanted."""
        return [(c.pk, row.title, row.missing) for c in self.cards.values() for row in c.helps if row.missing]

    @cached_property
    def changes(self) -> list[Change]:
        if self.previous is None:
            return []
        texts = [text.row for section in self.sections.values() for text in section.texts]
        names = {str(person): name for person, name in self.names.items()}
        return compare(
            self.previous, draft_facts(names, texts, self.goals, self.interventions, self.agreements)
        )


def answered(version: Any) -> str:
    """Freja sagde ja 27. maj 2026"""
    told = [f"{row['name'].split(' ', 1)[0]} sagde {ANSWER_WORDS[row['answer']]}" for row in version.answers]
    return f"{', '.join(told) or 'besvaret'} {longdate(version.answered_on)}"


ANSWER_WORDS = {"yes": "ja", "partly": "delvist ja", "no": "nej", "could_not": "ikke noget endnu"}
