"""What a page costs in questions to the database, those to the log's own connection among them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.test.utils import CaptureQueriesContext


@contextmanager
def all_queries() -> Iterator[list[str]]:
    """The SQL of all that is asked within, without savepoints: those are the tests' own."""
    asked: list[str] = []
    with (
        CaptureQueriesContext(connections["default"]) as ordinary,
        CaptureQueriesContext(connections["log"]) as log,
    ):
        yield asked
    both = [*ordinary.captured_queries, *log.captured_queries]
    asked.extend(query["sql"] for query in both if "SAVEPOINT" not in query["sql"])
