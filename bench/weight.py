"""What a browser with an empty cache fetches to show a page: the page and every file that it names."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings

from bench.calling import Answer

NAMED_BY_PAGE = re.compile(r'<(?:link[^>]+rel="(?:stylesheet|icon|preload)"[^>]*|script[^>]*)>')
ADDRESS = re.compile(r'(?:href|src)="([^"]+)"')
DRAWN = re.compile(r'(?:<use href|<img[^>]+src)="([^"#]+)')
NAMED_BY_SHEET = re.compile(r'url\(["\']?([^"\')#]+)')
FACE = re.compile(r"@font-face\s*{(.*?)}", re.S)


@dataclass(frozen=True)
class Fetched:
    address: str
    size: int  # as sent: brotli where the server keeps one, the page itself by gzip


def first_visit(page: str, answer: Answer) -> list[Fetched]:
    text = answer.text
    addresses = {address for tag in NAMED_BY_PAGE.findall(text) for address in ADDRESS.findall(tag)}
    addresses |= set(DRAWN.findall(text))
    fetched = {page: len(gzip.compress(answer.body, 6))}
    for address in addresses:
        _fetch(urljoin(page, address), text, fetched)
    return [Fetched(*each) for each in sorted(fetched.items(), key=lambda each: -each[1])]


def _fetch(address: str, page: str, fetched: dict[str, int]) -> None:
    if address in fetched or not address.startswith(settings.STATIC_URL):
        return
    path = Path(settings.STATIC_ROOT) / address.removeprefix(settings.STATIC_URL)
    compressed = path.with_name(f"{path.name}.br")
    fetched[address] = (compressed if compressed.exists() else path).stat().st_size
    if path.suffix == ".css":
        for further in _needed(path.read_text(encoding="utf-8"), page):
            _fetch(urljoin(address, further), page, fetched)


def _needed(sheet: str, page: str) -> list[str]:
    """Fonts by the letters that the page holds. Small backgrounds are left out: few apply to one page."""
    beyond = any("\u0100" <= letter <= "\u024f" for letter in page)
    faces = [face for face in FACE.findall(sheet) if beyond or "latin-ext" not in face]
    return [found for face in faces for found in NAMED_BY_SHEET.findall(face)]
