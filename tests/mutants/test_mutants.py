"""A small mistake in each function that decides who may know or do what, and in what is counted, is noticed.

One in each function, the same each time; `python -m tests.mutants --all` makes all of them. Who finds one
that nothing notices writes a test, or says in unnoticed.py why the answer stays the same.
"""

import pytest

from tests.mutants.areas import NOTHING
from tests.mutants.running import database, run

pytestmark = pytest.mark.long

# Those of which each mistake is known to be noticed; the others are for the command until they are, too.
HELD = ("counts", "papers", "plans", "roles")


@pytest.fixture(scope="module", autouse=True)
def _one_database():
    with database():
        yield


@pytest.mark.parametrize("area", HELD)
def test_a_small_mistake_is_noticed(area, tmp_path):
    found = run(area, tmp_path)

    assert (failing := found.pop(NOTHING)) == "", f"{failing} fails where nothing is wrong"
    assert len(found) > 15
    assert [name for name, noticed in found.items() if not noticed] == []
