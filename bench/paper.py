"""The printed plan against the plainest thing that the same engine can make of the same words."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from html import unescape
from pathlib import Path
from time import process_time

from django.db import transaction
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.data import World
from borgerforloeb.documents.fetcher import ORIGIN, StaticFetcher
from borgerforloeb.documents.models import StoredDocument
from plans.brought import Brought
from plans.models import Plan, PlanVersion
from plans.pdf import WorkingCopy, as_html, plan_pdf
from plans.print_content import Edition
from plans.print_words import Appointment
from roles.permissions import access_to

MADE_AT = datetime(2026, 9, 2, 8, tzinfo=UTC)
# The letters and margins of ours, so that both have to break about as many lines; and nothing else.
LEAN = """
@font-face { font-family: P; font-weight: 400; src: url("ibm-plex-sans-latin-400-normal.woff2") }
@font-face { font-family: P; font-weight: 600; src: url("ibm-plex-sans-latin-600-normal.woff2") }
@page { size: A4; margin: 20mm 20mm 24mm }
html { font: 12pt/1.5 P, sans-serif }
"""


@dataclass(frozen=True)
class Piece:
    """Something timed that is no page; `per` is what its time is held against."""

    name: str
    make: Callable[[], bytes]
    per: str = ""
    goal: float | None = None
    audits: int = 0


def spent() -> float:
    """Seconds of the processor: this process's, and those of the press that draws for it."""
    return process_time() + sum(map(_spent, _below(os.getpid())))


def _below(pid: int) -> Iterator[int]:
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield int(child)
        yield from _below(int(child))


def _spent(pid: int) -> float:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


class Lean:
    """Untagged, unstyled; the sheet parsed and the fonts unpacked once, as a warm worker would."""

    def __init__(self, html: str) -> None:
        self.fonts = FontConfiguration()
        fonts = f"{ORIGIN}vendor/fonts/"
        self.sheet = CSS(string=LEAN, base_url=fonts, url_fetcher=StaticFetcher(), font_config=self.fonts)
        body = html[html.index("<main>") : html.index("</main>")]
        without_pictures = re.sub(r"<svg.*?</svg>", "", body, flags=re.S)
        self.html = re.sub(r"<(\w+)\s[^>]*>", r"<\1>", without_pictures)

    def make(self) -> bytes:
        return HTML(string=self.html).write_pdf(stylesheets=[self.sheet], font_config=self.fonts)


def words(html: str) -> list[str]:
    body = html[html.find("<main>") :]
    return unescape(re.sub(r"<[^>]*>", " ", body)).split()


def pieces(world: World) -> list[Piece]:
    plan = Plan.objects.select_related("course").get(course=world.draft)
    version = PlanVersion.objects.select_related("plan").get(plan__course=world.agreed)
    access = access_to(world.user, world.draft.pk)
    html = as_html(WorkingCopy(plan, access=access, edition=Edition.AUTHORITY, on=world.today).content)
    lean = Lean(html)
    assert words(lean.html) == words(html)
    first = _print(world, version)
    assert first == _print(world, version), "a version that was printed must come back byte for byte"
    return [
        Piece("WeasyPrint, lean, untagged", lean.make),
        Piece("Plan as PDF, warm", partial(_anew, world, plan), "WeasyPrint, lean, untagged", 1.2, audits=1),
        Piece(
            "The same version again", partial(_again, world, version, first), "Plan as PDF, warm", 1 / 200, 1
        ),
    ]


@transaction.atomic
def _print(world: World, source: Plan | PlanVersion, appointments: Sequence[Appointment] = ()) -> bytes:
    """With its permission, its row in the log and its commit, as the view does it."""
    printed = {"edition": Edition.AUTHORITY, "on": world.today, "made_at": MADE_AT}
    return plan_pdf(source, by=world.user, brought=Brought(appointments=appointments), **printed).content


def _anew(world: World, plan: Plan) -> bytes:
    """Something else stands on it each time, else the copy that was kept would be served again."""
    kept = StoredDocument.objects.count()
    content = _print(world, plan, (Appointment(world.today, f"Møde {kept}"),))
    assert StoredDocument.objects.count() == kept + 1
    return content


def _again(world: World, version: PlanVersion, first: bytes) -> bytes:
    content = _print(world, version)
    assert content == first
    return content
