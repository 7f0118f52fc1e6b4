"""The machine's own log without anybody's words: what an error says of itself may quote a citizen.

Where it happened and of which kind it was is enough to find the fault; the audit log knows who and when.
"""

import logging
import traceback
from collections.abc import Iterator
from copy import copy
from typing import Any

# What Celery tells of a task that failed, beside its name.
OF_A_TASK = {"exc": "", "traceback": "", "args": "", "kwargs": "", "return_value": ""}


class Wordless(logging.Formatter):
    """Errors by their names, also where a library puts one into its line."""

    def format(self, record: logging.LogRecord) -> str:
        told = copy(record)
        # Another handler may have written it down in full.
        told.exc_text = None
        if isinstance(told.args, dict):
            told.args = {name: OF_A_TASK.get(name, _named(value)) for name, value in told.args.items()}
        elif told.args:
            told.args = tuple(map(_named, told.args))
        return super().format(told)

    def formatException(self, ei: Any) -> str:
        return "\n".join(line for error in _from_the_cause(ei[1]) for line in _where(error))


def _named(value: Any) -> Any:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _from_the_cause(error: BaseException | None) -> list[BaseException]:
    """The error that came first, then those that came of it."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def _where(error: BaseException) -> Iterator[str]:
    """Files, lines and our own code; no values stand there."""
    yield from (line.rstrip("\n") for line in traceback.format_tb(error.__traceback__))
    yield type(error).__name__
