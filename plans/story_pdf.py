"""*Min historie* on paper: what the citizen has approved, to take home, or for whom a consent names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists
from django.urls import reverse

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.citizens.models import Citizen, Level
from borgerforloeb.disclosures.models import Disclosure, Edition
from borgerforloeb.disclosures.package import Package, Paper, page_of
from borgerforloeb.disclosures.recipients import Recipient, answering_for, around, possible
from plans.models import Agreement, Plan, StoryPart
from plans.queries import places_of
from roles.permissions import Access

LABELS = {"name": "Hvis historie", "parts": "Min historie"}


@dataclass(frozen=True)
class PrintedPart:
    heading: str
    lines: tuple[str, ...]
    approved: str


@dataclass(frozen=True)
class StoryPaper:
    name: str
    on: str
    parts: tuple[PrintedPart, ...]


def story_paper(plan: Plan, person: Citizen, *, sender: User, access: Access, today: date) -> Paper:
    """For the citizen, for who answers for a child, and for those outside whom a consent names."""
    # Nothing of the story is a promise, so a promise opens none of it.
    people = around(plan.course, access, today, Exists(Agreement.objects.none()))
    named = [one for one in possible(people) if one.to == Disclosure.To.NETWORK and one.consent]
    return Paper(
        course=plan.course,
        title="Udlever Min historie",
        ask="Hvem skal have historien?",
        back=reverse("plans:story", args=[plan.course_id]),
        people=people,
        found=[*answering_for(people, person.pk), *(one for one in named if one.about == person.pk)],
        package_for=lambda to: _package(plan, person, to, sender, today),
        about=person.pk,
    )


def _package(plan: Plan, person: Citizen, to: Recipient, sender: User, today: date) -> Package:
    parts = StoryPart.objects.visible_to(sender).approved().filter(plan=plan, person=person)
    given = [part for part in parts if is_given(part, to)]
    return page_of(
        StoryPaper(person.name, longdate(today), tuple(map(_printed, given))),
        what="Min historie",
        source=f"story:{person.pk}",
        labels=LABELS,
        marks=Counter((str(person.pk), part.domain, part.level) for part in given),
        template="plans/print/story.html",
        places=places_of(plan),
    )


def is_given(part: StoryPart, to: Recipient) -> bool:
    """As the rows of the plan (`projection`): one's own, whatever its level; a consent opens its fields."""
    if to.is_the_person:
        return True
    if to.consent is not None:
        return part.level != Level.SHIELDED and part.domain in to.consent.domains
    # What a child has told is not a parent's because the parent answers for the child.
    return to.edition == Edition.CUSTODY and part.level == Level.COMMON


def _printed(part: StoryPart) -> PrintedPart:
    lines = tuple(line for line in map(str.strip, part.text.splitlines()) if line)
    return PrintedPart(part.heading, lines, longdate(part.approved_on))
