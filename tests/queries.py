"""What a page costs in questions to the database, those to the log's own connection among them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.test.utils import CaptureQueriesContext

# Once a minute at most, whichever page comes first.
SEEN = 'UPDATE "accounts_session" SET "seen_at"'


@contextmanager
def all_queries() -> Iterator[list[str]]:
    """The SQL of all that is asked within, without savepoints: those are the tests' own."""
    asked: list[str] = []
    with (
        CaptureQueriesContext(connections["default"]) as ordinary,
        CaptureQueriesContext(connections["log"]) as log,
    ):
        yield asked
    both = [query["sql"] for query in [*ordinary.captured_queries, *log.captured_queries]]
    asked.extend(sql for sql in both if "SAVEPOINT" not in sql and not sql.startswith(SEEN))
