"""One area in a process of its own, and in a database that all areas have in common."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.mutants.areas import AREAS
from tests.sabotage.test_sabotage import ROOT, _address, _say

NAME = f"mutants_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
PLUGINS = ("no:randomly", "no:cacheprovider", "tests.mutants.plugin")


@contextmanager
def database() -> Iterator[None]:
    """Made by the first area that is run, and empty again after each."""
    drop = f"DROP DATABASE IF EXISTS test_{NAME} WITH (FORCE)"
    _say(drop)
    try:
        yield
    finally:
        _say(drop)


def run(area: str, folder: Path, **options: str) -> dict[str, str]:
    """Each mistake with the test that noticed it, or nothing."""
    result = folder / f"{area}.mutants"
    result.unlink(missing_ok=True)
    environment = os.environ | {
        "DATABASE_URL": _address(NAME),
        "VAR_DIR": str(folder / "var"),
        "DEBUG": "1",
        "MUTANTS_AREA": area,
        "MUTANTS_RESULT": str(result),
        **options,
    }
    for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER"):
        environment.pop(name, None)
    plugins = [word for plugin in PLUGINS for word in ("-p", plugin)]
    command = [sys.executable, "-m", "pytest", "-q", "--reuse-db", *plugins, *AREAS[area].tests]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.exists(), done.stdout[-4000:] + done.stderr[-2000:]
    return dict(map(json.loads, result.read_text(encoding="utf-8").splitlines()))
