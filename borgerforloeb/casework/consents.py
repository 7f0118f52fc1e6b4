"""Consents as they are told: what was asked, who has said yes, who is missing, and for how long it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet, Value

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.casework.answerers import GROWN, must_answer
from borgerforloeb.casework.queries import Member
from borgerforloeb.citizens.models import Consent, Course, Domain, FamilyRelation, Holds, Level
from roles.models import SharingBasis
from roles.permissions import Access, Permission

SOON = timedelta(days=30)
# So long a reader is told why a field has closed.
TOLD_FOR = timedelta(days=90)
WORDS = (
    "information", "from_whom", "to_whom", "purpose", "consequence_of_no", "how_to_withdraw", "oral_note",
    "childs_view", "interpreter",
)  # fmt: skip
OUTSIDE = "en forældremyndighedsindehaver uden for forløbet"


@dataclass(frozen=True)
class Answer:
    """One person's yes to what was asked."""

    consent: Consent
    name: str
    withdrawn: str

    @property
    def how(self) -> str:
        words = [self.consent.get_given_way_display(), longdate(self.consent.given_on)]
        if self.consent.capacity != Consent.Capacity.SELF:
            words.insert(0, self.consent.get_capacity_display())
        return ", ".join(words)


@dataclass(frozen=True)
class ConsentRow:
    consent: Consent
    whose: str
    domains: str
    text: str
    state: str
    answers: list[Answer]
    missing: list[str]
    receivers: list[str]
    soon: bool = False
    is_closed: bool = False


@dataclass
class Consents:
    now: list[ConsentRow] = field(default_factory=list)
    waiting: list[ConsentRow] = field(default_factory=list)
    ended: list[ConsentRow] = field(default_factory=list)


def consents_of(course: Course, citizen_ids: Sequence[UUID]) -> QuerySet[Consent]:
    return Consent.objects.filter(course=course, citizen__in=citizen_ids).select_related(
        "explained_by", "withdrawn_to", "given_by", "citizen"
    )


def may_read_consent(consent: Consent, user: User, access: Access) -> bool:
    """Who may read all the fields that it speaks of, and whoever said the words to the citizen."""
    explained = consent.explained_by_id == user.pk and access.knows(consent.citizen_id)
    return explained or access.may_read_all(consent.citizen_id, consent.domains)


def as_read(consents: Iterable[Consent], user: User, access: Access) -> list[Consent]:
    """Of the others the two who hold the plan together hear that they are there: whose, of what, until when.

    All who said yes to the same stand together, for they heard the same words.
    """
    asked: dict[int, list[Consent]] = defaultdict(list)
    for consent in consents:
        consent.is_closed = False  # type: ignore[attr-defined]
        asked[consent.part_of_id or consent.pk].append(consent)
    found = []
    for rows in asked.values():
        if any(may_read_consent(row, user, access) for row in rows):
            found += rows
        elif access.may(Permission.RECORD_CONSENT):
            found += map(_closed, rows)
    return found


def _closed(consent: Consent) -> Consent:
    """Never saved: without its words, so that no page can tell them."""
    consent.is_closed = True  # type: ignore[attr-defined]
    for name in WORDS:
        setattr(consent, name, "")
    return consent


def told_consents(
    consents: Iterable[Consent],
    members: Sequence[Member],
    relations: list[FamilyRelation],
    bases: Iterable[SharingBasis],
    today: date,
) -> Consents:
    """`consents` annotated with `holds`, as `as_read` lets them through.

    Those in force, the one that ends first on top; then the ended.
    """
    names = {member.citizen.pk: member.citizen.first_name for member in members}
    receivers = defaultdict(list)
    for basis in bases:
        receivers[basis.consent_id].append(receiver_name(basis))
    parts = defaultdict(list)
    for consent in consents:
        parts[consent.part_of_id or consent.pk].append(consent)
    told = Consents()
    for asked in parts.values():
        first = next((row for row in asked if row.part_of_id is None), None)
        if first is not None:
            _tell(told, first, asked, names, relations, list(dict.fromkeys(receivers[first.pk])), today)
    told.now.sort(key=lambda row: (row.consent.expires_on, row.consent.pk))
    return told


def holding(consents: QuerySet[Consent], today: date) -> QuerySet[Consent]:
    return consents.annotate(holds=Holds("pk", Value(today)))


def receiver_name(basis: SharingBasis) -> str:
    return basis.to_user.name if basis.to_user else f"området {Domain(basis.to_domain).label}"


