"""All mistakes, for a developer at leisure: half an hour and more.

DATABASE_URL=... python -m tests.mutants --all               every area
DATABASE_URL=... python -m tests.mutants --all roles counts
DATABASE_URL=... python -m tests.mutants --only plans.unread. plans
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.mutants.areas import AREAS, NOTHING
from tests.mutants.running import database, run
from tests.mutants.unnoticed import UNNOTICED


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("areas", nargs="*", default=list(AREAS))
    parser.add_argument("--all", action="store_true", help="not one of each function, but all of them")
    parser.add_argument("--only", default="", help="those with these words in their name")
    asked = parser.parse_args()
    options = {"MUTANTS_ALL": "1" if asked.all else "", "MUTANTS_ONLY": asked.only}
    with tempfile.TemporaryDirectory() as folder, database():
        left = [_told(area, run(area, Path(folder), **options)) for area in asked.areas]
    return 1 if any(left) else 0


def _told(area: str, found: dict[str, str]) -> list[str]:
    """Those that nothing notices, without a reason that is known."""
    assert (failing := found.pop(NOTHING)) == "", f"{failing} fails where nothing is wrong"
    survived = [name for name, noticed in found.items() if not noticed]
    new = [name for name in survived if name not in UNNOTICED]
    counted = f"{len(found)} made, {len(survived)} not noticed, {len(new)} of these without a reason"
    sys.stdout.write("\n  ".join([f"{area}: {counted}", *new]) + "\n")
    return new


if __name__ == "__main__":
    sys.exit(main())
