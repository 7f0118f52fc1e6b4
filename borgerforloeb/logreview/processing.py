"""The record of processing activities (GDPR, article 30), read from the system's own tables.

Which data there are, about whom, who may read them and how they are kept safe is asked of models, roles, laws
and rights. Written by hand are only the purposes, and which tables serve which of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.batches.queries import KEPT as BATCHES_KEPT
from borgerforloeb.citizens.models import Citizen, Course, Domain, NetworkPerson
from borgerforloeb.disclosures.models import Disclosure, Edition
from borgerforloeb.law.models import Section
from roles.models import Role
from roles.rights import PROTECTED, RIGHTS, SHUT

# Nobody's data: law, figures, keys of packages, and what only joins two rows that are told of.
OF_NOBODY = frozenset({
    "accounts_orgunit", "audit_auditseal", "auth_group", "auth_group_permissions", "auth_permission",
    "axes_accessattemptexpiration", "django_content_type", "language_heavyword", "law_act", "law_plankind",
    "law_plankind_when", "law_requirement", "law_section", "law_situation", "logreview_reviewnight",
    "outcomes_resulttarget",
    "plans_followup_sections", "socialaccount_socialapp",
})  # fmt: skip
# The years that are proposed in docs/security.md; the municipality decides.
UNDECIDED = "Så længe kommunen bestemmer; systemet sletter intet af sig selv endnu."
HISTORY = "event"


@dataclass(frozen=True)
class Purpose:
    title: str
    why: str
    tables: tuple[str, ...]
    basis: str


IN_PUBLIC_OFFICE = "Databeskyttelsesforordningen art. 6, stk. 1, litra e"
PURPOSES = (
    Purpose(
        "Det samlede forløb",
        "At lægge, følge og skrive ud én samlet plan for en borger eller en familie på tværs af kommunen.",
        ("citizens_", "plans_", "lawlens_", "decisions_decision", "networkmeetings_", "outcomes_"),
        f"{IN_PUBLIC_OFFICE}; art. 9, stk. 2, litra f; databeskyttelseslovens § 11 (personnummer); "
        "lovene nedenfor; samtykke, hvor deling mellem områder hviler på det.",
    ),
    Purpose(
        "Hvem der må se hvad",
        "At kun de medarbejdere, der har med forløbet at gøre, læser det, og at det kan vises hvorfor.",
        ("roles_", "decisions_authority"),
        f"{IN_PUBLIC_OFFICE}; art. 32.",
    ),
    Purpose(
        "Udlevering på papir",
        "At give borgeren og dem, der har ret til det, en kopi, og at vide hvem der fik hvad.",
        ("disclosures_", "documents_", "batches_"),
        f"{IN_PUBLIC_OFFICE}; art. 15; samtykke eller den paragraf, der står ved udleveringen.",
    ),
    Purpose(
        "Log og logkontrol",
        "At se hvem der har brugt hvilke oplysninger, og at finde opslag uden grund.",
        ("audit_", "logreview_", "pghistory_"),
        f"{IN_PUBLIC_OFFICE}; art. 5, stk. 2; art. 32 og 33.",
    ),
    Purpose(
        "Medarbejdernes login",
        "At kun den rette kommer ind.",
        ("accounts_", "account_", "mfa_", "socialaccount_", "axes_"),
        f"{IN_PUBLIC_OFFICE}; art. 32.",
    ),
    Purpose(
        "Påmindelser og kladder",
        "At ingen frist glemmes, og at ingens ord går tabt.",
        ("notices_", "drafts_"),
        f"{IN_PUBLIC_OFFICE}.",
    ),
)


@dataclass(frozen=True)
class Kept:
    """One kind of rows: about whom, which data, for how long and how it is shut."""

    table: str
    name: str
    about: tuple[str, ...]
    data: tuple[str, ...]
    is_sensitive: bool
    how_long: str
    safety: tuple[str, ...]


def tables_of(purpose: Purpose) -> list[Kept]:
    return [_kept(model) for model in personal_models() if purpose_of(model) == purpose]


def purpose_of(model: type[Model]) -> Purpose | None:
    table = model._meta.db_table
    return next((one for one in PURPOSES if table.startswith(one.tables)), None)


def personal_models() -> list[type[Model]]:
    """History stands with what it is the history of."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.db_table not in OF_NOBODY and not is_history(model)
    ]


def is_history(model: type[Model]) -> bool:
    return model._meta.db_table.endswith(HISTORY) and hasattr(model, "pgh_obj_id")


