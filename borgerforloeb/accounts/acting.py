"""On whose behalf the database is asked: its row security lets through that person's courses alone.

What is said here holds until the transaction ends, so that nothing of it reaches the next request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.row_security import WEB

# What works on nobody's behalf, and only reads: what is due, the leaders' figures, and, when a course is
# opened, whether there is another one and what its number was.
REMINDERS, STATISTICS, REGISTER = "reminders", "statistics", "register"
# Takes away what has been kept for its term.
EXPIRY = "expiry"
# Finds what is to be drawn; each plan is then given on behalf of whoever asked for it.
PRINTING = "printing"

# The role too: whoever the connection belongs to, as in the tests, owns nothing while somebody is served.
SAY = """
    SELECT set_config('role', %s, true), set_config('app.user_id', %s, true),
        set_config('app.service', %s, true), set_config('app.opening', '', true),
        set_config('app.mine_until', '', true)
"""


class _Acting:
    """Said just before the first statement, so that a page which asks nothing costs nothing."""

    def __init__(self, user_id: str = "", service: str = "", role: str = WEB) -> None:
        self.values = [role, user_id, service]
        self.said = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self.wait_no_more()
        self.said = True
        self.say()
        return execute(sql, params, many, context)

    def wait_no_more(self) -> None:
        if self in connection.execute_wrappers:
            connection.execute_wrappers.remove(self)

    def say(self) -> None:
        """Straight to the server: like the transaction's own beginning it is no question of the page."""
        with connection.wrap_database_errors, connection.cursor() as cursor:
            cursor.cursor.execute(SAY, self.values)


# As the connection was opened.
NOBODY = _Acting(role=settings.DATABASE_ROLE or "none")
_current: ContextVar[_Acting] = ContextVar("acting", default=NOBODY)


@contextmanager
def _acting(now: _Acting) -> Iterator[None]:
    before, goes_on = _current.get(), connection.in_atomic_block
    # Within somebody's work no savepoint is needed: a failure ends that as well.
    with transaction.atomic(savepoint=before is NOBODY):
        connection.execute_wrappers.append(now)
        token = _current.set(now)
        try:
            yield
        finally:
            _current.reset(token)
            now.wait_no_more()
        # After a failure the rollback has taken it back. At the end of the transaction it must still stand,
        # for the triggers that judge there; nobody else comes after.
        if goes_on and now.said:
            before.say()


@contextmanager
def acting_as(user: User | AnonymousUser | None) -> Iterator[None]:
    """A transaction, or a part of one, on behalf of somebody; of nobody where no one is signed in."""
    with _acting(_Acting(user_id=str(user.pk) if user is not None and user.pk else "")):
        yield


@contextmanager
def serving_as(service: str) -> Iterator[None]:
    with _acting(_Acting(service=service)):
        yield


def opening(course_id: UUID) -> None:
    """For the rest of the transaction: the course that is being opened has nobody appointed to it yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.opening', %s, true), set_config('app.mine_until', '', true)",
            [str(course_id)],
        )
