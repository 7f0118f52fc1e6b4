"""What was said yes to, by whom, and whom it opens a field to; and what a law opens."""

from typing import Any

from borgerforloeb.citizens.models import Consent, Domain
from borgerforloeb.pages.demo.told import Told
from roles.models import SharingBasis

FIELD = "field:"


def tell_consents(told: Told) -> None:
    for fact in told.story.get("consents", []):
        fact = dict(fact)
        others, receivers = fact.pop("others", []), fact.pop("receivers", [])
        first = _add(told, fact)
        for other in others:
            _add(told, fact | {"part_of": first} | other)
        for receiver in receivers:
            _open(told, first, receiver)
    for fact in told.story.get("sharing", []):
        _open_by_law(told, dict(fact))


def _add(told: Told, fact: dict[str, Any]) -> Consent:
    fact = dict(fact)
    withdrawn_to, given_by = fact.pop("withdrawn_to", None), fact.pop("given_by", None)
    citizen = told.persons[fact.pop("of")] if "of" in fact else told.main
    if fact["given_way"] == Consent.Way.ORAL:
        fact.setdefault("oral_note", "Sagt ja til ved samtalen, efter at teksten var læst op.")
    return told.rows.add(
        Consent(
            course=told.course,
            citizen=citizen,
            given_by=told.persons[given_by] if given_by else citizen,
            capacity=Consent.Capacity.CUSTODY_HOLDER if given_by else Consent.Capacity.SELF,
            explained_by=told.user(fact.pop("by")),
            withdrawn_to=told.user(withdrawn_to) if withdrawn_to else None,
            **fact,
        )
    )


def _open(told: Told, consent: Consent, receiver: str) -> None:
    for domain in consent.domains:
        if domain != Domain.COMMON and receiver != FIELD + domain:
            told.rows.add(
                SharingBasis(
                    course=told.course,
                    person=consent.citizen,
                    domain=domain,
                    kind=SharingBasis.Kind.CONSENT,
                    consent=consent,
                    starts_on=consent.given_on,
                    ends_on=consent.expires_on,
                    why=consent.purpose,
                    made_by=consent.explained_by,
                    **_to(told, receiver),
                )
            )


def _open_by_law(told: Told, fact: dict[str, Any]) -> None:
    starts_on = fact.pop("from")
    told.rows.add(
        SharingBasis(
            course=told.course,
            person=told.persons[fact.pop("of")] if "of" in fact else told.main,
            kind=SharingBasis.Kind.LAW,
            section=told.common.law.section(fact.pop("law"), starts_on),
            starts_on=starts_on,
            made_by=told.user(fact.pop("by")),
            **_to(told, fact.pop("to")),
            **fact,
        )
    )


def _to(told: Told, receiver: str) -> dict[str, Any]:
    if receiver.startswith(FIELD):
        return {"to_domain": receiver.removeprefix(FIELD)}
    return {"to_user": told.user(receiver)}
