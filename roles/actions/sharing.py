"""Why a field or an employee may read what another field knows of a person; the gate asks these rows."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Citizen, Consent, Course
from borgerforloeb.law.models import Section
from roles.models import Assignment, SharingBasis
from roles.permissions import Access, Permission, require


@transaction.atomic
def share(
    course: Course,
    *,
    person: Citizen,
    domain: str,
    kind: str,
    starts_on: date,
    why: str,
    by: User,
    to_domain: str = "",
    to_user: User | None = None,
    **more: Any,
) -> SharingBasis:
    """To a field or to one employee of the course. `more`: section or consent, and ends_on (its last day)."""
    access = _require_about(by, course, person)
    basis = SharingBasis(course=course, person=person, domain=domain, kind=kind, starts_on=starts_on, **more)
    basis.to_domain, basis.to_user, basis.why, basis.made_by = to_domain, to_user, why, by
    # One at a time, so that a double submit finds the first one's row.
    Course.objects.select_for_update().get(pk=course.pk)
    basis.full_clean()
    if not course.memberships.filter(citizen=person, ends_on=None).exists():
        raise ValidationError({"person": "Personen er ikke med i forløbet."})
    if basis.consent is not None:
        _refuse_other_consent(basis, basis.consent)
    if basis.section is not None:
        _refuse_other_law(basis, basis.section)
    if to_user is not None:
        _refuse_outsider(basis, to_user)
    _refuse_twice(basis)
    basis.save()
    _record("sharing.begun", basis, access, by)
    return basis


@transaction.atomic
def end_sharing(basis: SharingBasis, *, on: date, reason: str, by: User) -> SharingBasis:
    """`on` is the first day without it. What was read and printed until then stays told in the log."""
    access = _require_about(by, basis.course, basis.person)
    basis = SharingBasis.objects.select_for_update().get(pk=basis.pk)
    if basis.withdrawn_on is not None:
        raise ValidationError("Delingen er allerede stoppet.")
    basis.withdrawn_on, basis.withdrawn_by, basis.end_reason = on, by, reason
    basis.full_clean()
    basis.save()
    _record("sharing.ended", basis, access, by)
    return basis


def _require_about(by: User, course: Course, person: Citizen) -> Access:
    access = require(by, Permission.SHARE, course.pk)
    if not access.knows(person.pk):
        raise PermissionDenied
    return access


def _refuse_other_consent(basis: SharingBasis, consent: Consent) -> None:
    if (consent.course_id, consent.citizen_id) != (basis.course_id, basis.person_id):
        raise ValidationError({"consent": "Samtykket er givet af en anden eller i et andet forløb."})
    if basis.domain not in consent.domains:
        raise ValidationError({"domain": "Samtykket gælder ikke det område."})
    if consent.withdrawn_on is not None or consent.expires_on < basis.starts_on:
        raise ValidationError({"consent": "Samtykket gælder ikke længere."})


def _refuse_other_law(basis: SharingBasis, section: Section) -> None:
    """Nobody opens another field's texts to oneself by one's own reading of the law."""
    if basis.to_user == basis.made_by:
        raise ValidationError({"to_user": "En anden skal notere, at loven giver dig adgang."})
    if not Section.objects.in_force(basis.starts_on).filter(pk=section.pk).exists():
        raise ValidationError({"section": "Paragraffen gælder ikke den dag."})


def _refuse_outsider(basis: SharingBasis, user: User) -> None:
    """A basis widens what an assignment lets one read; alone it opens nothing."""
    if not Assignment.objects.in_force(basis.starts_on).filter(course=basis.course, user=user).exists():
        raise ValidationError({"to_user": f"{user.name} arbejder ikke i forløbet den dag."})


def _refuse_twice(basis: SharingBasis) -> None:
    same = {
        name: getattr(basis, name)
        for name in ("course", "person", "domain", "to_domain", "to_user", "kind", "section", "consent")
    }
    if SharingBasis.objects.in_force(basis.starts_on).filter(**same).exists():
        raise ValidationError("Den deling er allerede noteret.")


def _record(action: str, basis: SharingBasis, access: Access, by: User) -> None:
    record(
        action,
        by=by,
        target=basis,
        course_id=basis.course_id,
        persons=[basis.person_id],
        basis=access.basis,
        domain=basis.domain,
        sharing=basis.kind,
        to_domain=basis.to_domain,
        to_user=basis.to_user_id,
    )
