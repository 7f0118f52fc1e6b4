"""The one way into the log. A row stands, on the log's own connection, before anything is shown or sent.

What a view tells is written in one go when its page is drawn, before its transaction commits: until then
nobody has seen anything. All else stands at once: what a task sends cannot be called back, and what a
middleware keeps has been committed.
"""

import logging
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import DatabaseError, Error, connection, transaction
from django.db.models import Model
from django.utils.crypto import salted_hmac

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.models import AuditEvent, Kind, Outcome
from borgerforloeb.audit.writing import write

alarm = logging.getLogger("borgerforloeb.alarm")
Answer = TypeVar("Answer")


class LogUnavailable(DatabaseError):
    """A row could not be written, so nothing may be shown. It quotes nothing of the row."""


@dataclass
class RequestMark:
    """What is known of the request that is being answered, and its rows that may yet be undone."""

    request_id: str = ""
    address: str | None = None
    session: SessionBase | None = None
    holds_back: bool = False
    waiting: list[AuditEvent] = field(default_factory=list)
    unsettled: dict[int, tuple[AuditEvent, Callable[[], object]]] = field(default_factory=dict)
    # Those that tell of a change.
    changes: list[AuditEvent] = field(default_factory=list)
    known: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def session_mark(self) -> str:
        """Tells rows of one sign-in apart from another's; nobody can sign in with it."""
        key = self.session.session_key if self.session is not None else None
        return salted_hmac("borgerforloeb.audit.session", key).hexdigest()[:16] if key else ""

    def once(self, key: Hashable, ask: Callable[[], Answer]) -> Answer:
        """What was asked a moment ago for the same page, until that changes something; all else asks anew."""
        if not self.holds_back or self.changes:
            return ask()
        if key not in self.known:
            self.known[key] = ask()
        answer: Answer = self.known[key]
        return answer


NO_REQUEST = RequestMark()
current_request: ContextVar[RequestMark] = ContextVar("current_request", default=NO_REQUEST)


@contextmanager
def told_as_one(mark: RequestMark) -> Iterator[None]:
    """All that is recorded within belongs together, and what of it was undone is told at the end."""
    token = current_request.set(mark)
    try:
        yield
    finally:
        try:
            write_what_waits()
        finally:
            _tell_what_was_undone(mark)
            current_request.reset(token)


@contextmanager
def held_back() -> Iterator[None]:
    """For a page in a transaction of its own: its rows wait, and are written before that can commit."""
    mark = current_request.get()
    mark.holds_back = True
    try:
        yield
        write_what_waits()
    finally:
        mark.holds_back = False


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
        address=mark.address or None,
    )
    if mark.holds_back:
        mark.waiting.append(event)
    else:
        # After what waited in a view that failed.
        write_what_waits()
        _write([event])
    if mark is not NO_REQUEST:
        # Forgotten when what it tells of commits. When that is rolled back, so is this.
        settle = partial(mark.unsettled.pop, id(event))
        mark.unsettled[id(event)] = (event, settle)
        transaction.on_commit(settle)
        if kind == Kind.CHANGE:
            mark.changes.append(event)
    return event


def write_what_waits() -> None:
    """Asked for by who commits or hands on something; and by who reads the log, to find this use there."""
    waiting = current_request.get().waiting
    if waiting:
        events = waiting.copy()
        waiting.clear()
        _write(events)


def _write(events: list[AuditEvent]) -> None:
    try:
        write(events)
    except Error as error:
        # The error's own text quotes the row, so only its name goes on.
        raise LogUnavailable(type(error).__name__) from None


def _tell_what_was_undone(mark: RequestMark) -> None:
    # Inside a transaction that goes on after the request, as in tests, what is still to commit is not undone.
    to_commit = {id(entry[1]) for entry in connection.run_on_commit}
    undone = [
        event.pk for event, settle in mark.unsettled.values() if event.pk and id(settle) not in to_commit
    ]
    mark.unsettled.clear()
    if not undone:
        return
    try:
        record("request.undone", kind=Kind.SYSTEM, by=None, outcome=Outcome.UNDONE, events=sorted(undone))
    except LogUnavailable as error:
        # Nothing is shown by this row, and the answer has been made.
        alarm.error("the log does not tell that %d events were undone: %s", len(undone), error)
