"""Each safeguard is taken out in a copy of the project: the tests that are named with it must fail there.

A safeguard that can go without anybody noticing is none. Databases are copies of one that all have in common.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.sabotage.cases import CASES, Case

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
PYTEST = [
    sys.executable,
    "-m",
    "pytest",
    "-q",
    "-x",
    "-p",
    "no:randomly",
    "-p",
    "no:cacheprovider",
    "--tb=line",
]
# Two workers may be given cases at the same time.
NAME = f"sabotage_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
FILES = ("git", "ls-files", "--cached", "--others", "--exclude-standard")


def _copy(folder: Path) -> Path:
    names = subprocess.run(FILES, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    for name in names:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def _address(database: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))


def _run(folder: Path, database: str, *what: str) -> subprocess.CompletedProcess:
    environment = os.environ | {
        "DATABASE_URL": _address(database),
        "VAR_DIR": str(folder / "var"),
        "DEBUG": "1",
    }
    environment.pop("PYTEST_ADDOPTS", None)
    environment.pop("PYTEST_XDIST_WORKER", None)
    return subprocess.run(
        [*PYTEST, *what], cwd=folder, env=environment, capture_output=True, text=True, timeout=600
    )


def _say(words: str, database: str = "postgres") -> None:
    with psycopg.connect(_address(database), autocommit=True) as server:
        server.execute(words)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The copy before anything is taken out of it: all the tests that are named pass there."""
    folder = _copy(tmp_path_factory.mktemp("sound"))
    every = dict.fromkeys(test for case in CASES for test in case.noticed_by)
    done = _run(folder, NAME, "--create-db", "--reuse-db", *every)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    yield folder
    _say(f"DROP DATABASE IF EXISTS test_{NAME} WITH (FORCE)")


@pytest.fixture
def database(sound):
    _say(f"DROP DATABASE IF EXISTS test_{NAME}_copy WITH (FORCE)")
    _say(f"CREATE DATABASE test_{NAME}_copy TEMPLATE test_{NAME}")
    yield f"{NAME}_copy"
    _say(f"DROP DATABASE IF EXISTS test_{NAME}_copy WITH (FORCE)")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_noticed(case: Case, sound, database, tmp_path):
    folder = _copy(tmp_path / "project")
    if case.path:
        source = (folder / case.path).read_text(encoding="utf-8")
        assert case.old in source, "what should be taken out is not there"
        (folder / case.path).write_text(source.replace(case.old, case.new), encoding="utf-8")
    else:
        _say(case.new, f"test_{database}")

    for test in case.noticed_by:
        done = _run(folder, database, "--reuse-db", test)
        last = done.stdout.strip().splitlines()[-1]
        assert (done.returncode, bool(re.search(r"\b\d+ failed", last))) == (1, True), (
            test,
            done.stdout[-3000:],
        )
        assert " error" not in last, done.stdout[-3000:]
