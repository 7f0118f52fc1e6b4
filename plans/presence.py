"""Which colleagues have the same plan open, and where they write, as far as a reader may know of that place.

It names employees of the reader's own team and kinds of text, and tells nothing of a citizen.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from borgerforloeb.accounts.models import User
from borgerforloeb.drafts.holding import be_here, others_here, written_now
from plans.models import Goal, PlanSection
from roles.models import Assignment


def here_beside(user: User, course: UUID, *, at: datetime) -> list[str]:
    """A line for each, and the reader is here from now on. Outside the team nobody sees or is seen."""
    team = Assignment.objects.filter(course=course).in_force().of_the_team()
    names = dict(team.values_list("user", "user__name"))
    if user.pk not in names:
        return []
    be_here(course, by=user, at=at)
    others = others_here(course, than=user, at=at) & names.keys()
    written = written_now(course, than=user, at=at) if others else {}
    places = dict(_places(user, course)) if written else {}
    return sorted(_line(names[one], places, written.get(one, ())) for one in others)


def _line(name: str, places: dict[str, str], addresses: Iterable[str]) -> str:
    where = [places[address] for address in addresses if address in places]
    return f"{name} er her også og skriver i {where[0]}" if where else f"{name} er her også"


def _places(user: User, course: UUID) -> Iterator[tuple[str, str]]:
    """The forms whose rows the reader may know of, by their addresses."""
    for goal in Goal.objects.visible_to(user).filter(plan__course=course).values_list("pk", flat=True):
        yield reverse("plans:goal_edit", args=[course, goal]), "et mål"
    sections = PlanSection.objects.visible_to(user).filter(plan__course=course)
    for kind, person in sections.values_list("kind", "person"):
        form, label = reverse("plans:section_edit", args=[course, kind]), f"”{PlanSection.Kind(kind).label}”"
        yield (f"{form}?{urlencode({'person': person})}" if person else form), label
