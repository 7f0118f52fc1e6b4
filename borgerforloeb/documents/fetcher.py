"""What a document may fetch while it is rendered: our own sheets, fonts and watermark, by whole name."""

import logging
from functools import cache
from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse

# A host that can never be looked up (RFC 6761); relative addresses in our style sheets resolve against it.
ORIGIN = "https://static.invalid/"
STATIC = Path(__file__).resolve().parents[2] / "static"
FOLDERS = {"print": (".css", ".svg"), "vendor/fonts": (".woff2",)}
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
log = logging.getLogger(__name__)


class Refused(ValueError):
    """A document asked for something that is not ours."""


@cache
def allowed() -> dict:
    """Every file that may be fetched, by its full address; read once, compared as whole strings."""
    return {
        f"{ORIGIN}{folder}/{path.name}": path
        for folder, suffixes in FOLDERS.items()
        for path in sorted((STATIC / folder).iterdir())
        if path.suffix in suffixes
    }


class StaticFetcher(URLFetcher):
    """Answers from the list only: opens no connection and reads no path that somebody wrote."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url, headers=None):
        path = allowed().get(url)
        if path is None:
            # The address may hold words from a citizen's plan: it is neither logged nor carried on.
            log.warning("A document asked for something that is not ours; refused.")
            raise Refused("Dokumentet må ikke hente noget udefra.")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})
