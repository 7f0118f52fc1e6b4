"""The points of a meeting: to add, change, move, remove them, and to note what was said."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.citizens.models import CoursePerson, Domain, Level, refuse_opened, refuse_stale
from networkmeetings.actions.locks import lock
from networkmeetings.models import AgendaItem, NetworkMeeting
from roles.permissions import Permission, require


@transaction.atomic
def add_item(
    meeting: NetworkMeeting,
    *,
    text: str,
    by_citizen: bool,
    by: User,
    raised_by: str = "",
    person_id: UUID | None = None,
    domain: str = Domain.COMMON,
    level: str = Level.COMMON,
) -> AgendaItem:
    access = require(by, Permission.CALL_MEETING, meeting.course_id)
    meeting = lock(meeting)
    same = {"text": text, "by_citizen": by_citizen, "raised_by": raised_by}
    same |= {"person": person_id, "domain": domain, "level": level}
    if said := AgendaItem.objects.visible_to(by).filter(meeting=meeting, done=False, **same).first():
        return said
    last = meeting.agenda.filter(by_citizen=by_citizen).aggregate(Max("position"))["position__max"]
    item = AgendaItem(
        meeting=meeting, text=text, by_citizen=by_citizen, raised_by=raised_by, position=(last or 0) + 1
    )
    _place(item, person_id, domain, level, by)
    record("agenda.added", by=by, target=item, **_where(item), basis=access.basis, by_citizen=by_citizen)
    return item


@transaction.atomic
def change_item(
    item: AgendaItem,
    *,
    text: str,
    by_citizen: bool,
    version: int,
    by: User,
    raised_by: str = "",
    person_id: UUID | None = None,
    domain: str = Domain.COMMON,
    level: str = Level.COMMON,
) -> AgendaItem:
    access = require(by, Permission.CALL_MEETING, item.meeting.course_id)
    item = _lock_item(item, version)
    refuse_opened(item, level)
    item.text, item.by_citizen, item.raised_by = text, by_citizen, raised_by
    item.version += 1
    _place(item, person_id, domain, level, by)
    record("agenda.changed", by=by, target=item, **_where(item), basis=access.basis)
    return item


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool, by: User) -> AgendaItem:
    """Past the next point that the mover can see, among the citizen's own or among the others'."""
    access = require(by, Permission.CALL_MEETING, item.meeting.course_id)
    meeting = lock(item.meeting)
    group = list(meeting.agenda.filter(by_citizen=item.by_citizen))
    seen = set(AgendaItem.objects.visible_to(by).filter(meeting=meeting).values_list("pk", flat=True))
    index = next(index for index, row in enumerate(group) if row.pk == item.pk)
    others = range(index - 1, -1, -1) if up else range(index + 1, len(group))
    target = next((place for place in others if group[place].pk in seen), None)
    if target is None:
        return item
    group.insert(target, group.pop(index))
    for position, row in enumerate(group, 1):
        row.position = position
    AgendaItem.objects.bulk_update(group, ["position"])
    record("agenda.moved", by=by, target=item, **_where(item), basis=access.basis, up=up)
    return item


@transaction.atomic
def remove_item(item: AgendaItem, *, by: User) -> None:
    access = require(by, Permission.CALL_MEETING, item.meeting.course_id)
    item = _lock_item(item)
    if item.notes or item.decisions.exists():
        raise ValidationError("Punktet har noter eller aftaler og kan ikke fjernes.")
    record("agenda.removed", by=by, target=item, **_where(item), basis=access.basis)
    item.delete()


@transaction.atomic
def note_item(item: AgendaItem, *, notes: str, done: bool, version: int, by: User) -> AgendaItem:
    access = require(by, Permission.CALL_MEETING, item.meeting.course_id)
    stored = _lock_item(item)
    if (stored.notes, stored.done) == (notes, done):
        return stored
    item = _lock_item(item, version)
    item.notes, item.done = notes, done
    item.version += 1
    item.full_clean()
    item.save()
    record("agenda.noted", by=by, target=item, **_where(item), basis=access.basis, done=done)
    return item


def _lock_item(item: AgendaItem, version: int | None = None) -> AgendaItem:
    lock(item.meeting)
    stored = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
    if version is not None:
        refuse_stale(stored, version)
    return stored


def _place(item: AgendaItem, person_id: UUID | None, domain: str, level: str, by: User) -> None:
    """Say whom it is about and who may read it. Nobody writes what that person could not read again."""
    item.person_id, item.domain, item.level = person_id, domain, level
    members = CoursePerson.objects.filter(course_id=item.meeting.course_id)
    if person_id and not members.filter(citizen_id=person_id).exists():
        raise ValidationError({"person": "Vælg en, der er med i forløbet."})
    item.full_clean()
    item.save()
    if not AgendaItem.objects.visible_to(by).filter(pk=item.pk).exists():
        raise ValidationError(
            {"level": "Så ville du ikke selv kunne læse punktet. Vælg noget, du har adgang til."}
        )


def _where(item: AgendaItem) -> dict:
    return {
        "course_id": item.meeting.course_id,
        "persons": [item.person_id] if item.person_id else [],
        **item.field_and_level,
    }
