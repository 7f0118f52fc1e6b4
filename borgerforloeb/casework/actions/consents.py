"""A citizen's yes to sharing, and taking it back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.casework.actions.persons import require_about
from borgerforloeb.citizens.models import Citizen, Consent, Course, Domain
from roles.permissions import Access, Permission


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
    today: date,
    by: User,
    **fields: Any,
) -> Consent:
    """`fields`: given_way, expires_on (may be left out for health) and the words of the consent."""
    access = require_about(by, Permission.RECORD_CONSENT, course, citizen.pk)
    if given_on > today:
        raise ValidationError({"given_on": "Samtykket kan ikke være givet i fremtiden."})
    consent = Consent(
        course=course, citizen=citizen, given_by=citizen, given_on=given_on, explained_by=by, **fields
    )
    consent.domains = sorted(set(domains))
    _mind_health(consent)
    consent.full_clean()
    _refuse_twice(consent)
    consent.save()
    _record("consent.recorded", consent, access, by, way=consent.given_way)
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
    _record("consent.withdrawn", consent, access, by)
    return consent


def _record(action: str, consent: Consent, access: Access, by: User, **details: Any) -> None:
    record(
        action,
        by=by,
        target=consent,
        course_id=consent.course_id,
        persons=[consent.citizen_id],
        basis=access.basis,
        domains=consent.domains,
        **details,
    )
