"""Who something can be given to on a day, and on what basis: asked when one chooses, and again at release."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, Q

from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.citizens.models import (
    Citizen,
    Consent,
    Course,
    CoursePerson,
    FamilyRelation,
    NetworkPerson,
)
from borgerforloeb.disclosures.models import Disclosure, Edition
from borgerforloeb.law.models import Section
from roles.models import Assignment
from roles.permissions import Access

To = Disclosure.To
YOUNG, GROWN = 15, 18
HIS_OWN = "Det handler om modtageren selv"
NOT_NOW = "Modtageren er ikke længere en af dem, der kan få den."
NO_CLAIM = "Har ingen ret til planen. Det kræver et samtykke, og så gives den af borgeren selv."


@dataclass(frozen=True)
class Recipient:
    """`about` is the person whose rows it is; without a basis nothing is given, and `why_not` says why."""

    to: str
    pk: UUID | int | None
    name: str
    edition: Edition
    about: UUID
    basis: str = ""
    why_not: str = ""
    consent: Consent | None = None
    section: Section | None = None

    @property
    def key(self) -> str:
        return f"{self.to}:{self.pk}:{self.about}"

    @property
    def ids(self) -> dict[str, UUID | int | None]:
        """The column of the ledger that names this one."""
        columns = {To.CITIZEN: "citizen_id", To.NETWORK: "network_person_id", To.USER: "user_id"}
        columns |= {To.SELF: "user_id"}
        return {columns[To(self.to)]: self.pk} if self.to in columns else {}

    @property
    def is_the_person(self) -> bool:
        return self.to == To.CITIZEN and self.pk == self.about


@dataclass(frozen=True)
class Around:
    """What is asked of the database once: the course's people as they are that day."""

    members: list[CoursePerson]
    relations: list[FamilyRelation]
    network: list[NetworkPerson]
    staff: list[Assignment]
    consents: list[Consent]
    today: date
    # Of fields that the sender may not read: they hold all the same, and nothing is handed out on them.
    closed: frozenset[int] = frozenset()

    @property
    def shown(self) -> set[UUID]:
        """For the log: everybody whose name stands among those to choose from."""
        return {row.citizen_id for row in self.members} | {row.citizen_id for row in self.relations}

    @property
    def main(self) -> Citizen:
        return min(self.members, key=lambda row: row.part != CoursePerson.Part.MAIN).citizen


def around(course: Course, access: Access, today: date, promising: Exists) -> Around:
    """`promising` says of a network person (`OuterRef("pk")`) that something promised still stands."""
    members = _known(course, access, today)
    ids = [row.citizen_id for row in members]
    network = NetworkPerson.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=today), course=course, citizen__in=ids
    )
    consents = list(Consent.objects.in_force(today).filter(course=course, citizen__in=ids))
    return Around(
        members=members,
        relations=relations_on(ids, today),
        network=list(network.select_related("citizen").annotate(is_promising=promising)),
        staff=_team(course, today),
        consents=consents,
        today=today,
        closed=frozenset(one.pk for one in consents if not access.may_read_all(one.citizen_id, one.domains)),
    )


def nearest(
    course: Course, access: Access, today: date, *, family: bool = True, team: bool = False
) -> Around:
    """For a paper that nobody else can have: the persons themselves, who answers for them, the team."""
    members = _known(course, access, today)
    relations = relations_on([row.citizen_id for row in members], today) if family else []
    return Around(members, relations, [], _team(course, today) if team else [], [], today)


def _known(course: Course, access: Access, today: date) -> list[CoursePerson]:
    here = course.memberships.filter(Q(ends_on=None) | Q(ends_on__gte=today)).select_related("citizen")
    return [row for row in here if access.knows(row.citizen_id)]


def _team(course: Course, today: date) -> list[Assignment]:
    team = Assignment.objects.in_force(today).of_the_team().filter(course=course)
    return list(team.select_related("user"))


def relations_on(citizen_ids: Collection[UUID], today: date) -> list[FamilyRelation]:
    held = Q(starts_on=None) | Q(starts_on__lte=today)
    still = Q(ends_on=None) | Q(ends_on__gte=today)
    rows = FamilyRelation.objects.noted().filter(held, still, relative__in=citizen_ids)
    return list(rows.select_related("citizen", "relative").order_by("id"))


def possible(people: Around) -> list[Recipient]:
    """Each recipient once for each person that it can be about; those without a basis last."""
    if not people.members:
        return []
    found = [
        *(_member(row.citizen, people) for row in people.members),
        *(_relative(row, people.today) for row in people.relations),
        *(_network(person, people) for person in people.network),
        *(_colleague(row, people) for row in people.staff),
    ]
    once: dict[str, Recipient] = {}
    for one in sorted(filter(None, found), key=lambda one: not one.basis):
        once.setdefault(one.key, one)
    return list(once.values())


def answering_for(people: Around, person: UUID) -> list[Recipient]:
    """The person, and those who answer for a child or a ward: for what nobody else has a claim to."""
    return [
        replace(one, basis=one.basis and HIS_OWN) if one.is_the_person else one
        for one in possible(people)
        if one.to == To.CITIZEN
        and one.about == person
        and (one.is_the_person or one.edition == Edition.CUSTODY)
    ]


