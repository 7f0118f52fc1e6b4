"""A citizen's yes to sharing, given by each who must be asked, and taking it back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.casework.actions.persons import require_about
from borgerforloeb.casework.actions.sharing import Receiver, share_by_consent
from borgerforloeb.casework.answerers import GROWN, YOUNG, capacity_of, must_answer, relations_that_answer
from borgerforloeb.citizens.models import Citizen, Consent, Course, Domain, Level
from roles.permissions import Access, Permission

# What is asked; everybody who says yes to it says yes to the same words.
ASKED = (
    "course", "citizen", "domains", "information", "from_whom", "to_whom", "purpose", "consequence_of_no",
    "how_to_withdraw", "expires_on",
)  # fmt: skip
Way = Consent.Way


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
    given_by: Citizen | None = None,
    receivers: Iterable[Receiver] = (),
    renews: Consent | None = None,
    **fields: Any,
) -> Consent:
    """`fields`: given_way, expires_on (may be left out for health) and the words of the consent.

    `given_by` is the citizen, or the first of those who answer for her. `receivers` may read in this system.
    """
    access = require_about(by, Permission.RECORD_CONSENT, course, citizen.pk)
    consent = Consent(course=course, citizen=citizen, given_on=given_on, explained_by=by, **fields)
    consent.domains, consent.renews = sorted(set(domains)), renews
    if renews is not None and (renews.course_id, renews.citizen_id) != (course.pk, citizen.pk):
        raise ValidationError({"citizen": "Et samtykke fornys for den person, det handler om."})
    _say(consent, given_by or citizen, today)
    _refuse_twice(consent)
    consent.save()
    for receiver in receivers:
        share_by_consent(consent, receiver, today=today, by=by)
    _record("consent.recorded", consent, access, by, way=consent.given_way, capacity=consent.capacity)
    return consent


@transaction.atomic
def join_consent(
    consent: Consent, *, given_by: Citizen, given_on: date, today: date, by: User, **fields: Any
) -> Consent:
    """Another one who must be asked says yes to the same; `fields` say how, as in `record_consent`."""
    access = require_about(by, Permission.RECORD_CONSENT, consent.course, consent.citizen_id)
    consent = Consent.objects.select_for_update().get(pk=consent.pk, part_of=None)
    if consent.withdrawn_on is not None or consent.expires_on < today:
        raise ValidationError("Samtykket gælder ikke længere. Notér et nyt.")
    joined = Consent(**{name: getattr(consent, name) for name in ASKED}, part_of=consent)
    for name, value in fields.items():
        setattr(joined, name, value)
    joined.given_on, joined.explained_by = given_on, by
    _say(joined, given_by, today)
    if consent.given_by_id == given_by.pk:
        raise ValidationError({"given_by": "Den person har allerede sagt ja."})
    joined.save()
    _record("consent.joined", joined, access, by, way=joined.given_way, capacity=joined.capacity)
    return joined


def _say(consent: Consent, given_by: Citizen, today: date) -> None:
    """Who says it, in what capacity and how, and all that makes it no valid yes."""
    if consent.given_on > today:
        raise ValidationError({"given_on": "Samtykket kan ikke være givet i fremtiden."})
    consent.given_by = given_by
    _mind_who_answers(consent)
    _mind_health(consent)
    _mind_how(consent)
    consent.full_clean()


def _mind_who_answers(consent: Consent) -> None:
    relations = relations_that_answer([consent.citizen_id])
    capacity = capacity_of(consent.given_by, consent.citizen, consent.given_on, relations)
    if capacity is None:
        raise ValidationError({"given_by": _why_not(consent)})
    if not must_answer(consent.citizen, consent.given_on, consent.given_on, relations):
        raise ValidationError(
            {"given_by": "Notér først under Familie og netværk, hvem der har forældremyndigheden."}
        )
    consent.capacity = capacity
    age = consent.citizen.age(consent.given_on)
    if age is not None and age < YOUNG and not consent.childs_view:
        raise ValidationError({"childs_view": "Skriv barnets eget syn, også når barnet ikke vil sige noget."})


def _why_not(consent: Consent) -> str:
    age, name = consent.citizen.age(consent.given_on), consent.citizen.first_name
    if age is None or age >= GROWN:
        return f"{name} svarer selv. Kun en værge kan svare i stedet."
    if consent.given_by_id == consent.citizen_id:
        return f"{name} er under 15 år. Spørg den, der har forældremyndigheden, og skriv barnets eget syn."
    return f"Den person har ikke forældremyndigheden over {name}."


def _mind_health(consent: Consent) -> None:
    if Domain.HEALTH not in consent.domains:
        return
    latest = latest_expiry(consent.given_on)
    if consent.expires_on is None:
        consent.expires_on = latest
    if consent.expires_on > latest:
        raise ValidationError({"expires_on": "Et ja til helbredsoplysninger gælder højst 12 måneder."})
    if consent.given_way != Way.SIGNATURE:
        raise ValidationError({"given_way": "Et ja til helbredsoplysninger skal være skriftligt."})


def _mind_how(consent: Consent) -> None:
    if consent.given_way == Way.ORAL and not consent.oral_note:
        raise ValidationError({"oral_note": "Skriv, hvad der blev sagt, når et ja er mundtligt."})
    if consent.interpreter_way and not consent.interpreter:
        raise ValidationError({"interpreter": "Skriv, hvem der tolkede."})
    if consent.interpreter and not consent.interpreter_way:
        raise ValidationError({"interpreter_way": "Vælg, hvordan der blev tolket."})


def _refuse_twice(consent: Consent) -> None:
    same = ("course", "citizen", "domains", "information", "from_whom", "to_whom", "given_on", "expires_on")
    if Consent.objects.filter(withdrawn_on=None, **{name: getattr(consent, name) for name in same}).exists():
        raise ValidationError("Samtykket er allerede noteret.")


@transaction.atomic
def withdraw_consent(consent: Consent, *, on: date, by: User) -> Consent:
    """One person's yes: reading and new prints that need it stop at once; what has been shared stays."""
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
        # Of several fields the details tell.
        domain=consent.domains[0] if len(consent.domains) == 1 else "",
        level=Level.DOMAIN,
        domains=consent.domains,
        **details,
    )
