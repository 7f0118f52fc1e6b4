"""The 112 ordinary adults: when each course began, and how near to a job its citizen came (domain page, § 6).

Together with the told courses they make N = 120: trin 3: 56 (17 of them in job, fleksjob or education),
trin 2: 43, trin 1: 21; and at earlier quarters 18 of 82, 29 of 94 and 43 of 110 on trin 3.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from borgerforloeb.pages.demo.picking import between

JOB = 4
STOPPED = (50, 52, 55, 63, 70)  # of those who began early and are on trin 1 or 2

# (trin at the start, where now): how many, by how long ago the course began.
EARLY = (
    ((3, JOB), 5), ((2, JOB), 7), ((1, JOB), 5), ((3, 3), 4), ((1, 3), 16), ((2, 3), 12),
    ((2, 1), 5), ((2, 2), 6), ((1, 2), 15), ((1, 1), 2),
)  # fmt: skip
GROUPS = (
    (EARLY, 250, 700),
    ((((2, 3), 2), ((1, 2), 6), ((1, 1), 2)), 160, 240),
    ((((1, 3), 1), ((2, 3), 1), ((1, 2), 7), ((2, 2), 1), ((1, 1), 5)), 72, 152),
    ((((3, 3), 1), ((1, 2), 4), ((2, 2), 1), ((1, 1), 4)), 20, 62),
)  # fmt: skip
# How many days ago those who were not there from the start came to trin 3: how many, latest, earliest.
ARRIVALS_OF_JOB = ((8, 250, 330), (4, 165, 240))
ARRIVALS = ((6, 165, 240), (14, 70, 150), (13, 8, 60))


@dataclass(frozen=True)
class Path:
    number: int
    began: int  # days ago
    trin: tuple[tuple[int, int], ...]  # (days ago, trin), oldest first
    closed: int | None  # days ago
    in_job: bool


def paths() -> Iterator[Path]:
    to_three, to_job = _arrivals(ARRIVALS), _arrivals(ARRIVALS_OF_JOB)
    index = 0
    for group, latest, earliest in GROUPS:
        for (start, now), count in group:
            for _ in range(count):
                began = between(latest, earliest, "began", index)
                arrived = None
                if start != 3 and now >= 3:
                    arrived = next(to_job if now == JOB else to_three)
                    began = (
                        max(began, arrived + 90 + index % 60) if latest == 250 else max(began, arrived + 40)
                    )
                yield Path(index, began, _trin(index, start, now, began, arrived), *_end(index, now))
                index += 1


def _arrivals(parts: tuple[tuple[int, int, int], ...]) -> Iterator[int]:
    for count, latest, earliest in parts:
        for index in range(count):
            yield latest + (earliest - latest) * index // count


def _end(index: int, now: int) -> tuple[int | None, bool]:
    """Those in job or education have ended, and a few who moved, were clarified or no longer wished it."""
    if now == JOB:
        return between(6, 150, "closed", index), True
    return (between(6, 60, "closed", index), False) if index in STOPPED else (None, False)


def _trin(index: int, start: int, now: int, began: int, arrived: int | None) -> tuple[tuple[int, int], ...]:
    steps = [(began, start)]
    if arrived is not None:
        if start == 1:
            steps.append((arrived + (began - arrived) * 2 // 5, 2))
        steps.append((arrived, 3))
    elif start < min(now, 3):
        steps.append((began * 2 // 5, 2))
        if index % 5 == 0 and began > 300:  # some are moved back and come again
            steps[-1:] = [(began * 3 // 4, 2), (began // 2, 1), (began // 5, 2)]
    elif now < start:
        steps.append((began // 3, now))
    elif began > 200:  # looked at again, and the same
        steps.append((began // 2, min(now, 3)))
    return tuple(steps)
