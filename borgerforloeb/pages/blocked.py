"""What a browser blocked on one of our pages, for whoever reads the machine's log.

Anybody can send such a report. Of it only a known directive and the name of a foreign place are kept: never
the address of the page, which names a course, nor words that somebody made up.
"""

import json
import logging
import re
from collections import deque
from threading import Lock
from urllib.parse import urlsplit

from django.conf import settings

alarm = logging.getLogger("borgerforloeb.alarm")

LONGEST = 8_000
TOLD_AT_MOST, WITHIN = 20, 3600.0
# Browsers name the more exact one.
DIRECTIVES = frozenset(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]) | {
    f"{kind}-src-{part}" for kind in ("script", "style") for part in ("attr", "elem")
}
WORDS = frozenset({"inline", "eval", "wasm-eval", "data", "blob", "self"})
PLACE = re.compile(r"[a-z0-9.-]{1,100}")
OTHER = "something else"


class NoReport(ValueError):
    """It is not what a browser sends."""


class Told:
    """When something was told last, in this process: a flood fills no log."""

    def __init__(self) -> None:
        self._at: deque[float] = deque(maxlen=TOLD_AT_MOST)
        self._lock = Lock()

    def may_tell(self, at: float) -> bool:
        with self._lock:
            if len(self._at) == TOLD_AT_MOST and at - self._at[0] < WITHIN:
                return False
            self._at.append(at)
            return True

    def forget(self) -> None:
        self._at.clear()


told = Told()


def tell(body: bytes, *, at: float) -> bool:
    """Whether it was told; not when there has been enough of it."""
    directive, blocked = read(body)
    if not told.may_tell(at):
        return False
    alarm.error("a browser blocked what a page of ours holds: %s, from %s", directive, blocked)
    return True


def read(body: bytes) -> tuple[str, str]:
    try:
        report = json.loads(body)["csp-report"]
        said = report.get("effective-directive") or report["violated-directive"]
        directive = said.split()[0]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NoReport from error
    if directive not in DIRECTIVES:
        raise NoReport
    return directive, _place(report.get("blocked-uri"))


def _place(blocked: object) -> str:
    """Without path and query."""
    if not isinstance(blocked, str):
        return OTHER
    if blocked in WORDS:
        return blocked
    try:
        parts = urlsplit(blocked)
        host = parts.hostname or ""
    except ValueError:
        return OTHER
    if parts.scheme in ("http", "https", "ws", "wss") and PLACE.fullmatch(host):
        return f"{parts.scheme}://{host}"
    # Such as an extension of the browser's own.
    return OTHER
