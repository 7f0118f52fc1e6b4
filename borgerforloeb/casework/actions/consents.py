"""A citizen's yes to sharing, and taking it back."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.casework.actions.persons import require_about
from borgerforloeb.citizens.models import Citizen, Consent, Course, Domain
from roles.permissions import Permission


def latest_expiry(given_on: date) -> date:
    """The same day a year later; 28 February for the 29th, so that it never lasts longer than a year."""
    year = given_on.year + Consent.HEALTH_MONTHS // 12
    return date(year, 2, 28) if (given_on.month, given_on.day) == (2, 29) else given_on.replace(year=year)


@transaction.atomic
def record_consent(
    course: Course,
    *,
    citizen: Citizen,
    domains: Iterable[str],
    given_on: date,
    given_way: str,
    today: date,
    by: User,
    expires_on: date | None = None,
    **texts: str,
) -> Consent:
    """`texts`: information, from_whom, to_whom, purpose, consequence_of_no, interpreter."""
    access = require_about(by, Permission.RECORD_CONSENT, course, citizen.pk)
    consent = Consent(
        course=course,
        citizen=citizen,
        domains=sorted(set(domains)),
        given_on=given_on,
        given_way=given_way,
        expires_on=expires_on,
        explained_by=by,
        **texts,
    )
    if given_on > today:
        raise ValidationError({"given_on": "Samtykket kan ikke være givet i fremtiden."})
    _mind_health(consent)
    consent.full_clean()
    _refuse_twice(consent)
    consent.save()
    record(
        "consent.recorded",
        by=by,
        target=consent,
        course_id=course.pk,
        persons=[citizen.pk],
        basis=access.basis,
        domains=consent.domains,
        way=given_way,
    )
    return consent


def _mind_health(consent: Consent) -> None:
    if Domain.HEALTH not in consent.domains:
        return
    latest = latest_expiry(consent.given_on)
    if consent.expires_on is None:
        consent.expires_on = latest
    if consent.expires_on > latest:
        raise ValidationError({"expires_on": "Et ja til helbredsoplysninger gælder højst 12 måneder."})
    if consent.given_way != Consent.Way.SIGNATURE:
        raise ValidationError({"given_way": "Et ja til helbredsoplysninger skal være skriftligt."})


def _refuse_twice(consent: Consent) -> None:
    same = ("course", "citizen", "domains", "information", "from_whom", "to_whom", "given_on", "expires_on")
    if Consent.objects.filter(withdrawn_on=None, **{name: getattr(consent, name) for name in same}).exists():
        raise ValidationError("Samtykket er allerede noteret.")


@transaction.atomic
def withdraw_consent(consent: Consent, *, on: date, by: User) -> Consent:
    """New sharing stops from that day; what has been shared stays in the file."""
    access = require_about(by, Permission.RECORD_CONSENT, consent.course, consent.citizen_id)
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.withdrawn_on is not None:
        raise ValidationError("Samtykket er allerede trukket tilbage.")
    consent.withdrawn_on, consent.withdrawn_to = on, by
    consent.full_clean()
    consent.save()
    record(
        "consent.withdrawn",
        by=by,
        target=consent,
        course_id=consent.course_id,
        persons=[consent.citizen_id],
        basis=access.basis,
        domains=consent.domains,
    )
    return consent