def _tell(
    told: Consents,
    first: Consent,
    asked: list[Consent],
    names: dict[UUID, str],
    relations: list[FamilyRelation],
    receivers: list[str],
    today: date,
) -> None:
    said = {row.given_by_id for row in asked if row.withdrawn_on is None}
    missing = [
        one for one in must_answer(first.citizen, today, first.given_on, relations) if one.pk not in said
    ]
    withdrawn = max((row.withdrawn_on for row in asked if row.withdrawn_on), default=None)
    place, state = told.ended, _ended_because(first, withdrawn, today)
    if first.holds:  # type: ignore[attr-defined]
        place, state = told.now, f"til {longdate(first.expires_on)}"
    elif not state and missing and missing != [first.citizen]:
        absent = [names.get(one.pk, OUTSIDE) for one in missing]
        place, state = told.waiting, f"mangler fra {' og '.join(absent)}"
    answers = [_answer(row, names) for row in sorted(asked, key=lambda row: row.pk)]
    domains = ", ".join(Domain(name).label for name in first.domains).capitalize()
    place.append(
        ConsentRow(
            first,
            names[first.citizen_id],
            domains,
            "" if first.is_closed else spoken(first),  # type: ignore[attr-defined]
            state or "skal spørges på ny",
            answers,
            [names.get(one.pk, OUTSIDE) for one in missing],
            receivers,
            soon=place is told.now and first.expires_on - today <= SOON,
            is_closed=first.is_closed,  # type: ignore[attr-defined]
        )
    )


def _ended_because(first: Consent, withdrawn: date | None, today: date) -> str:
    if withdrawn is not None:
        return f"trukket tilbage {longdate(withdrawn)}"
    if first.expires_on < today:
        return f"udløb {longdate(first.expires_on)}"
    age, age_then = first.citizen.age(today), first.citizen.age(first.given_on)
    if age is not None and age_then is not None and age_then < GROWN <= age:
        return f"{first.citizen.first_name} er fyldt {GROWN} år og skal selv spørges"
    return ""


def _answer(consent: Consent, names: dict[UUID, str]) -> Answer:
    withdrawn = f"trukket tilbage {longdate(consent.withdrawn_on)}" if consent.withdrawn_on else ""
    return Answer(consent, names.get(consent.given_by_id, OUTSIDE), withdrawn)


def spoken(consent: Consent) -> str:
    """The consent as it is heard and said yes to, by the citizen or by somebody who answers for her."""
    own = consent.given_by_id in (None, consent.citizen_id)
    whose = "" if own else f" om {consent.citizen.first_name}"
    return (
        f"Jeg siger ja til, at {consent.to_whom} må få oplysninger{whose} fra {consent.from_whom} "
        f"om {_as_clause(consent.information)}. De skal bruges til {_as_clause(consent.purpose)}.\n"
        f"Jeg ved, at jeg kan sige nej, og at {_as_clause(consent.consequence_of_no).removeprefix('at ')}. "
        f"Mit ja gælder til og med {longdate(consent.expires_on)}. Jeg kan trække det tilbage når som helst. "
        f"{consent.how_to_withdraw}"
    )


def _as_clause(text: str) -> str:
    return text.rstrip(" .")


def lost_sharing(user: User, course: Course, access: Access, today: date) -> list[str]:
    """What this reader could read until a yes was taken back or a law no longer used; one query."""
    own = {domain for reach in access.reach for domain in reach.domains}
    bases = (
        SharingBasis.objects.filter(course=course, starts_on__lt=today)
        .filter(person__memberships__course=course, person__memberships__ends_on=None)
        .exclude(Holds("consent_id", Value(today)))
        .annotate(stopped=Max("consent__withdrawn_on"), part_stopped=Max("consent__parts__withdrawn_on"))
        .select_related("person")
    )
    lines = {}
    for basis in bases:
        stopped = (basis.withdrawn_on, basis.stopped, basis.part_stopped)
        until = max((day for day in stopped if day), default=None)
        if until is None or not today - TOLD_FOR <= until <= today:
            continue
        reached = access.knows(basis.person_id) and (basis.to_user_id == user.pk or basis.to_domain in own)
        if reached and not access.may_read(basis.person_id, basis.domain, Level.DOMAIN):
            lines[basis.person_id, basis.domain] = _lost(basis, until)
    return list(lines.values())


def _lost(basis: SharingBasis, until: date) -> str:
    field = Domain(basis.domain).label
    by_law = basis.kind == SharingBasis.Kind.LAW
    why = "deling efter loven stoppet" if by_law else "samtykke trukket tilbage"
    return f"{basis.person.first_name}, {field}: Delt indtil {longdate(until)} ({why})"
