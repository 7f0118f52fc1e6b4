"""All mistakes of an area; and of them the few that the long suite makes, the same each time."""

import ast
import importlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from zlib import crc32

import psycopg

from tests.mutants import in_python, in_sql
from tests.mutants.areas import Area
from tests.mutants.unnoticed import UNNOTICED


@dataclass(frozen=True)
class InPython:
    """Known by its words and by where it stands, never by its line: lines move."""

    name: str
    where: str
    module: ModuleType
    tree: ast.Module


@dataclass(frozen=True)
class InDatabase:
    name: str
    where: str
    before: str
    after: str


Mutant = InPython | InDatabase
# The module and the function.
Place = tuple[str, str]


def _tree(module: ModuleType) -> ast.Module:
    with open(str(module.__file__), encoding="utf-8") as file:
        return ast.parse(file.read())


def every(area: Area, server: psycopg.Connection) -> Iterator[Mutant]:
    met: Counter[str] = Counter()

    def named(title: str) -> str:
        """The same words a second time in the same place are told apart by a number."""
        met[title] += 1
        return title if met[title] == 1 else f"{title} ({met[title]})"

    for name in area.all_modules:
        module = importlib.import_module(name)
        for where, said, changed in in_python.mistakes(_tree(module), acts=name in area.acts):
            # A model is made once: what stands around its functions cannot be made again.
            if not (in_python.is_constant(where) and ".models" in name):
                yield InPython(named(f"{name}.{where}: {said}"), where, module, changed)
    for name in area.functions:
        before = in_sql.definition(server, name)
        for said, after in in_sql.changes(before):
            yield InDatabase(named(f"{name}: {said}"), name, before, after)


def mentions(area: Area) -> dict[str, set[Place]]:
    """Where each name stands in the area's modules."""
    found: defaultdict[str, set[Place]] = defaultdict(set)
    for name in area.all_modules:
        for where, word in in_python.mentions(_tree(importlib.import_module(name))):
            found[word].add((name, where))
    return found


def met_at(mutant: Mutant, mentions: dict[str, set[Place]]) -> set[Place]:
    """A function itself; of a constant, and of a function in the database, the functions that name it.

    Or that name a constant or a class which does.
    """
    if isinstance(mutant, InPython) and not in_python.is_constant(mutant.where):
        return {(mutant.module.__name__, mutant.where)}
    asked, found = [mutant.where], set()
    while asked:
        for place in mentions.get(asked.pop(), set()) - found:
            found.add(place)
            if not in_python.is_run(place[1]):
                asked.append(place[1].rpartition(".")[2])
    return {place for place in found if in_python.is_run(place[1])}


def one_of_each(mutants: Iterable[Mutant]) -> list[Mutant]:
    """For each function and constant one, chosen by its name alone; nothing is left to chance."""
    places: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        if mutant.name not in UNNOTICED:
            places[mutant.name.split(":")[0]].append(mutant)
    return [found[crc32(place.encode()) % len(found)] for place, found in places.items()]
