"""PostgreSQL and Valkey: the ones that the environment names, or else our own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from borgerforloeb.launch import places, secrets
from borgerforloeb.launch.lock import Lock
from borgerforloeb.launch.processes import Child, stop_leftovers
from borgerforloeb.launch.screen import LaunchError, say, step

RECORDS = ("worker", "web", "press", "valkey", "postgres")  # the order in which they are stopped


@contextmanager
def running_servers(var: Path, *, for_tests: bool) -> Iterator[tuple[Lock, list[Child], dict[str, str]]]:
    """Gives the lock, the list of children (ours to add to) and the environment that reaches the servers."""
    places.make_var(var)
    children: list[Child] = []
    with Lock(var / "lock") as lock:
        for name in stop_leftovers(var / "run" / f"{name}.pid" for name in RECORDS):
            say(f"  Stoppede {name} fra en tidligere start, der blev afbrudt.")
        try:
            if not for_tests:
                say("Borgerforløb starter")
            yield lock, children, _start(var, children, for_tests=for_tests)
        finally:
            _stop(children)
            places.forget_sockets(var)


def _start(var: Path, children: list[Child], *, for_tests: bool) -> dict[str, str]:
    own = [name for name in ("DATABASE_URL", "BROKER_URL") if not _named(name)]
    known, made_now = secrets.read_or_make(var / "secrets.env")
    environment = {name: known[name] for name in secrets.FOR_CHILDREN}
    if not own:
        return environment
    there = places.make_places(var)
    if "DATABASE_URL" in own:
        if made_now:
            places.set_aside_what_cannot_be_opened(there)
        environment["DATABASE_URL"] = _start_postgres(there, children, known, for_tests=for_tests)
    if "BROKER_URL" in own:
        environment["BROKER_URL"] = _start_valkey(there, children)
    return environment


def _named(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _start_postgres(
    there: places.Places, children: list[Child], known: dict[str, str], *, for_tests: bool
) -> str:
    # Imported only where it is needed: with DATABASE_URL set nothing of the embedded server is loaded.
    from borgerforloeb.launch import postgres  # noqa: PLC0415

    password = known[secrets.DATABASE_PASSWORD]
    with step("PostgreSQL"):
        postgres.prepare(there, password, for_tests=for_tests)
        children.append(postgres.start(there, for_tests=for_tests))
    return postgres.url(there, password)


def _start_valkey(there: places.Places, children: list[Child]) -> str:
    from borgerforloeb.launch import valkey  # noqa: PLC0415

    with step("Valkey (køen)"):
        children.append(valkey.start(there))
    return valkey.url(there)


def _stop(children: list[Child]) -> None:
    """The last one started is the first to stop, so that nobody loses the server that it needs to finish."""
    for child in reversed(children):
        child.stop()


def first_death(children: list[Child]) -> LaunchError | None:
    return next((child.fail() for child in children if child.died()), None)
