"""Keeping what somebody has half written, and letting a form that is sent twice have one effect.

The text is its writer's own, so nobody else's permission is asked; whose the course is, is asked of the
database, in the same question. The log tells that a draft was begun or thrown away, never what it says.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from borgerforloeb.accounts.cipher import cipher
from borgerforloeb.accounts.models import User
from borgerforloeb.drafts import holding
from borgerforloeb.drafts.events import draft_begun, draft_discarded
from borgerforloeb.drafts.keys import Key
from borgerforloeb.drafts.models import Draft

Fields = list[tuple[str, str]]
CHARACTERS = 200_000
SENT_IS_KNOWN_FOR = timedelta(days=1)

# The first to come makes the row and holds it until its transaction ends; a form of a course that one has
# lost makes none. What has been saved is not opened again by a draft that was under way.
KEEP = """
    INSERT INTO drafts_draft AS known
        (user_id, form, address, course_id, sealed, saved_at, turn, mark, answer)
    SELECT %(user)s, %(form)s, %(address)s, %(course)s, %(sealed)s, %(at)s, %(turn)s, '', ''
    WHERE %(course)s::uuid IS NULL OR course_is_mine(%(course)s::uuid)
    ON CONFLICT (user_id, form)
        DO UPDATE SET sealed = EXCLUDED.sealed, saved_at = EXCLUDED.saved_at, turn = EXCLUDED.turn
        WHERE known.sent_at IS NULL AND known.turn <= EXCLUDED.turn
    RETURNING xmax = 0
"""
RECEIVE = """
    INSERT INTO drafts_draft AS known (user_id, form, address, course_id, sealed, turn, mark, answer)
    SELECT %(user)s, %(form)s, %(address)s, %(course)s, '', 0, '', ''
    WHERE %(course)s::uuid IS NULL OR course_is_mine(%(course)s::uuid)
    ON CONFLICT (user_id, form) DO UPDATE SET form = EXCLUDED.form
    RETURNING mark, answer
"""


class TooLong(Exception):
    """More than a draft may hold; the form itself says how long its texts may be."""


class Earlier(NamedTuple):
    """What was sent before from the same form, and where its answer led."""

    mark: str
    answer: str


@transaction.atomic
def keep(
    key: Key, fields: Fields, *, by: User, at: datetime, turn: int = 0, instead_of: UUID | None = None
) -> bool:
    """Whether it is kept: what has been saved meanwhile needs no draft."""
    words = json.dumps(fields, ensure_ascii=False)
    if len(words) > CHARACTERS or len(key.address) > 500:
        raise TooLong
    if instead_of is not None:
        _take_over(key, instead_of, by=by)
    sealed = cipher("draft").encrypt(words.encode()).decode()
    row = _ask(KEEP, key, by, sealed=sealed, at=at, turn=turn)
    if row is None:
        return _needs_none(key, by=by)
    holding.hold(key, by=by, at=at)
    if row[0]:
        draft_begun.send(sender=Draft, user=by, course_id=key.course_id)
    return True


def _needs_none(key: Key, *, by: User) -> bool:
    """What came too late: a newer one is kept, or all of it is saved. Of a lost course there is no row."""
    known = Draft.objects.filter(user=by, form=key.form).first()
    if known is None:
        raise PermissionDenied
    return known.sent_at is None


def _take_over(key: Key, form: UUID, *, by: User) -> None:
    """The draft goes on in this form. What was written here before it was fetched stays one of its own."""
    mine = Draft.objects.filter(user=by, sent_at=None)
    if mine.filter(form=form).exclude(form=key.form).select_for_update().exists():
        mine.filter(form=key.form).update(form=uuid4())
        mine.filter(form=form).update(form=key.form, turn=0)


@transaction.atomic
def discard(form: UUID, *, by: User) -> bool:
    draft = Draft.objects.filter(user=by, form=form, sent_at=None).first()
    if draft is None:
        return False
    holding.release(Key(form, draft.address, draft.course_id, by.pk), by=by)
    draft.delete()
    draft_discarded.send(sender=Draft, user=by, course_id=draft.course_id)
    return True


def open_draft(draft: Draft) -> Fields:
    """Nothing where the key is gone: a form must open without its draft."""
    try:
        words = cipher("draft").decrypt(draft.sealed.encode())
    except InvalidToken:
        return []
    return [(name, value) for name, value in json.loads(words)]


def forget(*, at: datetime) -> int:
    """What nobody came back for within its term, and what was sent and will not be sent again."""
    old = Draft.objects.filter(sent_at=None, saved_at__lt=at - settings.DRAFTS_KEPT)
    empty = Draft.objects.filter(sent_at=None, saved_at=None)
    sent = Draft.objects.filter(sent_at__lt=at - SENT_IS_KNOWN_FOR)
    return sum(rows.delete()[0] for rows in (old, empty, sent)) + holding.forget_past(at=at)


def mark_of(fields: Iterable[tuple[str, str]]) -> str:
    """Tells what was sent apart from anything else, and does not tell what it says."""
    words = json.dumps(sorted(fields))
    return salted_hmac("borgerforloeb.drafts.sent", words, algorithm="sha256").hexdigest()


def receive(key: Key, *, by: User) -> Earlier | None:
    """Whoever sends the same form at the same moment waits here until the first one is through."""
    row = _ask(RECEIVE, key, by)
    return Earlier(*row) if row else None


def settle(key: Key, *, mark: str, answer: str, by: User, at: datetime) -> None:
    """What was written has been saved, in this same transaction: its draft is empty from now on."""
    rows = Draft.objects.filter(user=by, form=key.form)
    rows.update(sealed="", saved_at=None, mark=mark, answer=answer[:500], sent_at=at)
    holding.saved(key, by=by, at=at)


def _ask(sql: str, key: Key, by: User, **more: Any) -> Any:
    given: dict[str, Any] = {"user": by.pk, "form": key.form, "address": key.address, "course": key.course_id}
    with connection.cursor() as cursor:
        cursor.execute(sql, given | more)
        return cursor.fetchone()
