"""The same pages without wall, gate and log: what they are measured against."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

from django.db import transaction

from borgerforloeb.accounts.questions import Compiled, _Asked
from roles import gate

# What an application without all this would ask: is the course one of mine?
MINE = "EXISTS (SELECT FROM roles_assignment held WHERE held.user_id = {user} AND %s)"
compile_question = _Asked.compiled.func


@cache
def held_once(*args: Any) -> list[gate.Holding]:
    """Who the user is in the course; known before the clock starts."""
    return gate.held_in(*args)


@cache
def compiled_apart(asked: _Asked) -> Compiled:
    """Neither side is answered with the other's question."""
    return compile_question(asked)


INSTEAD = {
    "borgerforloeb.audit.middleware.acting_as": lambda user: transaction.atomic(),
    "borgerforloeb.audit.actions.write": lambda events: None,
    "borgerforloeb.accounts.questions._Asked.compiled": property(compiled_apart),
    "roles.gate._HELD": MINE,
    "roles.permissions.THE_ROW": "true",
    "roles.permissions.ALL_THE_FIELDS": "true",
    "roles.permissions.held_in": held_once,
}


@contextmanager
def without() -> Iterator[None]:
    """As the owner of the tables, on nobody's behalf, with a log that forgets. Each case sees to it that the
    page is the same.
    """
    with ExitStack() as stack:
        for name, other in INSTEAD.items():
            stack.enter_context(patch(name, other))
        yield
