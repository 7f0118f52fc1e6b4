"""docs/dependencies.md keeps its promise: a line for each."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_dependency_has_its_line():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked_for = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["embedded"],
        *project["dependency-groups"]["dev"],
    ]
    names = {re.match(r"[\w-]+", line).group() for line in asked_for}
    rows = re.findall(
        r"^\| ([\w, -]+?) \|", (ROOT / "docs" / "dependencies.md").read_text(), flags=re.MULTILINE
    )
    documented = {name for row in rows for name in row.split(", ")} - {"package"}

    assert names == documented
