"""Asks the press for a PDF: a process of its own draws it (`press.py`), and this one holds the words only."""

import json
import logging
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

from borgerforloeb.audit.actions import write_what_waits

# A long plan has 60,000 characters and 1,500 tags. Tables cost most: some ten seconds at this limit.
MAX_CHARACTERS = 300_000
MAX_TAGS = 6_000
# A word without an end is measured anew for each line that it takes: 50,000 letters would take minutes.
ENDLESS = re.compile(r"[^\s<>]{200,}")
MAX_ENDLESS = 10_000
# The press gives up after 30 seconds; the rest is for waiting until it has time.
PATIENCE = 45
MAX_BYTES = 50 * 2**20
log = logging.getLogger(__name__)


class DocumentError(ValidationError):
    """A document could not be made; the text is for the person waiting and holds nothing of the document."""

    status = 422


class DocumentTooLarge(DocumentError):
    def __init__(self) -> None:
        super().__init__("Dokumentet er for langt til en PDF. Del det op, eller kort det ned.")


class DocumentUnavailable(DocumentError):
    """The press is not there, died over the document, or took too long: which, it cannot say."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "Dokumentet kunne ikke laves som PDF lige nu. Prøv igen om lidt. "
            "Sker det igen, så del det op, eller kort det ned."
        )


@dataclass(frozen=True)
class Pdf:
    content: bytes
    pages: int
    title: str


class _Press(HTTPConnection):
    """HTTP on a socket of this machine; a connection for each document, so forks and threads share none."""

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(settings.PDF_SOCKET))


@sensitive_variables()
def render(
    html: str, *, stylesheets: Sequence[str], title: str, made_at: datetime, large: bool = False
) -> Pdf:
    """The same words, style sheets, title, size and moment give the same bytes."""
    if len(html) > MAX_CHARACTERS or html.count("<") > MAX_TAGS or _endless(html) > MAX_ENDLESS:
        raise DocumentTooLarge
    # The words leave for another process, which may take long: what is told of them stands before.
    write_what_waits()
    job = {
        "html": html,
        "stylesheets": list(stylesheets),
        "title": title,
        "made_at": made_at.isoformat(),
        "large": large,
    }
    try:
        status, content, pages = _ask(json.dumps(job))
    except (OSError, HTTPException) as trouble:
        # Its kind alone: what was to be drawn is in no log.
        log.error("The press gave no answer: %s.", type(trouble).__name__)
        raise DocumentUnavailable from None
    if status != 200 or not content.startswith(b"%PDF-") or len(content) > MAX_BYTES:
        raise DocumentError("Dokumentet kunne ikke laves som PDF.")
    return Pdf(content, pages, title)


def _endless(html: str) -> int:
    return sum(map(len, ENDLESS.findall(html)))


@sensitive_variables()
def _ask(job: str) -> tuple[int, bytes, int]:
    press = _Press("press", timeout=PATIENCE)
    try:
        press.request("POST", "/", job, {"Content-Type": "application/json"})
        answer = press.getresponse()
        return answer.status, answer.read(MAX_BYTES + 1), int(answer.headers.get("Pages", 0))
    finally:
        press.close()
