"""HTML in, one tagged and archivable PDF out; it holds nothing that was not in the HTML or in static/."""

import gc
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables
from weasyprint import CSS, HTML
from weasyprint.document import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration

from borgerforloeb.documents import postpass
from borgerforloeb.documents.fetcher import ORIGIN, StaticFetcher, allowed

# A long plan has 60,000 characters and 1,500 tags. Tables cost most: some ten seconds at this limit.
MAX_CHARACTERS = 300_000
MAX_TAGS = 6_000
# WeasyPrint and fontTools quote what they stumble over, which is a citizen's text: they may not log at all.
for name in ("weasyprint", "fontTools"):
    logging.getLogger(name).setLevel(logging.CRITICAL + 1)
# Our fonts have the plain hyphen but not its typographic twins, which would draw in another font.
TWINS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "\u2013", "\u202f": "\u00a0"})
# "3. september", "kl. 8.30" and "§ 85" are not torn apart at the end of a line.
TOGETHER = re.compile(
    r"(?<=\d\.) (?=januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)"
    r"|(?<=§) (?=\d)|(?<= kl\.|kap\.|stk\.) (?=\d)"
)
# A word without an end is measured anew for each line that it takes: 50,000 letters would take minutes.
ENDLESS = re.compile(r"[^\s<>]{200,}")
MAX_ENDLESS = 10_000
# Fonts and parsed style sheets are shared by the threads of a process, and Pango's font map is not.
ONE_AT_A_TIME = threading.Lock()


class DocumentError(ValidationError):
    """A document could not be made; the text is for the person waiting and holds nothing of the document."""


class DocumentTooLarge(DocumentError):
    def __init__(self) -> None:
        super().__init__("Dokumentet er for langt til en PDF. Del det op, eller kort det ned.")


@dataclass(frozen=True)
class Pdf:
    content: bytes
    pages: int
    title: str


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _stylesheet(name: str) -> CSS:
    """Parsed once in the life of the process; the font files it names are unpacked at the same time."""
    address = f"{ORIGIN}print/{name}"
    text = allowed()[address].read_text(encoding="utf-8")
    return CSS(string=text, base_url=address, url_fetcher=StaticFetcher(), font_config=_fonts())


@sensitive_variables()
def render(html: str, *, stylesheets: Sequence[str], title: str, made_at: datetime) -> Pdf:
    """The same words, style sheets, title and moment give the same bytes."""
    if len(html) > MAX_CHARACTERS or html.count("<") > MAX_TAGS or _endless(html) > MAX_ENDLESS:
        raise DocumentTooLarge
    try:
        with ONE_AT_A_TIME, _no_collection():
            content = _render(TOGETHER.sub("\u00a0", html.translate(TWINS)), stylesheets)
        return Pdf(*postpass.finish(content, title=title, made_at=made_at), title=title)
    except Exception:
        # "from None": the cause quotes the HTML, and would carry it into logs and error mails.
        raise DocumentError("Dokumentet kunne ikke laves som PDF.") from None


def _endless(html: str) -> int:
    return sum(map(len, ENDLESS.findall(html)))


@sensitive_variables()
def _render(html: str, stylesheets: Sequence[str]) -> bytes:
    sheets = [_stylesheet(name) for name in stylesheets]
    page = HTML(string=html, base_url=ORIGIN, url_fetcher=StaticFetcher())
    document = page.render(font_config=_fonts(), stylesheets=sheets, pdf_variant="pdf/a-2a")
    # Whatever <meta> and <link rel=attachment> said is dropped; the post pass writes the metadata.
    document.metadata = DocumentMetadata(lang="da")
    # Not compressed here: the post pass reads the pages, and compresses once.
    return document.write_pdf(pdf_variant="pdf/a-2a", uncompressed_pdf=True)


@contextmanager
def _no_collection() -> Iterator[None]:
    """A rendering makes many objects that live to its end: looking for garbage takes a sixth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
