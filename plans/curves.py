"""Numbers over time as lines: x in per cent and y in px, so that text keeps its size from phone to screen.

A line is told by its stroke, its marks and its name, so it is read without colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.safestring import SafeString

from borgerforloeb.accounts.drawing import NO_TEXT
from borgerforloeb.accounts.markup import html, joined
from borgerforloeb.accounts.presentation import decimal_comma, longdate, shortdate

TOP, BOTTOM, HEIGHT = 34, 186, 216
# Marks keep clear of the numbers on the left and of the edge on the right.
LEFT, RIGHT = 8, 97
CURVE = """<svg class="bf-curve" height="{height}" role="img" aria-labelledby="{name}-t {name}-d">\
<title id="{name}-t">{title}</title><desc id="{name}-d">{described}</desc>{grid}{days}{lines}</svg>"""
GRID = '<line class="g" x1="0" x2="100%" y1="{y}" y2="{y}"/><text x="0" y="{above}">{number}</text>'
FIRST_DAY = '<text x="0" y="{y}">{day}</text>'
LAST_DAY = '<text class="e" x="100%" y="{y}">{day}</text>'
PART = '<line class="{css}" x1="{x1}%" x2="{x2}%" y1="{y1}" y2="{y2}"/>'
MARK = '<circle class="{css}" cx="{x}%" cy="{y}" r="5"/>'
STEP = '<text class="b m" x="{x}%" y="{y}">{words}</text>'
NAME = '<text class="e b" x="{x}%" y="{y}">{words}</text>'


@dataclass(frozen=True)
class Line:
    """The citizen's is solid with filled marks ("c"), the worker's dashed with open ones ("w")."""

    name: str
    css: str
    points: Sequence[tuple[date, Decimal]]

    @property
    def last(self) -> str:
        return f"{self.name} {decimal_comma(self.points[-1][1])}".strip()


@dataclass(frozen=True)
class Frame:
    """Between which days, and between which numbers; the numbers of the scale are its grid."""

    first: date
    last: date
    scale: tuple[int, ...]
    unit: str = ""

    def x(self, day: date) -> float:
        span = (self.last - self.first).days
        return round(LEFT + (RIGHT - LEFT) * (day - self.first).days / span, 1) if span else RIGHT

    def y(self, number: Decimal | int) -> float:
        low, high = self.scale[0], self.scale[-1]
        return round(BOTTOM - (BOTTOM - TOP) * float(number - low) / (high - low), 1)


def curves(
    lines: Sequence[Line], scale: tuple[int, ...], title: str, name: str, unit: str = ""
) -> SafeString:
    """Lines of one scale; nothing where there is nothing to draw."""
    lines = [line for line in lines if line.points]
    if not lines:
        return NO_TEXT
    days = [day for line in lines for day, _ in line.points]
    frame = Frame(min(days), max(days), scale, unit)
    return html(
        CURVE,
        height=str(HEIGHT),
        name=name,
        title=title,
        described=" ".join(_told(line, unit) for line in lines),
        grid=joined(_grid(number, frame) for number in scale),
        days=_days(frame),
        lines=joined(_drawn(line, lines, frame) for line in lines),
    )


def stairs(steps: Sequence[tuple[date, Decimal]], last: date | None, title: str, name: str) -> SafeString:
    """Hours a week that rise by steps: each holds until the next one, the last until `last`."""
    if not steps:
        return NO_TEXT
    days = [day for day, _ in steps]
    end = max(last or days[-1], days[-1])
    frame = Frame(days[0], end, (0, 20, 40))
    spans = zip(steps, [*days[1:], end], strict=True)
    flat = (_part(frame, day, number, until, number) for (day, number), until in spans)
    up = (_part(frame, day, before, day, number) for (_, before), (day, number) in pairwise(steps))
    marks = (_mark(frame, day, number) for day, number in steps)
    described = ". ".join(f"{longdate(day)}: {decimal_comma(number)} timer om ugen" for day, number in steps)
    return html(
        CURVE,
        height=str(HEIGHT),
        name=name,
        title=title,
        described=described,
        grid=joined(_grid(number, frame) for number in frame.scale),
        days=_days(frame),
        lines=joined((*flat, *up, *marks)),
    )


def _part(frame: Frame, day: date, number: Decimal, until: date, then: Decimal) -> SafeString:
    x1, x2 = str(frame.x(day)), str(frame.x(until))
    return html(PART, css="c", x1=x1, x2=x2, y1=str(frame.y(number)), y2=str(frame.y(then)))


def _mark(frame: Frame, day: date, number: Decimal) -> SafeString:
    x, y = str(frame.x(day)), frame.y(number)
    words = html(STEP, x=x, y=str(y - 11), words=decimal_comma(number))
    return joined((html(MARK, css="c", x=x, y=str(y)), words))


def _told(line: Line, unit: str) -> str:
    (first, before), (last, now) = line.points[0], line.points[-1]
    if len(line.points) == 1:
        return f"{line.name}: {decimal_comma(now)}{unit} {longdate(last)}."
    from_to = (
        f"fra {decimal_comma(before)}{unit} {longdate(first)} til {decimal_comma(now)}{unit} {longdate(last)}"
    )
    return f"{line.name}: {from_to}, {len(line.points)} tal."


def _grid(number: int, frame: Frame) -> SafeString:
    y = frame.y(number)
    return html(GRID, y=str(y), above=str(y - 5), number=f"{number}{frame.unit}")


def _days(frame: Frame) -> SafeString:
    y = str(HEIGHT - 6)
    last = html(LAST_DAY, y=y, day=longdate(frame.last))
    if frame.first == frame.last:
        return last
    is_same_year = frame.first.year == frame.last.year
    first = shortdate(frame.first) if is_same_year else longdate(frame.first)
    return joined((html(FIRST_DAY, y=y, day=first), last))


def _drawn(line: Line, lines: Sequence[Line], frame: Frame) -> SafeString:
    places = [(str(frame.x(day)), str(frame.y(number))) for day, number in line.points]
    parts = (
        html(PART, css=line.css, x1=x1, y1=y1, x2=x2, y2=y2)
        for (x1, y1), (x2, y2) in zip(places, places[1:], strict=False)
    )
    marks = (html(MARK, css=line.css, x=x, y=y) for x, y in places)
    return joined((*parts, *marks, _name(line, lines, frame)))


def _name(line: Line, lines: Sequence[Line], frame: Frame) -> SafeString:
    """Beside its last mark: the higher line above, the lower one below, so that names do not meet."""
    day, number = line.points[-1]
    is_highest = line is max(lines, key=lambda one: one.points[-1][1])
    y = frame.y(number) + (-11 if is_highest else 22)
    return html(NAME, x=str(frame.x(day)), y=str(y), words=f"{line.last}{frame.unit}")
