"""Small groups are not shown, and cannot be worked out from what is shown.

A table of counts is given by its innermost cells; every margin follows from them. The rule:

1. A count from 1 to 4 is hidden. Nought is shown: it tells of nobody.
2. In each line of the table (the cells along one axis, and their total) nothing is hidden, or at least two
   cells are; under a visible total they sum to 5 or more. Else the smallest visible cell is hidden too.
3. All views are protected as ONE table: all units and each unit, all kinds and each kind, each category.
   So no filter can be subtracted from another: what is hidden in one view is hidden from all sides.
4. Lines can be combined. What the visible cells determine exactly is found by elimination, and more is hidden
   until nothing is determined.

What is hidden for itself and what is hidden to protect another look alike. Not covered: what somebody knows
from elsewhere, and how a count changes from one day to the next.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

SMALL = 5
ALL = ""

Key = tuple[str, ...]
Counts = Mapping[Key, int]
# A large prime: elimination in whole numbers, and a coincidence is out of the question.
_PRIME = (1 << 61) - 1


@dataclass(frozen=True)
class Line:
    cells: tuple[Key, ...]
    total: Key


def publish(base: Counts) -> dict[Key, int | None]:
    """Every cell and every margin; None where it is not shown. `base` holds the innermost cells."""
    counts = margins(base) if base else {}
    lines = lines_of(counts)
    hidden = {key for key, count in counts.items() if 0 < count < SMALL}
    while _protect_lines(lines, counts, hidden) or _protect_combinations(lines, counts, hidden):
        pass
    return {key: None if key in hidden else count for key, count in counts.items()}


def margins(base: Counts) -> dict[Key, int]:
    counts: dict[Key, int] = dict.fromkeys(product(*([*axis, ALL] for axis in _axes(base))), 0)
    for key, count in base.items():
        for margin in product(*((value, ALL) for value in key)):
            counts[margin] += count
    return counts


def _axes(base: Iterable[Key]) -> list[list[str]]:
    return [sorted(set(values)) for values in zip(*base, strict=True)]


def lines_of(counts: Iterable[Key]) -> list[Line]:
    """Each total with the cells that sum to it along one axis, the widest views first.

    What is hidden of the totals settles much of what lies under them; the other way round more would go.
    """
    found: dict[tuple[int, Key], list[Key]] = {}
    for key in counts:
        for axis, value in enumerate(key):
            if value != ALL:
                found.setdefault((axis, key[:axis] + (ALL,) + key[axis + 1 :]), []).append(key)
    lines = [Line(tuple(cells), total) for (_, total), cells in found.items()]
    return sorted(lines, key=lambda line: -line.total.count(ALL))


def _protect_lines(lines: Iterable[Line], counts: Counts, hidden: set[Key]) -> bool:
    """One pass over all lines; whether anything more had to be hidden."""
    before = len(hidden)
    for line in lines:
        while (more := _missing(line, counts, hidden)) is not None:
            hidden.add(more)
    return len(hidden) > before


def _missing(line: Line, counts: Counts, hidden: set[Key]) -> Key | None:
    cells = [cell for cell in line.cells if cell in hidden]
    if line.total in hidden:
        return None if cells else _smallest_visible(line, counts, hidden)
    if not cells or (len(cells) > 1 and sum(counts[cell] for cell in cells) >= SMALL):
        return None
    return _smallest_visible(line, counts, hidden)


def _smallest_visible(line: Line, counts: Counts, hidden: set[Key]) -> Key | None:
    """A cell before the total, the smaller before the larger; nought protects nobody."""
    cells = sorted((counts[cell], cell) for cell in line.cells if cell not in hidden and counts[cell])
    if cells:
        return cells[0][1]
    return line.total if line.total not in hidden and counts[line.total] else None


def _protect_combinations(lines: list[Line], counts: Counts, hidden: set[Key]) -> bool:
    exposed = determined(lines, hidden)
    before = len(hidden)
    for key in exposed:
        near = [line for line in lines if key in line.cells or key == line.total]
        touched = [line for line in lines if line.total in hidden or not hidden.isdisjoint(line.cells)]
        # Where all beside it is hidden already, the unknown has to grow further out.
        more = _first_visible(near, counts, hidden) or _first_visible(touched, counts, hidden)
        if more is not None:
            hidden.add(more)
    return len(hidden) > before


def _first_visible(lines: Iterable[Line], counts: Counts, hidden: set[Key]) -> Key | None:
    found = (_smallest_visible(line, counts, hidden) for line in lines)
    return next((key for key in found if key is not None), None)


def determined(lines: Iterable[Line], hidden: set[Key]) -> list[Key]:
    """The hidden cells that the visible ones determine: those alone in a row of the reduced equations."""
    rows: list[dict[Key, int]] = []
    for line in lines:
        row = {cell: 1 for cell in line.cells if cell in hidden}
        if line.total in hidden:
            row[line.total] = _PRIME - 1
        row = _reduce(row, rows)
        if row:
            pivot = next(iter(row))
            row = _scaled(row, pow(row[pivot], -1, _PRIME))
            rows = [_without(other, pivot, row) for other in rows]
            rows.append(row)
    return sorted(next(iter(row)) for row in rows if len(row) == 1)


def _reduce(row: dict[Key, int], rows: list[dict[Key, int]]) -> dict[Key, int]:
    for other in rows:
        row = _without(row, next(iter(other)), other)
    return row


def _without(row: dict[Key, int], pivot: Key, other: dict[Key, int]) -> dict[Key, int]:
    """`row` minus so many of `other` that its pivot is gone. The pivot stays the first of its own row."""
    factor = row.get(pivot, 0)
    if not factor:
        return row
    result = dict(row)
    for key, value in other.items():
        result[key] = (result.get(key, 0) - factor * value) % _PRIME
        if not result[key]:
            del result[key]
    return result


def _scaled(row: dict[Key, int], factor: int) -> dict[Key, int]:
    return {key: value * factor % _PRIME for key, value in row.items()}