def _kept(model: type[Model]) -> Kept:
    meta = model._meta
    fields = {field.name: str(field.verbose_name) for field in meta.concrete_fields if not field.primary_key}
    return Kept(
        meta.db_table,
        str(meta.verbose_name),
        tuple(about(model)),
        tuple(fields.values()),
        # Each of these rows says itself to which field it belongs.
        "domain" in fields or "domains" in fields,
        _how_long(meta.db_table),
        tuple(_safety(model, fields)),
    )


SUBJECTS: dict[str, tuple[type[Model], ...]] = {
    "borgere og deres familie": (Citizen, Course),
    "pårørende og andre i netværket": (NetworkPerson,),
    "medarbejdere": (User,),
}


def about(model: type[Model]) -> Iterator[str]:
    """By what the table, or what it points to, is about; and by plain keys where no other may stand."""
    met = {model, *_pointed_to(model, depth=3)}
    keys = {field.name for field in model._meta.concrete_fields}
    # Django's own and the packages' tables name an employee by other words.
    names = {
        "citizen_id": Citizen,
        "course_id": Course,
        "person_ids": Citizen,
        "actor_id": User,
        "username": User,
        "metadata": User,
    }
    met |= {kind for key, kind in names.items() if key in keys}
    for words, kinds in SUBJECTS.items():
        if met & set(kinds):
            yield words


def _pointed_to(model: type[Model], depth: int) -> set[type[Model]]:
    direct = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
    found = {one for one in direct if isinstance(one, type)}
    return found.union(*(_pointed_to(one, depth - 1) for one in found)) if depth > 1 else found


def _how_long(table: str) -> str:
    limits: dict[str, timedelta] = {
        "roles_outsidesearch": settings.OUTSIDE_SEARCHES_KEPT,
        "batches_printbatch": BATCHES_KEPT,
        "batches_printjob": BATCHES_KEPT,
        "drafts_draft": settings.DRAFTS_KEPT,
        # Minutes, and taken away in the night.
        "drafts_holding": timedelta(days=1),
        "drafts_presence": timedelta(days=1),
        "accounts_session": settings.SESSION_LONGEST,
    }
    if table not in limits:
        return UNDECIDED
    days, hours = limits[table].days, limits[table].seconds // 3600
    return f"{days} dage" if days else f"{hours} timer"


def _safety(model: type[Model], fields: dict[str, str]) -> Iterator[str]:
    table = model._meta.db_table
    if table in PROTECTED:
        yield "databasen viser kun rækker fra egne forløb"
    if table in SHUT:
        yield "lukket for systemets daglige bruger"
    elif not {"U", "D"} & set(RIGHTS.get(table, "UD")):
        yield "kan ikke rettes eller slettes"
    if any("krypteret" in words for words in fields.values()):
        yield "krypteret"
    if any(is_history(other) and other._meta.db_table == f"{table}{HISTORY}" for other in apps.get_models()):
        yield "hver ændring gemmes"


def laws(on: date) -> list[str]:
    """Of each law in force that day the sections that the system knows."""
    found: dict[str, list[str]] = {}
    for section in Section.objects.in_force(on).select_related("act").order_by("act__name", "pk"):
        found.setdefault(section.act.name, []).append(section.number)
    return [f"{name}: {', '.join(dict.fromkeys(numbers))}" for name, numbers in found.items()]


def recipients() -> dict[str, list[str]]:
    return {
        "Læser i systemet, hver sine felter, i et forløb": [str(label) for label in Role.labels],
        "Har adgang i kraft af stillingen, uden forløb": [str(label) for label in Capability.labels],
        "Får papir": [str(label) for label in Disclosure.To.labels],
        "Udgaver af papiret": [str(label) for label in Edition.labels],
        "Lande uden for EU": ["ingen: systemet sender intet ud af huset uden e-mails uden indhold"],
    }


def measures() -> list[str]:
    idle, longest = settings.SESSION_IDLE, settings.SESSION_LONGEST
    return [
        f"{len(PROTECTED)} tabeller er lukket række for række i databasen, også når koden fejler.",
        f"Oplysninger er delt i {len(Domain.values)} områder og tre niveauer; deling kræver grundlag.",
        "Login med to trin; spærring ved gæt.",
        f"Logget ud efter {idle.seconds // 60} minutter uden brug og {longest.seconds // 3600} timer i alt.",
        "Hver visning, søgning, udskrift og ændring står i en log, der er forseglet og ikke kan ændres.",
        "Personnumre, kladder og gemte formularer er krypteret med nøgler, der ikke ligger i databasen.",
        "Adressebeskyttede personers opholdssted fjernes fra papir og kræver to medarbejdere.",
    ]
