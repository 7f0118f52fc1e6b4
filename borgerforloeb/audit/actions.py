"""The one way into the log. A row stands at once, on the log's own connection, before anything is shown."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import DatabaseError, Error, connection, transaction
from django.db.models import Model
from django.utils.crypto import salted_hmac

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.models import AuditEvent, Kind, Outcome

alarm = logging.getLogger("borgerforloeb.alarm")


class LogUnavailable(DatabaseError):
    """A row could not be written, so nothing may be shown. It quotes nothing of the row."""


@dataclass(frozen=True)
class RequestMark:
    """What is known of the request that is being answered, and its rows that may yet be undone."""

    request_id: str = ""
    address: str | None = None
    session: SessionBase | None = None
    unsettled: dict[int, Callable[[], object]] = field(default_factory=dict)
    # Those that tell of a change.
    changes: list[int] = field(default_factory=list)

    @property
    def session_mark(self) -> str:
        """Tells rows of one sign-in apart from another's; nobody can sign in with it."""
        key = self.session.session_key if self.session is not None else None
        return salted_hmac("borgerforloeb.audit.session", key).hexdigest()[:16] if key else ""


NO_REQUEST = RequestMark()
current_request: ContextVar[RequestMark] = ContextVar("current_request", default=NO_REQUEST)


@contextmanager
def told_as_one(mark: RequestMark) -> Iterator[None]:
    """All that is recorded within belongs together, and what of it was undone is told at the end."""
    token = current_request.set(mark)
    try:
        yield
    finally:
        _tell_what_was_undone(mark)
        current_request.reset(token)


def record(
    action: str,
    *,
    by: User | None,
    kind: Kind = Kind.CHANGE,
    target: Model | None = None,
    course_id: UUID | None = None,
    persons: Iterable[UUID] = (),
    basis: str = "",
    reason: str = "",
    domain: str = "",
    level: str = "",
    outcome: Outcome = Outcome.DONE,
    **details: object,
) -> AuditEvent:
    """Write one event. `details` holds field names, counts and codes, never values, names or case text."""
    mark = current_request.get()
    event = AuditEvent(
        action=action,
        kind=kind,
        actor_id=by.pk if by else None,
        actor=f"{by.name}, {by.title}".strip(", ") if by else "",
        title=by.title if by else "",
        unit_id=by.unit_id if by else None,
        capabilities=sorted(by.capabilities) if by else [],
        session=mark.session_mark,
        course_id=course_id,
        person_ids=sorted(set(persons)),
        target=f"{target._meta.label_lower}:{target.pk}" if target is not None else "",
        basis=basis[:160],
        reason=reason[:300],
        domain=domain,
        level=level,
        outcome=Outcome.REFUSED if kind == Kind.REFUSAL else outcome,
        details=details,
        request_id=mark.request_id,
        address=mark.address,
    )
    return _write(event, mark)


def _write(event: AuditEvent, mark: RequestMark) -> AuditEvent:
    try:
        event.save(force_insert=True)
    except Error as error:
        # The error's own text quotes the row, so only its name goes on.
        raise LogUnavailable(type(error).__name__) from None
    if mark is not NO_REQUEST:
        # Forgotten when what it tells of commits. When that is rolled back, so is this.
        settle = partial(mark.unsettled.pop, event.pk)
        mark.unsettled[event.pk] = settle
        transaction.on_commit(settle)
        if event.kind == Kind.CHANGE:
            mark.changes.append(event.pk)
    return event


def _tell_what_was_undone(mark: RequestMark) -> None:
    # Inside a transaction that goes on after the request, as in tests, what is still to commit is not undone.
    waiting = {id(entry[1]) for entry in connection.run_on_commit}
    undone = sorted(number for number, settle in mark.unsettled.items() if id(settle) not in waiting)
    mark.unsettled.clear()
    if not undone:
        return
    try:
        record("request.undone", kind=Kind.SYSTEM, by=None, outcome=Outcome.UNDONE, events=undone)
    except LogUnavailable as error:
        # Nothing is shown by this row, and the answer has been made.
        alarm.error("the log does not tell that %d events were undone: %s", len(undone), error)
