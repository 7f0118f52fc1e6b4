"""What the log says in Danish. A code is "area.thing_act" or "area.act"; unknown ones are told by kind."""

from collections.abc import Iterable
from dataclasses import dataclass

from borgerforloeb.audit.dictionary import ACTS, ROLES, THINGS, WHOLE
from borgerforloeb.audit.models import AuditEvent, Kind


@dataclass(frozen=True)
class Row:
    """One line of the log page, in finished words."""

    event: AuditEvent
    who: str
    what: str
    basis: str
    refused: bool
    undone: bool
    persons: int


def log_rows(events: Iterable[AuditEvent]) -> list[Row]:
    events = list(events)
    undone = AuditEvent.objects.undone_among(events)
    return [
        Row(
            event=event,
            who=event.actor or ("Systemet" if event.kind == Kind.SYSTEM else "Ikke logget ind"),
            what=action_words(event),
            basis=basis_words(event),
            refused=event.kind == Kind.REFUSAL,
            undone=event.pk in undone,
            persons=len(event.person_ids),
        )
        for event in events
    ]


def action_words(event: AuditEvent) -> str:
    return words_of(event.action) or Kind(event.kind).label.capitalize()


def words_of(action: str) -> str:
    if action in WHOLE:
        return WHOLE[action]
    area, _, rest = action.partition(".")
    thing, _, act = rest.rpartition("_")
    if thing not in THINGS:
        thing, act = area, rest
    if thing in THINGS and act in ACTS:
        return f"{THINGS[thing]} {ACTS[act]}"
    return ""


def basis_words(event: AuditEvent) -> str:
    """The roles without the numbers of their assignments: borgerkonsulent, medlem af teamet."""
    roles = [part.partition(":")[0].strip() for part in event.basis.split(",") if part.strip()]
    return ", ".join(dict.fromkeys(ROLES.get(role, role) for role in roles))
