"""What the person who typed ./run sees."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class LaunchError(Exception):
    """Something that the person at the keyboard must be told, in Danish, without a traceback."""


def say(text: str = "") -> None:
    print(text, flush=True)  # noqa: T201 - the launcher talks to a terminal


@contextmanager
def step(title: str) -> Iterator[None]:
    """Names a step before it begins and its time when it is done, so that waiting is never silent."""
    print(f"  {title} … ", end="", flush=True)  # noqa: T201
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        say("afbrudt")
        raise
    say(f"klar ({time.monotonic() - begun:.1f} s)".replace(".", ","))
