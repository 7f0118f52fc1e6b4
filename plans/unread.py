"""That more is written, told to the two who hold the plan together: how much, about whom, in which field.

What rests on a closed goal is not counted besides the goal. Shielded texts are not told of at all.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Count

from borgerforloeb.citizens.models import Domain, Level
from plans.marks import Mark, all_texts
from plans.models import Agreement, Goal, Intervention, Note, Placement, Plan, PlanSection, Safeguard, Trial
from plans.reading import reads
from plans.snapshot import Facts
from roles.permissions import Access, Permission

Place = tuple[UUID | None, str]
Found = Counter[Place]


def is_told(access: Access) -> bool:
    return access.may(Permission.EDIT_PLAN)


def unread_rows(plan: Plan, access: Access) -> Found:
    """One query, and none where the reader has nothing closed to be told of."""
    if not is_told(access):
        return Counter()
    of_plan = (
        PlanSection.objects.filter(plan=plan).exclude(text=""),
        Goal.objects.filter(plan=plan),
        Intervention.objects.filter(goal__plan=plan),
        Note.objects.signed().of_their_own().filter(goal__plan=plan),
        Agreement.objects.filter(plan=plan),
        Trial.objects.filter(plan=plan),
        Placement.objects.standing().filter(plan=plan),
        Safeguard.objects.filter(plan=plan),
    )
    first, *others = (
        rows.filter(level=Level.DOMAIN)
        .exclude(access.rows())
        .order_by()
        .values_list("person_id", "domain")
        .annotate(number=Count("pk"))
        for rows in of_plan
    )
    found: Found = Counter()
    for person, domain, number in first.union(*others, all=True):
        found[person, domain] += number
    return found


def unread_facts(facts: Facts, access: Access) -> Found:
    """The same of a plan that stands in JSON, for its print."""
    if not is_told(access):
        return Counter()
    places = (_closed_place(row["marks"], access) for row in all_texts(facts))
    return Counter(place for place in places if place)


def _closed_place(marks: Iterable[Mark], access: Access) -> Place | None:
    """Of a text that was shielded before or after it was frozen, nothing is told."""
    if any(mark.level == Level.SHIELDED for mark in marks):
        return None
    closed = (
        mark for mark in sorted(marks, key=str) if mark.level == Level.DOMAIN and not reads(access, mark)
    )
    return next(((UUID(mark.person) if mark.person else None, mark.domain) for mark in closed), None)


def unread_lines(found: Found, names: Mapping[UUID, str]) -> list[str]:
    """Freja: sundhed (2), skole (1). Where there is one person, without the name."""
    by_person: dict[str, list[str]] = {}
    order = Domain.values.index
    for (person, domain), number in sorted(found.items(), key=lambda item: order(item[0][1])):
        who = names.get(person, "") if person and len(names) > 1 else ""
        by_person.setdefault(who, []).append(f"{Domain(domain).label} ({number})")
    return [f"{who}: {', '.join(told)}" if who else ", ".join(told) for who, told in by_person.items()]
