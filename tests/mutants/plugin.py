"""A pytest that runs its tests once as they are, and then again for each mutant, until one of them fails.

Each mutant has a process of its own, split off from this one, in which all is loaded already; no file is
touched. Of the tests only those run that come through the changed function, the most watchful first.
"""

import gc
import json
import os
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections

from tests.mutants import drawing
from tests.mutants.areas import AREAS, NOTHING
from tests.mutants.drawing import InDatabase, Mutant, Place
from tests.mutants.putting_in import Loaded

# What goes on for ever was noticed too. Seconds of the processor, and more for a test that takes long when
# all is well, so that a busy machine says the same.
LONGEST = 10
ADDRESS = ("dbname", "user", "password", "host", "port")
AREA = AREAS[os.environ["MUTANTS_AREA"]]


@dataclass
class Known:
    """Of one test as things are: how long it takes, and which functions it comes through."""

    took: float
    through: set[Place]


class _End(pytest.Item):
    """Named as the next after the last test: all but what the whole session has in common is taken down."""

    def runtest(self) -> None: ...


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    loaded = Loaded()
    with loaded.watched(AREA.all_modules) as through:
        known = {item.nodeid: _known(session, item, through, loaded) for item in session.items}
    if not session.testsfailed:
        with Path(os.environ["MUTANTS_RESULT"]).open("w", encoding="utf-8") as result:
            for name, noticed_by in _Trial(session, known, loaded).all():
                print(json.dumps([name, noticed_by]), file=result, flush=True)
    return True


def _known(session: pytest.Session, item: pytest.Item, through: set[Place], loaded: Loaded) -> Known:
    loaded.forget()
    through.clear()
    begun = time.monotonic()
    _run(session, [item])
    return Known(time.monotonic() - begun, set(through))


def _run(
    session: pytest.Session, items: list[pytest.Item], before: Callable[[pytest.Item], object] = id
) -> pytest.Item | None:
    """The first that fails."""
    end = _End.from_parent(session, name="end")
    for item, following in pairwise([*items, end]):
        before(item)
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return item
    return None


def _chosen(every: list[Mutant]) -> list[Mutant]:
    """All of them, those with certain words in them, or one of each place."""
    if words := os.environ.get("MUTANTS_ONLY"):
        return [mutant for mutant in every if words in mutant.name]
    return every if os.environ.get("MUTANTS_ALL") else drawing.one_of_each(every)


class _Trial:
    def __init__(self, session: pytest.Session, known: dict[str, Known], loaded: Loaded) -> None:
        self.session, self.known, self.loaded = session, known, loaded
        self.noticed: Counter[str] = Counter()
        self.noticed_here: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.loaded.forget()
        self.mentions = drawing.mentions(AREA)
        gc.freeze()

    def all(self) -> Iterator[tuple[str, str]]:
        given = connection.get_connection_params()
        where = {name: given[name] for name in ADDRESS if given.get(name)}
        with psycopg.connect(**where, autocommit=True) as server:
            for mutant in _chosen(list(drawing.every(AREA, server))):
                yield mutant.name, self.one(server, mutant)
        # Who noticed something says nothing where nothing is wrong, in a process split off alike.
        connections.close_all()
        yield NOTHING, self.told(None, [one for one in self.session.items if one.nodeid in self.noticed])

    def one(self, server: psycopg.Connection, mutant: Mutant) -> str:
        """The test that noticed it; nothing where none did."""
        connections.close_all()
        items = sorted(self.those_that_meet(mutant), key=lambda item: self.rank(item, mutant))
        if not isinstance(mutant, InDatabase):
            return self.told(mutant, items)
        try:
            server.execute(mutant.after)  # type: ignore[arg-type]
        except psycopg.Error:
            return "the database"
        try:
            return self.told(mutant, items)
        finally:
            server.execute(mutant.before)  # type: ignore[arg-type]

    def told(self, mutant: Mutant | None, items: list[pytest.Item]) -> str:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            self.try_out(mutant, items, writing)
        os.close(writing)
        with os.fdopen(reading) as told:
            noticed = told.read()
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return "it did not end"
        if noticed in self.known and mutant:
            self.noticed[noticed] += 1
            self.noticed_here[mutant.where][noticed] += 1
        return noticed

    def those_that_meet(self, mutant: Mutant) -> list[pytest.Item]:
        """Where nobody says so, such as of a function that another in the database asks, it may be all.

        A test that has a constant's name asks it itself, and comes through no function on the way.
        """
        places = drawing.met_at(mutant, self.mentions)
        if not places:
            return self.session.items
        return [
            item
            for item in self.session.items
            if places & self.known[item.nodeid].through or mutant.where in vars(item.module)
        ]

    def rank(self, item: pytest.Item, mutant: Mutant) -> tuple[int, int, float]:
        here = self.noticed_here[mutant.where][item.nodeid]
        return -here, -self.noticed[item.nodeid], self.known[item.nodeid].took

    def wait_for(self, item: pytest.Item) -> None:
        signal.setitimer(signal.ITIMER_PROF, LONGEST * max(1, self.known[item.nodeid].took))

    def try_out(self, mutant: Mutant | None, items: list[pytest.Item], writing: int) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        said = "it could not be put in"
        try:
            if mutant and not isinstance(mutant, InDatabase):
                self.loaded.put_in(mutant)
            said = "the test run"
            item = _run(self.session, items, before=self.wait_for)
            said = item.nodeid if item else ""
        finally:
            os.write(writing, said.encode())
            os._exit(0)