def _member(citizen: Citizen, people: Around) -> Recipient | None:
    if citizen.died_on is not None and citizen.died_on <= people.today:
        return None
    edition = Edition.CITIZEN if citizen.pk == people.main.pk else Edition.FAMILY
    age = citizen.age(people.today)
    if age is not None and age < YOUNG:
        why_not = f"Er {age} år. Det gives til den, der har forældremyndigheden."
        return Recipient(To.CITIZEN, citizen.pk, citizen.name, edition, citizen.pk, why_not=why_not)
    return Recipient(To.CITIZEN, citizen.pk, citizen.name, edition, citizen.pk, "Sin egen plan")


def _relative(row: FamilyRelation, today: date) -> Recipient | None:
    """A parent or guardian about the other; anybody else in the family has no claim of their own."""
    one, about = row.citizen, row.relative
    if one.died_on is not None and one.died_on <= today:
        return None
    name = f"{one.name}, {row.get_kind_display()} {about.first_name}"
    age = about.age(today)
    is_child = age is not None and age < GROWN
    if is_child and row.has_custody:
        return Recipient(
            To.CITIZEN,
            one.pk,
            name,
            Edition.CUSTODY,
            about.pk,
            f"Har forældremyndighed over {about.first_name}",
        )
    if row.kind == FamilyRelation.Kind.GUARDIAN and (not is_child or row.has_custody):
        return Recipient(
            To.CITIZEN, one.pk, name, Edition.CUSTODY, about.pk, f"Er værge for {about.first_name}"
        )
    if row.kind == FamilyRelation.Kind.PARENT and is_child:
        basis = f"Orientering om {about.first_name} efter forældreansvarsloven § 23"
        return Recipient(To.CITIZEN, one.pk, name, Edition.PARENT, about.pk, basis)
    return Recipient(To.CITIZEN, one.pk, name, Edition.FAMILY, about.pk, why_not=NO_CLAIM)


def _network(person: NetworkPerson, people: Around) -> Recipient:
    name = ", ".join(filter(None, [person.name, person.relation]))
    given = _consent_that_names(person, people.consents)
    if person.side == NetworkPerson.Side.PROFESSIONAL and given:
        return Recipient(
            To.NETWORK, person.pk, name, Edition.PROFESSIONAL, person.citizen_id, _told(given), consent=given
        )
    if getattr(person, "is_promising", False):
        return Recipient(
            To.NETWORK, person.pk, name, Edition.NETWORK, person.citizen_id, "Har selv lovet noget i planen"
        )
    why_not = "Har ikke lovet noget i planen, og intet samtykke nævner personen."
    return Recipient(To.NETWORK, person.pk, name, Edition.NETWORK, person.citizen_id, why_not=why_not)


def _consent_that_names(person: NetworkPerson, consents: Iterable[Consent]) -> Consent | None:
    names = [name.casefold() for name in (person.name, person.organisation) if name]
    for consent in consents:
        if consent.citizen_id == person.citizen_id and any(
            name in consent.to_whom.casefold() for name in names
        ):
            return consent
    return None


def _colleague(row: Assignment, people: Around) -> Recipient:
    """What a colleague may have is decided by that colleague's own access, asked when it is made."""
    about = row.person_id or people.main.pk
    basis = f"Arbejder i forløbet som {row.get_role_display()}"
    return Recipient(To.USER, row.user_id, row.user.name, Edition.PROFESSIONAL, about, basis)


def authority(
    name: str,
    people: Around,
    *,
    consent: Consent | None = None,
    section: Section | None = None,
    why: str = "",
) -> Recipient:
    """One outside the house: on a consent in force, or on a section in force and the reason for it."""
    about, basis, why_not = people.main.pk, "", ""
    if consent is not None:
        about = consent.citizen_id
        basis = _told(consent) if consent.pk in {one.pk for one in people.consents} else ""
        why_not = "Samtykket gælder ikke længere."
    elif section is not None:
        basis = f"{section.act.short_name} {section.number}: {why}" if _holds(section, people.today) else ""
        why_not = "Paragraffen gælder ikke længere."
    return Recipient(To.AUTHORITY, None, name, Edition.AUTHORITY, about, basis, why_not, consent, section)


def _holds(section: Section, on: date) -> bool:
    return section.valid_from <= on and (section.valid_to is None or section.valid_to >= on)


def _told(consent: Consent) -> str:
    return f"Samtykke fra {longdate(consent.given_on)}, gælder til {longdate(consent.expires_on)}"


def as_now(disclosure: Disclosure, people: Around, found: Iterable[Recipient]) -> Recipient:
    """The recipient as custody, age, consent and law are today; `found` are those who can have the paper."""
    gone = Recipient(
        disclosure.to,
        None,
        disclosure.recipient,
        Edition(disclosure.edition),
        disclosure.about_id,
        why_not=NOT_NOW,
    )
    if not people.members:
        return gone
    if disclosure.to == To.AUTHORITY:
        why = disclosure.basis.split(": ", 1)[-1]
        return authority(
            disclosure.recipient, people, consent=disclosure.consent, section=disclosure.section, why=why
        )
    pk = disclosure.citizen_id or disclosure.network_person_id or disclosure.user_id
    key = f"{disclosure.to}:{pk}:{disclosure.about_id}"
    return next((one for one in found if one.key == key), gone)
