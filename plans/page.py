"""The plan page as one reader may see it today: one question, whatever the length of the plan."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from borgerforloeb.accounts.addresses import path_to
from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import count_word, genitive, longdate
from plans import rows as drawing
from plans.agreement_cards import AgreementRow, agreement_rows
from plans.cards import GoalCard, Voices, answered, circle, goal_card, help_row
from plans.changes import Change, compare, draft_facts
from plans.marks import GOALS, key_of, left_out
from plans.models import Plan, PlanSection
from plans.reading import day, draft_as_read
from plans.safeguards import Kept, kept
from plans.surroundings import citizen_of
from plans.unread import unread_lines, unread_rows
from plans.wording import Wording, wording_of
from roles.models import Role
from roles.permissions import Access, Permission

Kind = PlanSection.Kind
KINDS = dict(Kind.choices)
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

    person_id: str
    words: str
    about: str
    caption: str
    circle: str
    is_own_words: bool

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]


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

    def __init__(self, plan: Plan, course: Any, access: Access, user: User, today: date) -> None:
        self.plan, self.course, self.access, self.user, self.today = plan, course, access, user, today
        self.persons = [citizen_of(member) for member in course.members]
        self.names = {str(person.pk): person.first_name for person in self.persons}
        self.is_family = len(self.persons) > 1
        self.draft = draft_as_read(plan, user, access, set(self.names))
        self.versions = self.draft.versions
        self.last = self.versions[0] if self.versions else None
        self.previous = self.draft.last_content

    @property
    def may_write(self) -> bool:
        return "edit_plan" in self.access and self.plan.can_be_written

    @cached_property
    def url(self) -> str:
        """Asked for once: the template adds the rest of each address."""
        return path_to("plans:plan", self.course.pk)

    @cached_property
    def notes_url(self) -> str:
        return path_to("plans:notes", self.course.pk)

    @cached_property
    def desk(self) -> drawing.Desk:
        return drawing.Desk(
            url=self.url,
            notes_url=self.notes_url,
            may_write=self.may_write,
            may_edit=Permission.EDIT_PLAN in self.access,
            may_set_status=self.may_set_status,
            sees_costs=Permission.SEE_COSTS in self.access,
            may_answer=Permission.ANSWER_ADJUSTMENT in self.access,
            user_id=self.user.pk,
        )

    @property
    def may_set_status(self) -> bool:
        return "edit_plan" in self.access or "decide" in self.access

    @property
    def version_lines(self) -> list[tuple[int, str]]:
        return [(version["number"], answered(version)) for version in self.versions]

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
    def state(self) -> str:
        plan = self.plan
        if plan.status == Plan.Status.AGREED and self.last:
            return f"Version {plan.number} · {answered(self.last)}"
        word = "Taget med til samtale" if plan.status == Plan.Status.IN_TALK else "Kladde"
        when = f" {longdate(plan.taken_to_talk_on)}" if plan.taken_to_talk_on else ""
        builds = f" · bygger på version {self.last['number']}: {answered(self.last)}" if self.last else ""
        return f"{word}{when} · version {plan.number}{builds}" if when else f"Kladde {plan.number}{builds}"

    @cached_property
    def sections(self) -> dict[str, Section]:
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.draft.sections:
            rows[row["kind"]].append(row)
        return {kind: self._section(kind, rows[kind]) for kind in ORDER}

    def _section(self, kind: str, rows: list[dict[str, Any]]) -> Section:
        section = Section(kind, KINDS[kind])
        order = list(self.names)
        filled = [row for row in rows if row["text"]]
        filled.sort(
            key=lambda row: order.index(row["person_id"]) if row["person_id"] in order else len(order)
        )
        section.texts = [self._text(row) for row in filled]
        there = {row["person_id"] for row in filled}
        section.missing_for = [(pk, name) for pk, name in self.names.items() if pk not in there]
        if self.is_family and None not in there:
            section.missing_for.append(("", "hele familien"))
        elif not self.is_family and filled:
            section.missing_for = []
        return section

    def _text(self, row: dict[str, Any]) -> Text:
        who = self.names.get(row["person_id"], "") if row["person_id"] else ""
        about = (who or "Hele familien") if self.is_family else ""
        is_own = row["kind"] in PlanSection.OWN_WORDS
        caption = self._caption(row, who) if is_own else ""
        return Text(row["person_id"] or "", row["text"], about, caption, circle(row), is_own)

    def _caption(self, row: dict[str, Any], who: str) -> str:
        words = f"{genitive(who)} egne ord" if who else "Familiens egne ord"
        with_ = f", skrevet sammen med {row['written_with']}" if row["written_with"] else ""
        return f"{words}{with_} {longdate(day(row['said_on']))}".strip()

    @cached_property
    def cards(self) -> dict[str, GoalCard]:
        before = {row["id"]: row for row in self.previous["goals"]} if self.previous else {}
        cards, number = {}, 0
        for goal in self.draft.goals:
            card = self._card(goal, number + 1, before.get(goal["id"]))
            number += 0 if card.is_ended else 1
            card.draw(self.desk)
            cards[card.pk] = card
        return cards

    def _card(self, goal: dict[str, Any], number: int, was: dict[str, Any] | None) -> GoalCard:
        who = self.names.get(goal["person_id"], "") or (self.whose if not self.is_family else "")
        voices = Voices(who, self.helper, was["citizen_progress"] if was else None)
        card = goal_card(goal, number, self.names, voices, self.today)
        card.is_new = self.previous is not None and was is None and not self._was_closed(goal)
        with_cost = self.desk.sees_costs
        card.helps = [help_row(row, self.today, with_cost=with_cost) for row in goal["help_rows"]]
        if with_cost:
            card.cost = sum(row["yearly_cost"] or 0 for row in goal["help_rows"])
        return card

    def _was_closed(self, goal: dict[str, Any]) -> bool:
        """It was there, and what was said of it then is still not for this reader."""
        return self.previous is not None and key_of(GOALS, goal) in left_out(self.previous)

    @property
    def cards_now(self) -> list[GoalCard]:
        return [card for card in self.cards.values() if card.is_now and not card.is_ended]

    @property
    def cards_later(self) -> list[GoalCard]:
        return [card for card in self.cards.values() if not card.is_now and not card.is_ended]

    @property
    def cards_ended(self) -> list[GoalCard]:
        return [card for card in self.cards.values() if card.is_ended]

    @cached_property
    def agreements(self) -> list[AgreementRow]:
        return agreement_rows(self.draft.agreements, self.today)

    @property
    def agreements_open(self) -> SafeString:
        return drawing.agreements([row for row in self.agreements if row.open], self.desk)

    @property
    def agreements_ended(self) -> SafeString:
        return drawing.ended_agreements([row for row in self.agreements if not row.open], self.desk)

    @property
    def ended_count(self) -> int:
        return sum(not row.open for row in self.agreements)

    @cached_property
    def safeguards(self) -> list[Kept]:
        return kept(self.draft.safeguards, self.names, self.today)

    @cached_property
    def helper(self) -> str:
        """The one who is closest tells how far the citizen is from the worker's side."""
        staff = [row["user__name"] for row in self.draft.staff if row["role"] == Role.BORGERKONSULENT]
        return staff[0].split(" ", 1)[0] if staff else ""

    @cached_property
    def contacts(self) -> list[str]:
        return list({row["user_id"]: row["user__name"] for row in self.draft.staff}.values())

    @cached_property
    def followup(self) -> dict[str, Any] | None:
        row = self.draft.followup
        if not row:
            return None
        due_on = date.fromisoformat(row["due_on"])
        return {
            "due": longdate(due_on),
            "late": due_on < self.today,
            "covers": ", ".join(self._covered_by(row["section_ids"])),
            "reason": row["reason"],
        }

    def _covered_by(self, sections: list[int]) -> list[str]:
        """A section tells of the help that rests on it, so it is named to those who may read of that."""
        helps = (row for goal in self.draft.goals for row in goal["help_rows"])
        return sorted(
            {
                f"{row['section__act__short_name']} {row['section__number']}"
                for row in helps
                if row["section_id"] in sections
            }
        )

    @cached_property
    def unread(self) -> list[str]:
        names = {person.pk: person.first_name for person in self.persons}
        return unread_lines(unread_rows(self.plan, self.access), names)

    @cached_property
    def missing(self) -> list[tuple[str, str, str]]:
        """(goal, intervention, what of the law is missing) for what is still wanted."""
        return [(c.pk, row.title, row.missing) for c in self.cards.values() for row in c.helps if row.missing]

    @cached_property
    def wording(self) -> Wording:
        texts = (text for section in self.sections.values() for text in section.texts)
        ours = [text.words for text in texts if not text.is_own_words]
        ours += [row.what for row in self.safeguards]
        return wording_of(ours, self.cards.values(), self.agreements)

    @cached_property
    def changes(self) -> list[Change]:
        now = draft_facts(self.names, self.draft, self.today)
        return compare(self.previous, now) if self.previous else []
