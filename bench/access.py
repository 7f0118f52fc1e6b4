"""The same pages with gate, wall and log and without, in turn and by the clock."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext as whole
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.__main__ import clear_away, prepare

GOAL = 1.25


def measure(rounds: int) -> int:
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    from bench import cases  # noqa: PLC0415
    from bench.bare import without  # noqa: PLC0415
    from bench.calling import call  # noqa: PLC0415
    from bench.data import municipality  # noqa: PLC0415

    world = municipality()
    site = get_wsgi_application()

    def spent(case: cases.Case, how: Callable) -> float:
        environ = case.request()
        with how():
            begun = perf_counter()
            answer = call(site, environ)
            took = perf_counter() - begun
        case.check(answer)
        return took

    def again(case: cases.Case, how: Callable) -> float:
        """PostgreSQL plans a prepared question anew when another role asks it, which happens only here."""
        spent(case, how)
        return spent(case, how)

    worst = 0.0
    for case in cases.pages(world)[:7]:
        for how in (whole, without) * 3:
            spent(case, how)
        pairs = [(again(case, whole), again(case, without)) for _ in range(rounds)]
        ratio = median(with_wall / bare for with_wall, bare in pairs)
        worst = max(worst, ratio)
        bare = median(bare for _, bare in pairs) * 1000
        reached = "reached" if ratio <= GOAL else "NOT reached"
        print(f"{case.name:<36} {ratio:5.2f}x of {bare:6.1f} ms  goal {GOAL}x {reached}")
    return worst > GOAL


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/access", description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        prepare(Path(folder))
        try:
            measure(options.rounds)
        finally:
            clear_away()
    return 0


if __name__ == "__main__":
    sys.exit(main())
