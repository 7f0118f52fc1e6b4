"""What the log says in Danish. A code is "area.thing_act" or "area.act"; unknown ones are told by kind."""

from collections.abc import Iterable
from dataclasses import dataclass

from borgerforloeb.audit.models import AuditEvent, Kind

WHOLE = {
    "demo.filled": "Demokommunen lagt ind",
    "access.refused": "Adgang afvist",
    "log.read": "Loggen læst",
    "request.undone": "Det nævnte blev ikke til noget",
    "sign_in.succeeded": "Logget ind",
    "sign_in.failed": "Forsøgte at logge ind",
    "sign_in.locked_out": "Skulle vente efter for mange forsøg",
    "sign_in.ended": "Logget ud",
    "sign_in.ended_elsewhere": "Logget ud i andre browsere",
    "sign_in.form_held": "Sendte en formular, som ventede på nyt login",
    "draft.begun": "Kladde påbegyndt",
    "draft.discarded": "Kladde kasseret",
    "draft.listed": "Egne ufærdige tekster vist på liste",
    "draft.opened": "Egen ufærdig tekst åbnet",
    "draft.refused": "Egen ufærdig tekst holdt lukket",
    "sign_in.refused": "Afvist ved kommunens login",
    "user.created": "Medarbejder oprettet",
    "user.changed": "Medarbejder ændret",
    "user.closed": "Konto lukket",
    "user.reopened": "Konto åbnet igen",
    "user.password_given": "Ny adgangskode givet af en administrator",
    "user.second_factor_reset": "Totrinsbekræftelse nulstillet, og ny adgangskode givet, af en administrator",
    "user.way_in_opened": "Åbnede for at give en ny adgangskode",
    "user.opened": "Medarbejder vist",
    "user.create_opened": "Åbnede for at oprette en medarbejder",
    "user.close_opened": "Åbnede for at lukke en konto",
    "user.reopen_opened": "Åbnede for at åbne en konto igen",
    "users.listed": "Medarbejdere vist på liste",
    "notices.laid_aside_listed": "Påmindelser, der er lagt til side, vist på liste",
    "notice.tried_again": "Påmindelse, der var lagt til side, prøves igen",
    "notice.close_opened": "Åbnede for at lukke en påmindelse, der er lagt til side",
    "notice.closed": "Påmindelse, der var lagt til side, lukket",
    "role.to_hand_over": "Forløbet skal gives til en anden af lederen",
    "role.kept": "Forløbet skal alligevel ikke gives til en anden",
    "user.capabilities_changed": "Adgange ændret af kommunens login",
    "password.changed": "Adgangskode skiftet",
    "second_factor.added": "Totrinsbekræftelse slået til",
    "second_factor.removed": "Totrinsbekræftelse slået fra",
    "second_factor.renewed": "Nye gendannelseskoder",
    "outside.searched": "Søgt uden for egne forløb",
    "number.looked_up": "Nummer slået op",
    "number.led_nowhere": "Opslag på nummer førte ikke til noget",
    "outside.opened": "Søgning uden for egne forløb åbnet",
    "emergency.opened": "Åbnet med nødadgang",
    "emergency.ended": "Nødadgang afsluttet før tid",
    "emergency.judged": "Nødadgang vurderet",
    "emergency.viewed": "Nødadgang set efter",
    "emergency.refused": "Nødadgang afvist",
    "handovers.listed": "Forløb uden ansvarlig vist på liste",
    "handover.opened": "Åbnet for at give forløbet til en anden",
    "handover.relation_opened": "Åbnet for at rette en relation, der holder en medarbejder ude",
    "role.handed_over": "Forløbet givet til en anden af en leder",
    "emergencies.listed": "Nødadgange vist på liste",
    "reading.opened": "Åbnet til læsning af en leder",
    "reading.ended": "Læsning afsluttet før tid",
    "reading.refused": "Læsning afvist",
    "protection.set": "Adressebeskyttelse sat",
    "protection.ask_opened": "Åbnet for at bede om at ophæve en adressebeskyttelse",
    "protection.lift_asked": "Bedt om at ophæve en adressebeskyttelse",
    "protection.lift_opened": "Anmodning om at ophæve en adressebeskyttelse åbnet",
    "protection.lifted": "Adressebeskyttelse ophævet af to",
    "protection.lift_refused": "Adressebeskyttelse ikke ophævet",
    "protection.lift_lapsed": "Anmodning om at ophæve en adressebeskyttelse ikke besvaret i tide",
    "protection.lift_withdrawn": "Anmodning om at ophæve en adressebeskyttelse trukket tilbage",
    "access.asked": "Bedt om adgang",
    "access.granted": "Adgang givet efter anmodning",
    "access.declined": "Adgang ikke givet",
    "access.reported": "Adgange opgjort",
    "access.listed": "Hvem har adgang, vist på liste",
    "access.opened": "En medarbejders adgange vist",
    "access.looked_through": "En medarbejders adgange gennemgået",
    "access.requests_opened": "Anmodninger om adgang åbnet",
    "access.grant_opened": "Åbnet for at give adgang",
    "access.decline_opened": "Åbnet for at afslå adgang",
    "review.listed": "Logkontrollen vist på liste",
    "review.opened": "Sag i logkontrollen åbnet",
    "review.statistics_opened": "Logkontrollens tal åbnet",
    "review.asked": "Medarbejder spurgt om opslag",
    "review.questions_read": "Spørgsmål fra logkontrollen vist",
    "review.answered": "Svaret på loggen",
    "review.judged": "Opslag vurderet",
    "review.rule_changed": "Regel for logkontrol ændret",
    "review.rules_opened": "Regler for logkontrollen vist",
    "review.flag_set": "Forløb sat til særlig opmærksomhed",
    "review.flag_opened": "Særlig opmærksomhed om forløb åbnet",
    "review.flag_ended": "Særlig opmærksomhed om forløb fjernet",
    "review.flags_opened": "Forløb med særlig opmærksomhed vist",
    "review.breaches_opened": "Brud vist på liste",
    "outside.forgotten": "Gamle søgninger uden for egne forløb slettet",
    "review.reconciled": "Borgernes side holdt op mod loggen",
    "review.searched": "Loggen set efter med reglerne",
    "seen.opened": "Så, hvem der har set sagen",
    "seen.print_opened": "Åbnede print af, hvem der har set sagen",
    "staff_citizens.listed": "Medarbejdere, der er borgere, vist på liste",
    "disclosure.released": "Udleveret på papir",
    "seen.printed": "Udskrev, hvem der har set sagen",
    "text.move_opened": "Åbnede for at flytte en tekst",
    "text.places_listed": "Egne forløb vist for at flytte en tekst",
    "text.place_opened": "Så, hvor en tekst kan flyttes hen",
    "text.moved_away": "En tekst flyttet herfra",
    "text.moved_here": "En tekst flyttet hertil",
    "text.moved_opened": "Så, hvad en flyttet tekst førte med sig",
    "plan.taken_to_talk": "Planen taget med til samtale",
    "plan.goal_notes_opened": "Notater til et mål åbnet",
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
    "disclosure": "Udlevering",
    "disclosures": "Udleveringer",
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
    "sharing": "Deling",
    "staff_citizen": "Medarbejder, der er borger,",
    "subgoal": "Delmål",
    "trin": "Trin",
    "version": "Version af planen",
    "versions": "Planens versioner",
    "worklist": "Mit arbejde",
}
ACTS = {
    "accepted": "besvaret",
    "add_opened": "åbnet for at tilføje",
    "added": "tilføjet",
    "agreed": "aftalt",
    "approved": "godkendt af en anden",
    "appoint_opened": "åbnet for at udpege",
    "appointed": "udpeget",
    "assessed": "vurderet",
    "begun": "påbegyndt",
    "called": "indkaldt",
    "cancelled": "aflyst",
    "changed": "ændret",
    "choose_opened": "åbnet for at vælge modtager",
    "close_planned": "åbnet for at afslutte",
    "closed": "afsluttet",
    "copy_opened": "kopi åbnet",
    "correct_opened": "åbnet for at rette en fejl",
    "corrected": "rettet som en fejl",
    "created": "oprettet",
    "decided": "besluttet",
    "deleted": "slettet",
    "done": "gjort",
    "edit_opened": "åbnet for at rette",
    "edited": "ændret",
    "end_opened": "åbnet for at afslutte",
    "ended": "afsluttet",
    "give_opened": "åbnet for at notere",
    "given": "givet",
    "held": "holdt",
    "join_opened": "åbnet for at notere et ja mere",
    "joined": "givet af en mere",
    "listed": "vist på liste",
    "looked_again": "set igennem igen",
    "mailed": "sendt",
    "moved": "flyttet",
    "not_created": "ikke oprettet",
    "noted": "noteret",
    "opened": "åbnet",
    "pause_planned": "åbnet for at sætte på pause",
    "paused": "sat på pause",
    "planned": "planlagt",
    "prepared": "gjort klar",
    "print_opened": "åbnet for at udskrive",
    "printed": "udskrevet",
    "read_aloud": "læst op",
    "recorded": "noteret",
    "released": "udleveret",
    "removed": "fjernet",
    "renew_opened": "åbnet for at forny",
    "reopen_planned": "åbnet for at genåbne",
    "reopened": "genåbnet",
    "replaced": "udskiftet",
    "resume_planned": "åbnet for at genoptage",
    "resumed": "genoptaget",
    "revealed": "vist helt",
    "saved": "gemt",
    "searched": "søgt",
    "second_asked": "sendt til godkendelse",
    "shared": "delt",
    "shown": "vist",
    "status": "har fået ny status",
    "stopped": "stoppet",
    "ticked": "afkrydset",
    "viewed": "åbnet",
    "withdraw_opened": "åbnet for at trække tilbage",
    "withdrawn": "trukket tilbage",
    "written": "skrevet",
}
ROLES = {
    "own_courses": "egne forløb",
    "coordinating_caseworker": "koordinerende sagsbehandler",
    "borgerkonsulent": "borgerkonsulent",
    "caseworker": "sagsbehandler",
    "team_member": "medlem af teamet",
    "deputy": "stedfortræder",
    "emergency": "nødadgang",
    "reader": "læser som leder",
    "leader": "leder af enheden",
}


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
