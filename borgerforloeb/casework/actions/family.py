"""The persons of a course and how they belong together."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.casework.actions.persons import WrittenPerson, find_or_make, require_about, take_turns
from borgerforloeb.citizens.models import Citizen, Course, CoursePerson, FamilyRelation
from roles.actions.handing_over import to_hand_over
from roles.gate import relations_behind
from roles.permissions import Permission

# The same said from either side.
MUTUAL = (FamilyRelation.Kind.SPOUSE, FamilyRelation.Kind.FORMER_SPOUSE, FamilyRelation.Kind.SIBLING)


@transaction.atomic
def add_member(
    course: Course, *, person: WrittenPerson, part: str, starts_on: date, by: User
) -> CoursePerson:
    """Only who manages the course adds: a number may lead to somebody whom the municipality knows."""
    access = require_about(by, Permission.MANAGE_COURSE, course)
    if course.kind != Course.Kind.FAMILY:
        raise ValidationError("Kun et familieforløb har flere personer.")
    if part == CoursePerson.Part.MAIN:
        raise ValidationError("Forløbet har allerede sin hovedperson.")
    if starts_on < course.opened_on:
        raise ValidationError("Personen kan ikke være med, før forløbet er begyndt.")
    take_turns()
    citizen = _same_unnumbered(course, person) or find_or_make(person, on=starts_on)
    member = CoursePerson(course=course, citizen=citizen, part=part, starts_on=starts_on, added_by=by)
    member.full_clean()
    member.save()
    _record("member.added", by, member, course, access.basis, citizen.pk)
    return member


def _same_unnumbered(course: Course, person: WrittenPerson) -> Citizen | None:
    """A double submit of somebody without a number finds the first one."""
    if person.number is not None:
        return None
    return course.persons.filter(
        first_names=person.first_names, last_name=person.last_name, born_on=person.born_on
    ).first()


@transaction.atomic
def end_member(member: CoursePerson, *, ends_on: date, by: User) -> CoursePerson:
    access = require_about(by, Permission.MANAGE_COURSE, member.course, member.citizen_id)
    member = CoursePerson.objects.select_for_update().select_related("course").get(pk=member.pk)
    if member.ends_on is not None:
        raise ValidationError("Personen er allerede ude af forløbet.")
    if member.part == CoursePerson.Part.MAIN:
        raise ValidationError("Hovedpersonen kan ikke tages ud. Afslut forløbet i stedet.")
    if member.course.assignments.filter(person_id=member.citizen_id, ends_on=None).exists():
        raise ValidationError("Afslut først de roller, der kun gælder denne person.")
    member.ends_on = ends_on
    member.full_clean()
    member.save()
    _record("member.ended", by, member, member.course, access.basis, member.citizen_id)
    return member


@transaction.atomic
def add_relation(
    course: Course, *, citizen: Citizen, relative: Citizen, kind: str, by: User, **facts: Any
) -> FamilyRelation:
    """`citizen` is the <kind> of `relative`; `facts`: has_custody, lives_together, starts_on."""
    access = require_about(by, Permission.EDIT_FAMILY, course, citizen.pk, relative.pk)
    current = FamilyRelation.objects.noted().filter(ends_on=None)
    same = current.filter(citizen=relative, relative=citizen, kind=kind)
    if kind in MUTUAL and same.exists():
        raise ValidationError("Relationen er allerede noteret.")
    relation = FamilyRelation(citizen=citizen, relative=relative, kind=kind, **facts)
    relation.full_clean()
    relation.save()
    _record("relation.added", by, relation, course, access.basis, citizen.pk, relative.pk)
    return relation


@transaction.atomic
def end_relation(relation: FamilyRelation, *, course: Course, ends_on: date, by: User) -> FamilyRelation:
    access = require_about(by, Permission.EDIT_FAMILY, course, relation.citizen_id, relation.relative_id)
    relation = FamilyRelation.objects.select_for_update().get(pk=relation.pk)
    if relation.ends_on is not None:
        raise ValidationError("Relationen er allerede afsluttet.")
    relation.ends_on = ends_on
    relation.full_clean()
    relation.save()
    _record("relation.ended", by, relation, course, access.basis, relation.citizen_id, relation.relative_id)
    return relation


@transaction.atomic
def correct_relation(
    relation: FamilyRelation, *, course: Course, reason: str, on: date, by: User
) -> FamilyRelation:
    """For one that never was: it stays with its reason, and bars nobody and gives no custody from now on."""
    access = require_about(by, Permission.EDIT_FAMILY, course, relation.citizen_id, relation.relative_id)
    relation = _correct(relation.pk, reason=reason, on=on, by=by)
    _record(
        "relation.corrected", by, relation, course, access.basis, relation.citizen_id, relation.relative_id
    )
    return relation


@transaction.atomic
def correct_barring_relation(
    relation_id: int, *, assignment_id: int, reason: str, on: date, by: User
) -> FamilyRelation:
    """By the leader, when it keeps one of a course's two out; who else it is about is not told."""
    held = to_hand_over(assignment_id, by)
    if relation_id not in {behind.relation_id for behind in relations_behind(held.user_id, held.course_id)}:
        raise PermissionDenied
    relation = _correct(relation_id, reason=reason, on=on, by=by)
    record(
        "relation.corrected",
        by=by,
        target=relation,
        course_id=held.course_id,
        persons=[relation.citizen_id, relation.relative_id],
        basis="leader",
        user=held.user_id,
    )
    return relation


def _correct(relation_id: int, *, reason: str, on: date, by: User) -> FamilyRelation:
    relation = FamilyRelation.objects.select_for_update(of=("self",)).get(pk=relation_id)
    if relation.corrected_on is not None:
        raise ValidationError("Relationen er allerede rettet.")
    if not reason.strip():
        raise ValidationError({"reason": "Skriv, hvorfor den er noteret ved en fejl."})
    relation.corrected_on, relation.corrected_by, relation.correction_reason = on, by, reason
    relation.full_clean()
    relation.save()
    return relation


def _record(action: str, by: User, target: Model, course: Course, basis: str, *persons: UUID) -> None:
    record(action, by=by, target=target, course_id=course.pk, persons=persons, basis=basis)
