"""Bars of the leaders' page: x in per cent and y in px, so that text keeps its size from phone to screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ROW = 52
NO_TEXT = SafeString("")


@dataclass(frozen=True)
class Bar:
    """One row: words, then the number in quieter words; the bar itself only when the number is shown."""

    label: str
    detail: str
    percent: int | None
    target: int | None = None
    # What happens to citizens is drawn in their colour (node), what we do ourselves in grey (own).
    css: str = "node"


def bars(rows: Sequence[Bar], title: str, name: str) -> SafeString:
    described = "; ".join(f"{row.label}: {row.detail}" for row in rows)
    return format_html(
        '<svg class="bf-chart" height="{}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        ROW * len(rows),
        name,
        name,
        name,
        title,
        name,
        described,
        format_html_join("", "{}", ((_bar(row, index * ROW),) for index, row in enumerate(rows))),
    )


def _bar(row: Bar, top: int) -> SafeString:
    words = format_html(
        '<text x="0" y="{}"><tspan class="b">{}</tspan> {}</text>', top + 18, row.label, row.detail
    )
    if row.percent is None:
        return words
    return format_html(
        '{}<rect class="track" x="0" y="{}" width="100%" height="10"/>'
        '<rect class="{}" x="0" y="{}" width="{}%" height="10"/>{}',
        words,
        top + 26,
        row.css,
        top + 26,
        row.percent,
        _goal(row.target, top),
    )


def _goal(target: int | None, top: int) -> SafeString:
    if target is None:
        return NO_TEXT
    return format_html(
        '<line class="goal" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"/>', target, top + 22, top + 40
    )
