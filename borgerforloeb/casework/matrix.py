"""Who may see what of one person, field by field, on what ground and until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, Value

from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.accounts.sorting import danish
from borgerforloeb.citizens.models import Citizen, Consent, Course, Domain, Holds, Level
from roles.models import Assignment, SharingBasis
from roles.permissions import Access

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Cell:
    """One field for one receiver. `kind`: own, law, yes, no."""

    domain: str
    kind: str
    ground: str = ""
    until: str = ""
    soon: bool = False
    consent_id: int | None = None
    # The citizen's own, so that there is no question of who takes it back.
    own_yes: bool = False
    basis_id: int | None = None

    @property
    def label(self) -> str:
        return {"own": "Ja", "law": "Lov", "yes": "Ja", "no": "Nej"}[self.kind]

    @property
    def field(self) -> str:
        return Domain(self.domain).label


@dataclass
class Who:
    name: str
    role: str
    cells: list[Cell]
    sees_shielded: bool = False
    is_outside: bool = False

    @property
    def own_fields(self) -> str:
        return ", ".join(cell.field for cell in self.cells if cell.kind == "own")

    @property
    def opened(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind in ("law", "yes")]


@dataclass
class _Colleague:
    name: str
    roles: list[str] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    sees_shielded: bool = False


def who_may_see(course: Course, person: Citizen, today: date, access: Access) -> list[Who]:
    """The team, each by name, then those whom a consent only names; three queries.

    That a field is open is told to all who work here; why, and to whom outside, to who may read the field.
    """
    bases = _bases(course, person, today)
    colleagues = _team(course, person)
    rows = [_row_of(user_id, one, bases, today, access) for user_id, one in colleagues.items()]
    resting = {basis.consent_id for basis in bases}
    outside: dict[str, list[Consent]] = defaultdict(list)
    for consent in Consent.objects.in_force(today).filter(course=course, citizen=person):
        if consent.pk not in resting:
            reads = access.may_read_all(person.pk, consent.domains)
            outside[consent.to_whom if reads else ""].append(consent)
    return rows + [_row_outside(name, consents, today) for name, consents in outside.items()]


def _bases(course: Course, person: Citizen, today: date) -> list[SharingBasis]:
    """All that were made of this person, each with whether its consent holds; the law's first."""
    return list(
        SharingBasis.objects.filter(course=course, person=person, starts_on__lte=today)
        .annotate(holds=Holds("consent_id", Value(today)))
        .select_related("section__act", "consent")
        .order_by("-kind", "-ends_on", "id")
    )


def _team(course: Course, person: Citizen) -> dict[int, _Colleague]:
    held = (
        Assignment.objects.in_force()
        .of_the_team()
        .filter(Q(person=None) | Q(person=person), course=course, user__is_active=True)
        .select_related("user")
        .order_by(danish("user__name"), "id")
    )
    team: dict[int, _Colleague] = {}
    for assignment in held:
        one = team.setdefault(assignment.user_id, _Colleague(assignment.user.name))
        one.roles.append(assignment.function or assignment.get_role_display())
        one.fields.update(assignment.domains)
        one.sees_shielded |= assignment.sees_shielded
    return team


def _row_of(user_id: int, one: _Colleague, bases: Iterable[SharingBasis], today: date, access: Access) -> Who:
    opened: dict[str, list[SharingBasis]] = defaultdict(list)
    for basis in bases:
        if basis.to_user_id == user_id or basis.to_domain in one.fields:
            opened[basis.domain].append(basis)
    cells = [_cell(domain, one, opened[domain], today, access) for domain in Domain.values]
    return Who(one.name, ", ".join(dict.fromkeys(one.roles)), cells, one.sees_shielded)


def _cell(domain: str, one: _Colleague, bases: list[SharingBasis], today: date, access: Access) -> Cell:
    if domain == Domain.COMMON:
        return Cell(domain, "own", "arbejder med planen")
    if domain in one.fields:
        return Cell(domain, "own", "eget område")
    standing = [basis for basis in bases if _stands(basis, today)]
    if standing:
        return _open_cell(standing[0], today, access)
    withdrawn = [
        basis.consent.withdrawn_on for basis in bases if basis.consent and basis.consent.withdrawn_on
    ]
    return Cell(domain, "no", f"trukket tilbage {longdate(max(withdrawn))}" if withdrawn else "")


def _stands(basis: SharingBasis, today: date) -> bool:
    if basis.withdrawn_on is not None and basis.withdrawn_on <= today:
        return False
    in_time = basis.ends_on is None or basis.ends_on >= today
    return in_time and (basis.consent_id is None or basis.holds)  # type: ignore[attr-defined]


def _open_cell(basis: SharingBasis, today: date, access: Access) -> Cell:
    until = f"til {longdate(basis.ends_on)}" if basis.ends_on else ""
    soon = basis.ends_on is not None and basis.ends_on - today <= SOON
    if basis.consent_id is None:
        reads = access.may_read(basis.person_id, basis.domain, Level.DOMAIN)
        why = f": {basis.why}" if reads else ""
        ground = f"{basis.section}, fra {longdate(basis.starts_on)}{why}"
        return Cell(basis.domain, "law", ground, until, soon, basis_id=basis.pk)
    return Cell(
        basis.domain, "yes", "samtykke", until, soon, basis.consent_id, _is_own(basis.consent), basis.pk
    )


def _is_own(consent: Consent | None) -> bool:
    return consent is not None and consent.capacity == Consent.Capacity.SELF


def _row_outside(name: str, consents: list[Consent], today: date) -> Who:
    by_field = {domain: consent for consent in consents for domain in consent.domains}
    cells = []
    for domain in Domain.values:
        consent = by_field.get(domain)
        if consent is None:
            cells.append(Cell(domain, "no"))
            continue
        soon = consent.expires_on - today <= SOON
        until = f"til {longdate(consent.expires_on)}"
        words = consent.information if name else "samtykke"
        cells.append(Cell(domain, "yes", words, until, soon, consent.pk, _is_own(consent)))
    return Who(name or "Lukket for dig", "nævnt i et samtykke", cells, is_outside=True)
