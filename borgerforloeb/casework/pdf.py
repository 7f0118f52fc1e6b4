"""On paper: a consent to be read and signed, and who may see what of one person. Given like anything else."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.casework.answerers import must_answer, relations_that_answer
from borgerforloeb.casework.consents import OUTSIDE, spoken
from borgerforloeb.casework.matrix import Cell, Who, who_may_see
from borgerforloeb.citizens.models import Citizen, Consent, Course, Domain, Level
from borgerforloeb.disclosures.package import OWN, Package, Paper, common, of_fields, page_of
from borgerforloeb.disclosures.recipients import Around, Recipient, answering_for, nearest
from roles.permissions import Access

PARTS = "Det siger jeg ja til"
CONSENT_LABELS = {
    "whose": "Hvem det handler om",
    "lines": "Det, der læses op",
    "information": PARTS,
    "from_whom": PARTS,
    "to_whom": PARTS,
    "purpose": PARTS,
    "consequence_of_no": PARTS,
    "how_to_withdraw": PARTS,
    "interpreter": "Tolk",
    "signing": "Underskrift",
}
MATRIX_LABELS = {"name": "Hvem det handler om", "rows": "Hvem må se hvad"}


@dataclass(frozen=True)
class ConsentPaper:
    whose: str
    lines: tuple[str, ...]
    information: str
    domains: str
    from_whom: str
    to_whom: str
    purpose: str
    course: str
    consequence_of_no: str
    expires_on: str
    how_to_withdraw: str
    language: str
    interpreter: str
    signing: tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    field: str
    why: str
    until: str


@dataclass(frozen=True)
class MatrixRow:
    name: str
    role: str
    own_fields: str
    sees_shielded: bool
    opened: tuple[Opened, ...]


@dataclass(frozen=True)
class MatrixPaper:
    name: str
    course: str
    on: str
    rows: tuple[MatrixRow, ...]


def consent_paper(consent: Consent, course: Course, access: Access, today: date) -> Paper:
    """For whoever is asked; also before it is noted, to be signed first."""
    people = nearest(course, access, today)
    found = answering_for(people, consent.citizen_id)
    asked = [one.key for one in found if one.pk == consent.given_by_id and one.basis]
    return Paper(
        course=course,
        title="Print et samtykke",
        ask="Hvem skal have det?",
        back=reverse("casework:consents", args=[course.pk]),
        people=people,
        found=found,
        package_for=lambda to: _consent_package(consent, course, access, people, to),
        about=consent.citizen_id,
        also={OWN: asked[0]} if asked else {},
    )


def _consent_package(
    consent: Consent, course: Course, access: Access, people: Around, to: Recipient
) -> Package:
    relations = relations_that_answer([consent.citizen_id])
    asked = must_answer(consent.citizen, people.today, consent.given_on, relations)
    content = ConsentPaper(
        whose=consent.citizen.name,
        lines=tuple(spoken(consent).split("\n")),
        information=consent.information,
        domains=", ".join(Domain(name).label for name in consent.domains),
        from_whom=consent.from_whom,
        to_whom=consent.to_whom,
        purpose=consent.purpose,
        course=course.number,
        consequence_of_no=consent.consequence_of_no,
        expires_on=longdate(consent.expires_on),
        how_to_withdraw=consent.how_to_withdraw,
        language=consent.language,
        interpreter=consent.interpreter,
        signing=tuple(_signs(one, access, to) for one in asked or [consent.given_by or consent.citizen]),
    )
    return page_of(
        content,
        what="Samtykke",
        source=f"consent:{consent.pk or 'unsaved'}",
        labels=CONSENT_LABELS,
        marks=of_fields(consent.citizen_id, consent.domains),
        template="casework/print/consent.html",
    )


def _signs(one: Citizen, access: Access, to: Recipient) -> str:
    """Somebody outside the course is named on the own paper alone."""
    return one.name if access.knows(one.pk) or one.pk == to.pk else OUTSIDE.capitalize()


def sharing_paper(course: Course, person: Citizen, access: Access, today: date) -> Paper:
    people = nearest(course, access, today)
    return Paper(
        course=course,
        title="Print, hvem der må se hvad",
        ask="Hvem skal have det?",
        back=reverse("casework:sharing", args=[course.pk]),
        people=people,
        found=answering_for(people, person.pk),
        package_for=lambda _: _matrix_package(course, person, today, access),
        about=person.pk,
    )


def _matrix_package(course: Course, person: Citizen, today: date, access: Access) -> Package:
    told = who_may_see(course, person, today, access)
    rows, opened = tuple(map(_matrix_row, told)), {cell.domain for row in told for cell in row.opened}
    # Of what is shut to who makes it, it stands only that it is there.
    fields = [domain for domain in opened if access.may_read(person.pk, domain, Level.DOMAIN)]
    return page_of(
        MatrixPaper(person.name, course.number, longdate(today), rows),
        what="Hvem må se hvad",
        source=f"sharing:{person.pk}",
        labels=MATRIX_LABELS,
        marks=common(person.pk, len(rows)) + of_fields(person.pk, fields),
        template="casework/print/matrix.html",
    )


def _matrix_row(row: Who) -> MatrixRow:
    opened = tuple(
        Opened(cell.field, _why(cell, is_outside=row.is_outside), cell.until or "uden slutdato")
        for cell in row.opened
    )
    return MatrixRow(row.name, row.role, row.own_fields, row.sees_shielded, opened)


def _why(cell: Cell, *, is_outside: bool) -> str:
    if cell.kind == "law":
        return cell.ground
    return f"dit ja: {cell.ground}" if is_outside else "dit ja"
