"""Puts a mistake into the functions and constants that are loaded, so that nothing must be started anew."""

import ast
import gc
import importlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from tests.mutants import in_python
from tests.mutants.drawing import InPython, Place

ROOT = str(Path(__file__).resolve().parents[2])
# What a test keeps is no answer of a rule: its press, forgotten, would be started a second time.
TESTS = str(Path(__file__).resolve().parents[1])
# Named, not imported: the plugin is loaded before Django is.
MET = "_met"
QUESTIONS = "borgerforloeb.accounts.questions"
KEPT = (str, dict, frozenset, set, list, tuple, re.Pattern)


class Loaded:
    """What is loaded now, found once: it is a long search."""

    def __init__(self) -> None:
        self.functions: defaultdict[str, list[FunctionType]] = defaultdict(list)
        self.caches, self.questions = [], []
        for one in gc.get_objects():
            if type(one) is FunctionType and one.__code__.co_filename.startswith(ROOT):
                self.functions[one.__code__.co_filename].append(one)
            elif type(one) is _lru_cache_wrapper and _is_ours(one.__wrapped__):
                self.caches.append(one)
            elif type(one).__module__ == QUESTIONS and hasattr(one, "__dict__"):
                self.questions.append(one)

    def put_in(self, mutant: InPython) -> None:
        compiled = self._put_functions(mutant.module, mutant.tree)
        self.forget()
        if ".models" not in mutant.module.__name__:
            _put_constants(mutant.module, compiled)

    @contextmanager
    def watched(self, names: Iterable[str]) -> Iterator[set[Place]]:
        """Which functions of these modules are come through: a line in each says so; tracing takes long."""
        through: set[Place] = set()
        modules = [importlib.import_module(name) for name in names]
        trees = [ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")) for module in modules]
        for module, tree in zip(modules, trees, strict=True):
            vars(module)[MET] = through.add
            self._put_functions(module, in_python.telling(tree, MET, module.__name__))
        yield through
        for module, tree in zip(modules, trees, strict=True):
            self._put_functions(module, tree)

    def _put_functions(self, module: ModuleType, tree: ast.Module) -> CodeType:
        path = str(module.__file__)
        compiled = compile(tree, path, "exec")
        codes = {_key(code): code for code in _codes(compiled)}
        for one in self.functions[path]:
            one.__code__ = codes[_key(one.__code__)]
        return compiled

    def forget(self) -> None:
        """What was compiled or answered before says what was right."""
        for cache in self.caches:
            cache.cache_clear()
        for question in self.questions:
            vars(question).pop("compiled", None)
            vars(question).pop("_parts", None)


def _is_ours(function: object) -> bool:
    code = getattr(function, "__code__", None)
    return code is not None and code.co_filename.startswith(ROOT) and not code.co_filename.startswith(TESTS)


def _put_constants(module: ModuleType, compiled: CodeType) -> None:
    fresh = ModuleType(module.__name__)
    fresh.__file__ = module.__file__
    exec(compiled, vars(fresh))
    for name, old in list(vars(module).items()):
        new = vars(fresh).get(name)
        if isinstance(old, KEPT) and not name.startswith("__") and new != old:
            _replace(old, new)


def _replace(old: object, new: object) -> None:
    for module in list(sys.modules.values()):
        for name, value in list(vars(module).items()):
            if value is old:
                setattr(module, name, new)


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
