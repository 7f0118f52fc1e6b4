"""The small pictures that the pages are made of: icons, trin, the way, the scale, the citizen's voice.

Colours are given by static/css/citizen.css. Nothing here asks the database, and all text is escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# The way winds from station to station: x in per cent of the width and y in px, so that it keeps its height.
SPOTS = ((1, 26), (26, 14), (51, 24), (76, 16))
BENDS = ("C9,34 18,24 26,14", "C34,4 43,34 51,24", "C59,14 68,6 76,16", "C83,25 91,30 99,18")
STATUS_CLASSES = {"quarter": "is-quarter", "half": "is-half", "full": "is-full", "late": "is-late"}
NO_TEXT = SafeString("")
NO_TRIN = SafeString('<span class="bf-meta">Trin ikke vurderet</span>')
AXIS = SafeString('<line x1="3%" x2="97%" y1="14" y2="14" class="a"/>')


@cache
def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite (static/vendor/refresh lists them). The word beside it carries the meaning."""
    return format_html(
        '<svg class="icon-svg{}" focusable="false" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        static("vendor/dkfds/img/icons.svg"),
        name,
    )


@cache
def trin_mark(trin: int | None) -> SafeString:
    if not trin:
        return NO_TRIN
    return format_html('<span class="bf-trin t{0}">Trin {0}</span>', trin)


def status_mark(word: str, step: str = "") -> SafeString:
    """A filling dot and the word: '' not begun, quarter, half, full, or late."""
    return format_html('<span class="bf-status {}">{}</span>', STATUS_CLASSES.get(step, ""), word)


def law_mark(text: str) -> SafeString:
    return format_html('<span class="bf-law">{}</span>', text) if text else NO_TEXT


def voice(text: str, caption: str = "", size: str = "") -> SafeString:
    """The citizen's own words, verbatim; nobody else's are ever shown like this. Size: heart or small."""
    if not text:
        return NO_TEXT
    paragraphs = [line for line in map(str.strip, text.splitlines()) if line]
    return format_html(
        '<figure class="bf-voice{}"><blockquote>{}</blockquote>{}</figure>',
        f" is-{size}" if size else "",
        format_html_join("", "<p>{}</p>", ((paragraph,) for paragraph in paragraphs)),
        format_html("<figcaption>{}</figcaption>", caption) if caption else "",
    )


@dataclass(frozen=True)
class Station:
    """A place on the way: what it is called, when, and in quieter words what it takes."""

    name: str
    when: str = ""
    about: str = ""


def way(stations: Sequence[Station], here: int, name: str = "") -> SafeString:
    """Trin as a way: walked is solid, ahead dotted, a ring where the citizen is (-1: not begun)."""
    stations = stations[: len(SPOTS)]
    return format_html(
        '<svg height="40" aria-hidden="true" focusable="false">{}</svg><ol>{}</ol>',
        _way_picture(len(stations), here),
        format_html_join("", "{}", ((_station(s, i, here, name),) for i, s in enumerate(stations))),
    )


@cache
def _way_picture(count: int, here: int) -> SafeString:
    def path(css: str, first: int, bends: Sequence[str]) -> SafeString:
        x, y = SPOTS[first]
        return (
            format_html('<path class="{}" d="M{},{} {}"/>', css, x, y, " ".join(bends)) if bends else NO_TEXT
        )

    start = max(here, 0)
    spots = []
    for number, (x, y) in enumerate(SPOTS[:count]):
        css, radius = ("was", 6) if number < here else ("here", 9) if number == here else ("", 6)
        spots.append(format_html('<circle class="spot {}" cx="{}%" cy="{}" r="{}"/>', css, x, y, radius))
        if number == here:
            spots.append(format_html('<circle class="core" cx="{}%" cy="{}" r="4"/>', x, y))
    return format_html(
        '<svg viewBox="0 0 100 40" preserveAspectRatio="none" height="40">{}{}</svg>{}',
        path("ahead", start, BENDS[start:count]),
        path("walked", 0, BENDS[:start]),
        format_html_join("", "{}", ((spot,) for spot in spots)),
    )


def _station(station: Station, number: int, here: int, name: str) -> SafeString:
    mark = ' aria-current="step"' if number == here else ' class="is-walked"' if number < here else ""
    title = f"{station.name} – her er {name or 'borgeren'} nu" if number == here else station.name
    return format_html(
        "<li{}><strong>{}</strong> {}{}</li>",
        SafeString(mark),
        title,
        station.when,
        format_html('<span class="bf-wide-only">{}</span>', station.about) if station.about else "",
    )


def scale(
    citizen: int | None, worker: int | None, previous: int | None = None, names: tuple[str, str] = ("", "")
) -> SafeString:
    """Progress from 1 to 10: the citizen's filled, the worker's open, the citizen's previous one pale."""
    if citizen is None and worker is None:
        return NO_TEXT
    who, helper = names[0] or "Borgeren", names[1] or "Medarbejderen"
    told = [
        format_html('<span class="is-c">{} {}</span> ', who, citizen) if citizen is not None else "",
        format_html('<span class="is-w">{} {}</span>', helper, worker) if worker is not None else "",
    ]
    before = f" Sidst sagde {who} {previous}." if previous is not None else ""
    return format_html(
        '<div class="bf-scale"><svg height="28" aria-hidden="true" focusable="false">{}</svg>'
        '<p>{}{}<span class="sr-only"> på en skala fra 1 til 10.{}</span></p></div>',
        _scale_picture(citizen, worker, previous),
        *told,
        before,
    )


def _x(value: int) -> str:
    return f"{3 + (value - 1) * 94 / 9:.1f}%"


@cache
def _scale_picture(citizen: int | None, worker: int | None, previous: int | None) -> SafeString:
    marks = [AXIS]
    marks += [format_html('<line x1="{0}" x2="{0}" y1="11" y2="17" class="t"/>', _x(n)) for n in range(1, 11)]
    if citizen is not None and previous is not None and citizen != previous:
        line = '<line x1="{}" x2="{}" y1="14" y2="14" class="m"/><circle cx="{}" cy="14" r="4" class="o"/>'
        marks.append(format_html(line, _x(previous), _x(citizen), _x(previous)))
    if worker is not None:
        marks.append(format_html('<circle cx="{}" cy="14" r="7" class="w"/>', _x(worker)))
    if citizen is not None:
        radius = 4 if citizen == worker else 6
        marks.append(format_html('<circle cx="{}" cy="14" r="{}" class="c"/>', _x(citizen), radius))
    return format_html_join("", "{}", ((mark,) for mark in marks))
