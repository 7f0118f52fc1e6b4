"""The result in words and columns. A goal that is not reached is said with its number."""

from statistics import median
from typing import Any

WEIGHT_GOAL = 120
LINE = "{:<36} {:>7} {:>15} {:>7}  {:<11} {:>7} {:>8} {:>7}"


def _range(ratios: list[float]) -> tuple[str, str]:
    return f"{median(ratios):.1f}x", f"({min(ratios):.1f}-{max(ratios):.1f})"


def _verdict(value: float, goal: float | None) -> str:
    if goal is None:
        return ""
    return "reached" if value <= goal else "NOT reached"


def print_pages(cases: list[Any], ratios: dict[str, list[float]], counted: dict[str, Any]) -> None:
    print(LINE.format("page", "x hello", "", "goal", "", "queries", "bytes", "gzip"))
    for case in cases:
        found = ratios[case.name]
        goal = f"{case.goal:.0f}x" if case.goal else "-"
        counts = counted[case.name]
        print(
            LINE.format(
                case.name,
                *_range(found),
                goal,
                _verdict(median(found), case.goal),
                counts.queries,
                counts.raw,
                counts.packed,
            ).rstrip()
        )


def _part(ratio: float) -> str:
    return f"1/{1 / ratio:.0f}" if ratio < 0.1 else f"{ratio:.2f}x"


def print_pieces(pieces: list[Any], ratios: dict[str, list[float]], waited: dict[str, list[float]]) -> None:
    for piece in pieces:
        found = ratios[piece.name]
        per = piece.per or "hello"
        goal = _part(piece.goal) if piece.goal else "-"
        spread = f"({_part(min(found))}-{_part(max(found))})"
        verdict = _verdict(median(found), piece.goal)
        if piece.per:
            verdict += f"; by the clock {_part(median(waited[piece.name]))}"
        print(
            f"\n{piece.name}: {_part(median(found))} {spread} of {per}, goal {goal} {verdict}".rstrip(),
            end="",
        )
    print()


def print_weight(fetched: list[Any]) -> None:
    total = sum(each.size for each in fetched) / 1024
    print(f"\nFirst visit to the plan: {total:.1f} KB, goal {WEIGHT_GOAL} KB {_verdict(total, WEIGHT_GOAL)}")
    for each in fetched:
        print(f"  {each.size / 1024:6.1f}  {each.address}")
