"""*Min historie* in finished words: each part, whether it is approved, and who may read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.casework.matrix import Who, who_may_see
from borgerforloeb.citizens.models import Citizen, Domain, Level
from plans.actions.story import may_take_back
from plans.models import Plan, StoryAsked, StoryPart
from roles.permissions import Access, Permission

LATEST = 50


@dataclass(frozen=True, slots=True)
class PartRow:
    part: StoryPart
    about: str
    approved: str
    readers: str
    taken_out: str
    may_change: bool


@dataclass(frozen=True, slots=True)
class AskedRow:
    asked: StoryAsked
    when: str
    about: str
    taken_back: str
    may_take_back: bool


class StoryPage:
    """All that the page shows, as one reader may read it; its questions grow with the persons alone."""

    def __init__(
        self, plan: Plan, user: User, access: Access, persons: Sequence[Citizen], today: date
    ) -> None:
        self.plan, self.user, self.access, self.today = plan, user, access, today
        self.persons: dict[UUID | None, Citizen] = {person.pk: person for person in persons}
        self.may_edit = access.may(Permission.EDIT_PLAN)
        parts = list(
            StoryPart.objects.visible_to(user)
            .filter(plan=plan)
            .select_related("approval_noted_by", "taken_back_by")
        )
        self.headings = {part.pk: part.heading for part in parts}
        standing = [part for part in parts if not part.is_taken_back]
        who = self._who(standing)
        self.parts = [self._part(part, who) for part in standing]
        self.taken_out = [self._part(part, who) for part in parts if part.is_taken_back]
        self.approved = sum(part.is_approved for part in standing)
        asked = StoryAsked.objects.visible_to(user).filter(plan=plan)
        self.asked_count = asked.standing().count()
        self.asked = [self._asked(row) for row in asked.select_related("noted_by", "taken_back_by")[:LATEST]]

    @property
    def is_family(self) -> bool:
        return len(self.persons) > 1

    @property
    def whose(self) -> str:
        return _joined([person.first_name for person in self.persons.values()])

    def _who(self, parts: Sequence[StoryPart]) -> dict[UUID | None, list[Who]]:
        persons = dict.fromkeys(part.person_id for part in parts if part.person_id in self.persons)
        course = self.plan.course
        return {pk: who_may_see(course, self.persons[pk], self.today, self.access) for pk in persons}

    def _part(self, part: StoryPart, who: Mapping[UUID | None, list[Who]]) -> PartRow:
        noted, day = part.approval_noted_by, longdate(part.approved_on)
        approved = f"{day}, {part.get_approved_way_display()}, noteret af {noted.name}" if noted else ""
        taken = part.taken_back_by
        out = f"{longdate(part.taken_back_on)} af {taken.name}: {part.taken_back_why}" if taken else ""
        person = self.persons.get(part.person_id)
        about = person.first_name if person and self.is_family else ""
        readers = readers_of(part, who.get(part.person_id, []))
        return PartRow(part, about, approved, readers, out, self.may_edit)

    def _asked(self, asked: StoryAsked) -> AskedRow:
        person = self.persons.get(asked.person_id)
        whole = f"hele historien{f' om {person.first_name}' if person and self.is_family else ''}"
        # A part that is no longer approved is named to the two alone.
        about = self.headings.get(asked.part_id, "en del af historien") if asked.part_id else whole
        taken = asked.taken_back_by
        back = f"{longdate(asked.taken_back_on)} af {taken.name}: {asked.taken_back_why}" if taken else ""
        may = not back and may_take_back(asked, self.access, self.user)
        return AskedRow(asked, longdate(asked.on), about, back, may)


# `story_pdf.is_given`: the yes is to that, too.
ON_PAPER = "På papir også den, der svarer for et barn, og den, som et samtykke nævner."


def readers_of(part: StoryPart, who: Sequence[Who]) -> str:
    """In plain words, and by name; until it is approved, it is for those who write it down."""
    if not part.is_approved:
        return "Kun de to, der holder planen, læser den, før den er godkendt."
    inside = [one for one in who if not one.is_outside]
    if part.level == Level.SHIELDED:
        return f"Skærmet. Kun {_named([one for one in inside if one.sees_shielded])}."
    if part.level == Level.COMMON or part.domain == Domain.COMMON:
        return f"Alle, der arbejder med forløbet: {_named(inside)}. {ON_PAPER}"
    reading = [one for one in who if _reads(one, part.domain)]
    within = _named([one for one in reading if not one.is_outside])
    outside = [one for one in reading if one.is_outside]
    more = f" {_named(outside)} må få det at vide med samtykke." if outside else ""
    return f"Kun {Domain(part.domain).label}: {within}.{more}"


def _reads(one: Who, domain: str) -> bool:
    return any(cell.domain == domain and cell.kind != "no" for cell in one.cells)


def _named(people: Sequence[Who]) -> str:
    return _joined([one.name for one in people]) or "ingen"


def _joined(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} og {names[-1]}" if names[1:] else "".join(names)
