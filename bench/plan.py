"""A plan of 8 goals and one of 80: opened whole, a form of it opened, and one goal saved where it stands."""

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from bench.__main__ import clear_away, prepare

SIZES = (8, 80)
# What somebody types into one goal has nothing to do with how many others there are.
OPEN, FORM, SAVE = "open the plan", "open a goal's form", "save a goal, answered by its card"
GROWTH = {OPEN: 10.0, FORM: 1.25, SAVE: 2.0}
LINE = "{:<34} {:>8} {:>9} {:>7} {:>6}  {:>7}  {:>13}  {}"


class Run:
    def __init__(self) -> None:
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

        from bench import cases  # noqa: PLC0415
        from bench.data import grow, municipality  # noqa: PLC0415

        self.world = municipality()
        grow(self.world, SIZES[1] - self.world.longest.plan.goals.count())
        self.site, self.hello = get_wsgi_application(), cases.hello()
        self.sizes = {size: self.cases(size) for size in SIZES}
        self.ratios: dict[tuple[int, str], list[float]] = defaultdict(list)

    def cases(self, size: int) -> list[Any]:
        from django.urls import reverse  # noqa: PLC0415

        from bench import cases  # noqa: PLC0415
        from bench.calling import Visitor  # noqa: PLC0415

        course, me = (self.world.draft if size == SIZES[0] else self.world.longest), Visitor(self.world.user)
        goals = list(course.plan.goals.order_by("position", "id"))
        assert len(goals) == size
        plan = reverse("plans:plan", args=[course.pk])
        form = reverse("plans:goal_edit", args=[course.pk, goals[2].pk])
        saving = cases.Saving(self.world, course, 1)
        others = [goal.title for goal in goals if goal.pk != saving.goal.pk]
        return [
            cases.page(me, OPEN, None, plan, others),
            cases.page(me, FORM, None, form, [goals[2].title]),
            cases.Case(SAVE, None, saving.request_by_script, saving.check_by_script),
        ]

    def once(self, case: Any) -> tuple[float, int]:
        from bench.calling import call  # noqa: PLC0415

        environ = case.request()
        begun = process_time()
        answer = call(self.site, environ)
        took = process_time() - begun
        case.check(answer)
        return took, len(answer.body)

    def round(self) -> None:
        unit = median(self.once(self.hello)[0] for _ in range(3))
        for size, cases in self.sizes.items():
            for case in cases:
                self.ratios[size, case.name].append(self.once(case)[0] / unit)

    def counted(self, case: Any) -> tuple[int, int]:
        from django.db import connection  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        with CaptureQueriesContext(connection) as found:
            _, sent = self.once(case)
        return len(found), sent

    def tell(self) -> None:
        print(
            LINE.format("in times of hello", "8 goals", "80 goals", "growth", "goal", "queries", "bytes", "")
        )
        for small, large in zip(*self.sizes.values(), strict=True):
            few, many = self.ratios[SIZES[0], small.name], self.ratios[SIZES[1], large.name]
            growth, goal = median(b / a for a, b in zip(few, many, strict=True)), GROWTH[small.name]
            (asked, sent), (asked_of_many, sent_of_many) = self.counted(small), self.counted(large)
            told = (
                f"{median(few):.1f}x", f"{median(many):.1f}x", f"{growth:.2f}x", f"{goal:.2f}x",
                f"{asked}/{asked_of_many}", f"{sent}/{sent_of_many}",
                "reached" if growth <= goal else "NOT reached",
            )  # fmt: skip
            print(LINE.format(small.name, *told))


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/plan", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        prepare(Path(folder))
        try:
            run = Run()
            for _ in range(3):  # warm
                run.round()
            run.ratios.clear()
            for _ in range(options.rounds):
                run.round()
            run.tell()
        finally:
            clear_away()
    return 0


if __name__ == "__main__":
    sys.exit(main())
