"""What the log says in Danish. A code is "area.thing_act" or "area.act"; unknown ones are told by kind."""

from collections.abc import Iterable
from dataclasses import dataclass

from borgerforloeb.audit.models import AuditEvent, Kind

WHOLE = {
    "access.refused": "Adgang afvist",
    "log.read": "Loggen læst",
    "sign_in.succeeded": "Logget ind",
    "sign_in.failed": "Forsøgte at logge ind",
    "sign_in.locked_out": "Skulle vente efter for mange forsøg",
    "sign_in.ended": "Logget ud",
    "password.changed": "Adgangskode skiftet",
    "second_factor.added": "Totrinsbekræftelse slået til",
    "second_factor.removed": "Totrinsbekræftelse slået fra",
    "second_factor.renewed": "Nye gendannelseskoder",
    "plan.taken_to_talk": "Planen taget med til samtale",
    "plan.new_draft": "Ny kladde til planen",
    "plan.progress_told": "Fremgang vurderet",
    "plan.begun": "Planen påbegyndt",
    "number.revealed": "CPR-nummer vist helt",
}
THINGS = {
    "acceptance": "Borgerens svar",
    "address": "Adresse",
    "agenda": "Dagsorden",
    "agenda_item": "Punkt på dagsordenen",
    "agreement": "Aftale",
    "answer": "Borgerens svar",
    "assessment": "Trinvurdering",
    "assignment": "Tilknytning",
    "citizen": "Borger",
    "consent": "Samtykke",
    "consents": "Samtykker",
    "course": "Forløb",
    "courses": "Forløb",
    "decision": "Afgørelse",
    "family": "Familie og netværk",
    "follow_up": "Opfølgning",
    "followup": "Opfølgning",
    "goal": "Mål",
    "intervention": "Indsats",
    "log": "Log",
    "meeting": "Netværksmøde",
    "meetings": "Møder",
    "member": "Person i forløbet",
    "minutes": "Referat",
    "network": "Netværk",
    "network_person": "Netværksperson",
    "note": "Notat",
    "notice": "Påmindelse",
    "notes": "Notater",
    "number": "CPR-nummer",
    "overview": "Overblik",
    "participant": "Mødedeltager",
    "people": "Familie og netværk",
    "person": "Person",
    "plan": "Planen",
    "relation": "Familierelation",
    "results": "Resultater",
    "role": "Rolle",
    "section": "Afsnit i planen",
    "subgoal": "Delmål",
    "trin": "Trin",
    "version": "Version af planen",
    "worklist": "Mit arbejde",
}
ACTS = {
    "accepted": "besvaret",
    "added": "tilføjet",
    "agreed": "aftalt",
    "appointed": "udpeget",
    "assessed": "vurderet",
    "begun": "påbegyndt",
    "called": "indkaldt",
    "cancelled": "aflyst",
    "changed": "ændret",
    "closed": "afsluttet",
    "created": "oprettet",
    "decided": "besluttet",
    "deleted": "slettet",
    "done": "gjort",
    "edited": "ændret",
    "ended": "afsluttet",
    "given": "givet",
    "held": "holdt",
    "listed": "vist på liste",
    "mailed": "sendt",
    "moved": "flyttet",
    "noted": "noteret",
    "opened": "åbnet",
    "paused": "sat på pause",
    "planned": "planlagt",
    "printed": "udskrevet",
    "recorded": "noteret",
    "removed": "fjernet",
    "reopened": "genåbnet",
    "replaced": "udskiftet",
    "resumed": "genoptaget",
    "revealed": "vist helt",
    "saved": "gemt",
    "searched": "søgt",
    "shared": "delt",
    "shown": "vist",
    "status": "har fået ny status",
    "ticked": "afkrydset",
    "viewed": "åbnet",
    "withdrawn": "trukket tilbage",
    "written": "skrevet",
}
ROLES = {
    "coordinating_caseworker": "koordinerende sagsbehandler",
    "borgerkonsulent": "borgerkonsulent",
    "caseworker": "sagsbehandler",
    "team_member": "medlem af teamet",
}


@dataclass(frozen=True)
class Row:
    """One line of the log page, in finished words."""

    event: AuditEvent
    who: str
    what: str
    basis: str
    refused: bool
    persons: int


def log_rows(events: Iterable[AuditEvent]) -> list[Row]:
    return [
        Row(
            event=event,
            who=event.actor or ("Systemet" if event.kind == Kind.SYSTEM else "Ikke logget ind"),
            what=action_words(event),
            basis=basis_words(event),
            refused=event.kind == Kind.REFUSAL,
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
