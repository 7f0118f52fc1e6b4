"""Questions to the database that are compiled once in a process and then asked with other arguments.

Django builds and compiles a queryset anew each time it is asked; with subqueries and the gate in it,
that costs several times its answer. A question is still a queryset, so that the gate stands in one place;
only what is *given* (who asks, and when) is left open. What is kept is the SQL, never an argument or an
answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigAutoField, BooleanField, Expression, Field, Func, QuerySet

from borgerforloeb.accounts.models import User

Row = TypeVar("Row", bound=tuple[Any, ...])


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


class Compiled(NamedTuple):
    sql: str
    params: tuple[Any, ...]


class Question(Generic[Row]):
    """Rows of one kind for the user who asks; `build` makes the queryset, with `Row`'s fields in order."""

    ASKER: ClassVar[Asker] = Asker()

    def __init__(self, build: Callable[..., QuerySet], row: type[Row], given: dict[str, Field]) -> None:
        self.build, self.row, self.given = build, row, given

    @cached_property
    def compiled(self) -> Compiled:
        queryset = self.build(self.ASKER, **{name: Given(name, kind) for name, kind in self.given.items()})
        sql, params = queryset.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return Compiled(sql, tuple(params))

    def __call__(self, user: User, **arguments: Any) -> list[Row]:
        arguments["user"] = user.pk
        sql, params = self.compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, [arguments[p.name] if isinstance(p, Given) else p for p in params])
            return list(map(self.row._make, cursor.fetchall()))  # type: ignore[attr-defined]


def question(row: type[Row], **given: Field) -> Callable[[Callable[..., QuerySet]], Question[Row]]:
    """Makes a question of a function from (user, what is given) to a `values_list` in the order of `row`."""
    return lambda build: Question(build, row, given)
