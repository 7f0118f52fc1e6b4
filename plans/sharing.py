"""Goals that several fields work on together, named and counted; nobody reads more for it (R62)."""

from collections.abc import Iterable, Mapping
from typing import Any

from borgerforloeb.citizens.models import Domain
from plans.models import Goal

NAMES = dict(Domain.choices)
# What is common belongs to no field.
FIELDS = [choice for choice in Domain.choices if choice[0] != Domain.COMMON]


def shared_with(domain: str, chosen: Iterable[str]) -> list[str]:
    """In the order of the fields, each once; the goal's own field has it already."""
    wanted = set(chosen) - {domain}
    return [field for field, _ in FIELDS if field in wanted]


def shared_in_words(domains: Iterable[str]) -> str:
    *first, last = [NAMES[domain] for domain in domains] or [""]
    return f"fælles med {' og '.join(filter(None, (', '.join(first), last)))}" if last else ""


def counted(goals: Iterable[Mapping[str, Any]]) -> str:
    """Of the open goals that the reader may read: how many fields, and how many that work together."""
    rows = [goal for goal in goals if goal["status"] not in Goal.ENDED]
    fields = {field for goal in rows for field in (goal["domain"], *goal["with_domains"])} - {Domain.COMMON}
    shared = sum(bool(goal["with_domains"]) for goal in rows)
    if not fields:
        return ""
    where = "Mål i ét område." if len(fields) == 1 else f"Mål i {len(fields)} områder."
    return f"{where} {shared} af {len(rows)} mål er fælles for flere."
