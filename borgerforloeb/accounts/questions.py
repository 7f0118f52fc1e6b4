"""Questions to the database that are compiled once in a process and then asked with other arguments.

Django builds and compiles a queryset anew each time it is asked; with subqueries and the gate in it,
that costs several times its answer. A question is still a queryset, so that the gate stands in one place;
only what is *given* (who asks, and when) is left open. What is kept is the SQL, never an argument or an
answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigAutoField, BooleanField, Expression, Field, Func, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from psycopg import Cursor

from borgerforloeb.accounts.models import User

Row = TypeVar("Row", bound=tuple[Any, ...])
Object = TypeVar("Object", bound=Model)


class Given(Expression):
    """What the question is asked with later; stands in a queryset where a value would."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class AnyOf(Func):
    """A filter: is the column one of a given array? `IN` would have to know how many there are."""

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY (", BooleanField()


@dataclass(frozen=True)
class Asker:
    """Stands for the user while a question is compiled.

    It has a key and nothing else on purpose: a gate that looks at more of the user than that in Python would
    be kept for the next user as well; so it fails here instead.
    """

    pk: Given = field(default_factory=lambda: Given("user", BigAutoField()))


def ask(
    sql: str, params: Sequence[Any] | Mapping[str, Any], *, using: str = DEFAULT_DB_ALIAS
) -> list[tuple[Any, ...]]:
    """For what is asked in the same words again and again: after five times the server keeps its plan.

    Planning took longer than answering, with the gate and the policies in every question. What Django itself
    asks has its values written into it and is new each time.
    """
    connection = connections[using]
    with connection.cursor() if connection.queries_logged else _keeping_cursor(connection) as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _keeping_cursor(connection: Any) -> Any:
    """It does not say what it asked: where questions are counted or shown, Django asks in its own way."""
    # As Django does before a cursor of its own: after a restart of the database the connection is made anew.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    return connection.make_cursor(Cursor(connection.connection))


class Compiled(NamedTuple):
    sql: str
    params: tuple[Any, ...]
    compiler: SQLCompiler


class _Asked:
    ASKER: ClassVar[Asker] = Asker()

    def __init__(self, build: Callable[..., QuerySet], given: dict[str, Field]) -> None:
        self.build, self.given = build, given

    @cached_property
    def compiled(self) -> Compiled:
        queryset = self.build(self.ASKER, **{name: Given(name, kind) for name, kind in self.given.items()})
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        return Compiled(sql, tuple(params), compiler)

    def answer(self, user: User | None, arguments: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Nobody asks where it does not matter who; a question in which it does then misses its user."""
        if user is not None:
            arguments["user"] = user.pk
        sql, params, _ = self.compiled
        return ask(sql, [arguments[p.name] if isinstance(p, Given) else p for p in params])


class Question(_Asked, Generic[Row]):
    """Rows of one kind for the user who asks; `build` makes the queryset, with `Row`'s fields in order."""

    def __init__(self, build: Callable[..., QuerySet], row: type[Row], given: dict[str, Field]) -> None:
        super().__init__(build, given)
        self.row = row

    def __call__(self, user: User | None, **arguments: Any) -> list[Row]:
        return list(map(self.row._make, self.answer(user, arguments)))  # type: ignore[attr-defined]


class Search(_Asked, Generic[Object]):
    """The same for objects of a model, with all that the queryset fetches along or annotates."""

    def __call__(self, user: User | None, **arguments: Any) -> list[Object]:
        rows: Iterable[Any] = self.answer(user, arguments)
        compiler = self.compiled.compiler
        if converters := compiler.get_converters([column for column, *_ in compiler.select]):
            rows = compiler.apply_converters(rows, converters)
        return [self._made(row) for row in rows]

    def _made(self, row: tuple[Any, ...]) -> Object:
        names, columns, populators = self._parts
        made: Object = self._model.from_db(DEFAULT_DB_ALIAS, names, row[columns])
        for populator in populators:
            populator.populate(row, made)
        for name, column in (self.compiled.compiler.annotation_col_map or {}).items():
            setattr(made, name, row[column])
        return made

    @cached_property
    def _parts(self) -> tuple[list[str], slice, list[Any]]:
        compiler = self.compiled.compiler
        fields = compiler.klass_info["select_fields"]
        columns = slice(fields[0], fields[-1] + 1)
        names = [column.target.attname for column, *_ in compiler.select[columns]]
        # The types are of a later Django, which asks for more.
        populators = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        return names, columns, populators

    @property
    def _model(self) -> type[Object]:
        model: type[Object] = self.compiled.compiler.klass_info["model"]
        return model


def question(row: type[Row], **given: Field) -> Callable[[Callable[..., QuerySet]], Question[Row]]:
    """Makes a question of a function from (user, what is given) to a `values_list` in the order of `row`."""
    return lambda build: Question(build, row, given)


def search(**given: Field) -> Callable[[Callable[..., QuerySet[Object]]], Search[Object]]:
    """As `question`, of a function to a queryset of objects."""
    return lambda build: Search(build, given)
