"""Who is appointed to what in a course, by whom and why. An open course never lacks one of its two."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import Course, Domain
from roles.models import SINGLE_ROLES, WORKS_WITH_CITIZENS, Assignment, Role, does_the_work
from roles.permissions import Access, Permission, is_kept_out, require, require_capability

NOT_BOTH = "Vælg en anden, eller få administratoradgangen taget fra."


@transaction.atomic
def appoint(
    course: Course,
    *,
    user: User,
    role: str,
    starts_on: date,
    reason: str,
    by: User,
    domains: Iterable[str] = (),
    **more: Any,
) -> Assignment:
    """For the two single roles this is a replacement: the holder ends on the day that the new one begins.

    `more`: function, person (else the whole course), citizen_wish, sees_shielded.
    """
    access = require(by, Permission.MANAGE_ROLES, course.pk)
    # One at a time, so that a double submit finds the first one's row.
    Course.objects.select_for_update().get(pk=course.pk)
    assignment = Assignment(course=course, user=user, role=role, starts_on=starts_on, reason=reason, **more)
    assignment.domains, assignment.appointed_by = list(domains), by
    refuse_unfit(assignment)
    refuse_beyond(assignment, access)
    replaced = end_holder(assignment, by=by) if role in SINGLE_ROLES else None
    begin(assignment, access, replaced=replaced)
    return assignment


@transaction.atomic
def appoint_first_two(
    course: Course, *, caseworker: Assignment, konsulent: Assignment, by: User
) -> tuple[Assignment, Assignment]:
    """The two of a course that is being opened: there is no assignment yet that could give a permission."""
    require_capability(by, Capability.CASEWORKER)
    if course.assignments.exists():
        raise ValidationError("Forløbet har allerede sine to.")
    for assignment, role in ((caseworker, Role.COORDINATING_CASEWORKER), (konsulent, Role.BORGERKONSULENT)):
        assignment.course, assignment.role, assignment.appointed_by = course, role, by
        assignment.starts_on = course.opened_on
        refuse_unfit(assignment)
        begin(assignment, None)
    return caseworker, konsulent


@transaction.atomic
def end_assignment(assignment: Assignment, *, ends_on: date, reason: str, by: User) -> Assignment:
    """`ends_on` is the first day without it. The two single roles are replaced, never just ended."""
    access = require(by, Permission.MANAGE_ROLES, assignment.course_id)
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    # A deputy's end is known from the start, and may come earlier.
    if assignment.ends_on is not None and assignment.ends_on <= ends_on:
        raise ValidationError("Rollen er allerede afsluttet.")
    if assignment.role in SINGLE_ROLES:
        role = Role(assignment.role).label
        raise ValidationError(
            f"Forløbet skal altid have en {role}. Udpeg en ny, så slutter den gamle af sig selv."
        )
    assignment.ends_on, assignment.ended_by, assignment.end_reason = ends_on, by, reason
    assignment.full_clean()
    assignment.save()
    record(
        "role.ended",
        by=by,
        target=assignment,
        course_id=assignment.course_id,
        persons=[assignment.person_id] if assignment.person_id else (),
        basis=access.basis,
        role=assignment.role,
        user=assignment.user_id,
    )
    return assignment


def refuse_unfit(assignment: Assignment) -> None:
    user, course = assignment.user, assignment.course
    _refuse_who_works_elsewhere(assignment, user)
    if assignment.starts_on < course.opened_on:
        raise ValidationError({"starts_on": "Rollen kan ikke begynde, før forløbet er begyndt."})
    if assignment.person_id:
        if assignment.role in SINGLE_ROLES:
            raise ValidationError({"person": "Den rolle gælder hele forløbet, ikke kun én person."})
        if not course.memberships.filter(citizen_id=assignment.person_id, ends_on=None).exists():
            raise ValidationError({"person": "Personen er ikke med i forløbet."})
    # Told without the reason: a citizen's wish and a family are nobody's business but the citizen's.
    if is_kept_out(user, course.pk):
        raise ValidationError({"user": f"{user.name} kan ikke udpeges i dette forløb."})
    _refuse_twice(assignment)


def _refuse_who_works_elsewhere(assignment: Assignment, user: User) -> None:
    if user.has_capability(Capability.ADMINISTRATOR):
        told = f"{user.name} er administrator og kan ikke arbejde i forløb. {NOT_BOTH}"
        raise ValidationError({"user": told})
    if not user.is_active or not any(map(user.has_capability, WORKS_WITH_CITIZENS)):
        raise ValidationError({"user": f"{user.name} har ikke adgang til at arbejde i forløb."})
    # A role that does not exist is refused as such, by the model.
    if not does_the_work(user, assignment.acts_as):
        raise ValidationError({"user": f"{user.name} er ikke sagsbehandler."})


def refuse_beyond(assignment: Assignment, access: Access) -> None:
    """Nobody gives what one does not hold, and a deputy gives oneself nothing.

    What another field knows is opened by law or consent, person by person (`share`).
    """
    if assignment.user == assignment.appointed_by and Role.COORDINATING_CASEWORKER not in access.roles:
        raise ValidationError({"user": "En stedfortræder kan ikke udpege sig selv."})
    given = may_give(assignment.domains, access)
    beyond = [domain for domain in Domain if domain in assignment.domains and domain not in given]
    if beyond:
        words = ", ".join(str(domain.label) for domain in beyond)
        raise ValidationError({"domains": f"Du har ikke selv {words} her, så det kan du ikke give."})
    _refuse_shielded(assignment, access)


def may_give(domains: Iterable[str], access: Access) -> list[str]:
    """Those of the fields that are one's own in the whole of the course."""
    own = {Domain.COMMON}.union(*(reach.domains for reach in access.reach if reach.person_id is None))
    return [domain for domain in domains if domain in own]


def _refuse_shielded(assignment: Assignment, access: Access) -> None:
    """Read by those named by somebody who reads it already."""
    if assignment.sees_shielded and not any(reach.sees_shielded for reach in access.reach):
        raise ValidationError({"sees_shielded": "Kun den, der selv læser det skærmede, kan give det."})


def _refuse_twice(assignment: Assignment) -> None:
    same = assignment.course.assignments.filter(user=assignment.user, role=assignment.role, ends_on=None)
    if assignment.role not in SINGLE_ROLES:
        same = same.filter(function=assignment.function, person=assignment.person_id)
    if same.exists():
        raise ValidationError({"user": f"{assignment.user.name} har allerede den rolle."})


def end_holder(assignment: Assignment, *, by: User) -> Assignment | None:
    holder = assignment.course.assignments.filter(role=assignment.role, ends_on=None).first()
    if holder is None:
        return None
    if assignment.starts_on < holder.starts_on:
        raise ValidationError({"starts_on": "Den nye kan ikke begynde før den, der skal afløses."})
    holder.ends_on, holder.ended_by, holder.end_reason = assignment.starts_on, by, "Afløst"
    holder.save()
    return holder


def begin(assignment: Assignment, access: Access | None, *, replaced: Assignment | None = None) -> None:
    assignment.full_clean()
    assignment.save()
    record(
        "role.appointed",
        by=assignment.appointed_by,
        target=assignment,
        course_id=assignment.course_id,
        persons=[assignment.person_id] if assignment.person_id else (),
        basis=access.basis if access else "",
        role=assignment.role,
        user=assignment.user_id,
        replaced=replaced.pk if replaced else None,
        shielded=assignment.sees_shielded,
    )
