"""HTML in, one tagged and archivable PDF out; it holds nothing that was not in the HTML or in static/.

It runs in the press (`press.py`), where there is no Django, database or secret, and imports none of them.
"""

import gc
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import PurePath

from weasyprint import CSS, HTML
from weasyprint.document import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration

from borgerforloeb.documents import postpass
from borgerforloeb.documents.fetcher import ORIGIN, StaticFetcher, allowed

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
# Large type is set on a smaller page, and all of it is then enlarged to A4: words, lines and boxes alike.
LARGE, ENLARGED = "large.css", 4 / 3


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _stylesheet(name: str) -> CSS:
    """Parsed once in the life of the process; the font files it names are unpacked at the same time."""
    address = f"{ORIGIN}print/{name}"
    text = allowed()[address].read_text(encoding="utf-8")
    return CSS(string=text, base_url=address, url_fetcher=StaticFetcher(), font_config=_fonts())


def warm() -> None:
    """Every sheet parsed, every font unpacked and each way through the engine taken once."""
    sheets = [PurePath(address).name for address in allowed() if address.endswith(".css")]
    page = "<html><body><main><h1>Æ</h1><p>ø</p><table><tr><th>å</th><td>1</td></tr></table></main>"
    draw(page, stylesheets=sheets, title="", made_at=datetime(2026, 1, 1, tzinfo=UTC))


def draw(
    html: str, *, stylesheets: Sequence[str], title: str, made_at: datetime, large: bool = False
) -> tuple[bytes, int]:
    """The file and its number of pages. The same words, sheets, title, size and moment: the same bytes."""
    with _no_collection():
        content = _draw(TOGETHER.sub("\u00a0", html.translate(TWINS)), stylesheets, large=large)
    return postpass.finish(content, title=title, made_at=made_at)


def _draw(html: str, stylesheets: Sequence[str], *, large: bool) -> bytes:
    sheets = [_stylesheet(name) for name in [*stylesheets, *([LARGE] if large else [])]]
    page = HTML(string=html, base_url=ORIGIN, url_fetcher=StaticFetcher())
    document = page.render(font_config=_fonts(), stylesheets=sheets, pdf_variant="pdf/a-2a")
    # Whatever <meta> and <link rel=attachment> said is dropped; the post pass writes the metadata.
    document.metadata = DocumentMetadata(lang="da")
    # Not compressed here: the post pass reads the pages, and compresses once.
    return document.write_pdf(pdf_variant="pdf/a-2a", uncompressed_pdf=True, zoom=ENLARGED if large else 1)


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
