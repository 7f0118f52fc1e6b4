"""Opening a person's field to a colleague or to another field, on the ground of a yes or of a law."""

from dataclasses import dataclass
from datetime import date

from borgerforloeb.accounts.models import User
from borgerforloeb.citizens.models import Citizen, Consent, Course, Domain
from borgerforloeb.law.models import Section
from roles.actions import share
from roles.models import SharingBasis


@dataclass(frozen=True)
class Receiver:
    """Somebody who works in the course, or whoever works there in one field."""

    user: User | None = None
    domain: str = ""


def share_by_consent(consent: Consent, receiver: Receiver, *, today: date, by: User) -> list[SharingBasis]:
    """Each field that the consent speaks of; it is open only while the consent holds."""
    # What is common is read by all who work with the citizen, and a field need not be opened to itself.
    opened = [name for name in consent.domains if name not in (Domain.COMMON, receiver.domain)]
    return [
        share(
            consent.course,
            person=consent.citizen,
            domain=domain,
            to_user=receiver.user,
            to_domain=receiver.domain,
            kind=SharingBasis.Kind.CONSENT,
            consent=consent,
            starts_on=today,
            ends_on=consent.expires_on,
            why=consent.purpose,
            by=by,
        )
        for domain in opened
    ]


def share_by_law(
    course: Course,
    *,
    citizen: Citizen,
    domain: str,
    receiver: Receiver,
    section: Section,
    starts_on: date,
    why: str,
    by: User,
    ends_on: date | None = None,
) -> SharingBasis:
    return share(
        course,
        person=citizen,
        domain=domain,
        to_user=receiver.user,
        to_domain=receiver.domain,
        kind=SharingBasis.Kind.LAW,
        section=section,
        starts_on=starts_on,
        ends_on=ends_on,
        why=why,
        by=by,
    )
