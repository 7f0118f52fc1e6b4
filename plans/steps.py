"""Who takes a step of a goal: one of the team, of the course, or of a network, who needs no account.

A step is read with its goal. Whose name stands on it is another question: that of a citizen, or of somebody
in a citizen's network, is told to those alone who may know of that citizen; to others it is somebody else.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, Trim

from borgerforloeb.accounts.presentation import longdate
from plans.models import SubGoal

Facts = dict[str, Any]
Knows = Callable[[str], bool]
HOLDERS = ("user", "citizen", "network_person")
SOMEBODY_ELSE = "en anden"


def who_columns() -> dict[str, Combinable]:
    """The name, and the citizen whose name it is or in whose network it is found."""
    citizen = Concat("citizen__first_names", Value(" "), "citizen__last_name")
    return {
        "who": Trim(Coalesce("user__name", "network_person__name", citizen)),
        "who_citizen": F("citizen_id"),
        "who_network_of": F("network_person__citizen_id"),
    }


def named(steps: list[Facts], knows: Knows, knows_network: Knows) -> list[Facts]:
    """A version from before steps had anybody on them names none."""
    return [step if _is_told(step, knows, knows_network) else step | {"who": SOMEBODY_ELSE} for step in steps]


def _is_told(step: Facts, knows: Knows, knows_network: Knows) -> bool:
    citizen, network_of = step.get("who_citizen"), step.get("who_network_of")
    return (not citizen or knows(citizen)) and (not network_of or knows_network(network_of))


def step_text(step: Facts) -> str:
    """What was agreed of it: what, who and when."""
    due = f"inden {longdate(date.fromisoformat(step['due_on']))}" if step["due_on"] else ""
    return ", ".join(filter(None, (step["text"], step.get("who"), due)))


def holder_of_step(step: SubGoal) -> str:
    """The one who takes it, as the form names it: `user:12`."""
    found = ((name, getattr(step, f"{name}_id")) for name in HOLDERS)
    return next((f"{name}:{pk}" for name, pk in found if pk), "")
