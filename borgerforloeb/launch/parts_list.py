"""python -m borgerforloeb.launch.parts_list > sbom.json

All that is delivered, as CycloneDX 1.5: what uv.lock installs here, with the hash of each file that it may
be installed from, and what is vendored for the browser. The same lock on the same Python gives the same list.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from packaging.markers import Marker, default_environment

ROOT = Path(__file__).resolve().parents[2]
OURS = "borgerforloeb"
VENDORED = re.compile(
    r"^\| (?P<what>[^|(]+?)(?: \((?P<package>[^)|]+)\))? \| (?P<version>[\d.]+) \| (?P<licence>[A-Z][\w.-]+)",
    re.MULTILINE,
)
# One package is one part, however many of its extras are asked for.
Package = dict[str, Any]


def parts_list(extras: tuple[str, ...] = ()) -> dict[str, Any]:
    lock = (ROOT / "uv.lock").read_bytes()
    packages = {package["name"]: package for package in tomllib.loads(lock.decode())["package"]}
    found: dict[str, set[str]] = {}
    _collect(packages, OURS, extras, found)
    installed = sorted(set(found) - {OURS})
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, ' '.join([lock.hex(), *installed]))}",
        "version": 1,
        "metadata": {"component": _plain(OURS, packages[OURS]["version"], type="application")},
        "components": [*(_part(packages[name]) for name in installed), *_vendored()],
        "dependencies": [
            {"ref": name, "dependsOn": sorted(found[name] - {name})} for name in [OURS, *installed]
        ],
    }


def _collect(
    packages: dict[str, Package], name: str, extras: tuple[str, ...], found: dict[str, set[str]]
) -> None:
    """What each needs on this Python and this system, and what that needs in turn."""
    package = packages[name]
    optional = package.get("optional-dependencies", {})
    needs = [
        *package.get("dependencies", ()),
        *(need for extra in extras for need in optional.get(extra, ())),
    ]
    here = [need for need in needs if _is_for_this_machine(need)]
    new = {need["name"] for need in here} - found.get(name, set())
    found.setdefault(name, set()).update(new)
    for need in here:
        if need["name"] in new or need.get("extra"):
            _collect(packages, need["name"], tuple(need.get("extra", ())), found)


def _is_for_this_machine(need: dict[str, Any]) -> bool:
    environment = {key: str(value) for key, value in default_environment().items()}
    return "marker" not in need or Marker(need["marker"]).evaluate(environment)


def _plain(name: str, version: str, **more: Any) -> dict[str, Any]:
    return {"type": "library", "bom-ref": name, "name": name, "version": version} | more


def _part(package: Package) -> dict[str, Any]:
    name, version = package["name"], package["version"]
    files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
    distributions = [
        {
            "type": "distribution",
            "url": file["url"],
            "hashes": [{"alg": "SHA-256", "content": file["hash"].removeprefix("sha256:")}],
        }
        for file in files
    ]
    return _plain(
        name,
        version,
        purl=f"pkg:pypi/{name}@{version}",
        licenses=[{"license": {"name": _licence(name)}}],
        externalReferences=distributions,
    )


def _licence(name: str) -> str:
    """As the package says itself, in the newest of three ways."""
    said = metadata.metadata(name)
    classified = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier", []) if "License ::" in one]
    whole = said["License"] or ""
    return str(
        said["License-Expression"] or "; ".join(classified) or whole.strip().split("\n")[0] or "unknown"
    )


def _vendored() -> Iterator[dict[str, Any]]:
    table = (ROOT / "static" / "vendor" / "README.md").read_text(encoding="utf-8")
    for row in VENDORED.finditer(table):
        name = (row["package"] or row["what"]).strip("` ")
        yield _plain(name, row["version"], licenses=[{"license": {"name": row["licence"]}}])


if __name__ == "__main__":
    json.dump(parts_list(tuple(sys.argv[1:])), sys.stdout, indent=1, ensure_ascii=False)
