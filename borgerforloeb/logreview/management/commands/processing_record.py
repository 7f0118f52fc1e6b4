from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.documents import spreadsheet
from borgerforloeb.logreview.processing import PURPOSES, laws, measures, recipients, tables_of

HEADS = (
    "formål", "grundlag", "oplysninger om", "tabel", "slags", "felter", "følsomme", "slettes efter",
    "sikkerhed",
)  # fmt: skip


class Command(BaseCommand):
    help = "Fortegnelsen over behandlingsaktiviteter (artikel 30), læst af systemets egne tabeller og regler."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--csv", type=Path, help="Skriver en række pr. tabel til filen.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["csv"]:
            spreadsheet.write(options["csv"], HEADS, _rows())
            return
        self.stdout.write("\n".join(_lines()))


def _rows() -> Iterator[tuple[str, ...]]:
    for purpose in PURPOSES:
        for kept in tables_of(purpose):
            yield (
                purpose.title,
                purpose.basis,
                ", ".join(kept.about),
                kept.table,
                kept.name,
                ", ".join(kept.data),
                "ja" if kept.is_sensitive else "nej",
                kept.how_long,
                "; ".join(kept.safety),
            )


def _lines() -> Iterator[str]:
    today = timezone.localdate()
    yield "Fortegnelse over behandlingsaktiviteter (databeskyttelsesforordningen, artikel 30)"
    yield f"Dataansvarlig: {settings.MUNICIPALITY}. Lavet {longdate(today)} af systemet selv."
    yield "Databeskyttelsesrådgiver og databehandler (drift): skrives af kommunen."
    for number, purpose in enumerate(PURPOSES, start=1):
        yield f"\n{number}. {purpose.title}"
        yield f"   Formål: {purpose.why}"
        yield f"   Grundlag: {purpose.basis}"
        for kept in tables_of(purpose):
            yield f"   - {kept.name} ({', '.join(kept.about)})"
            yield f"     Oplysninger: {', '.join(kept.data)}"
            if kept.is_sensitive:
                yield "     Kan være følsomme (artikel 9): står med område og niveau."
            yield f"     Slettes efter: {kept.how_long}"
            if kept.safety:
                yield f"     Sikkerhed: {'; '.join(kept.safety)}"
    yield "\nLove og paragraffer, som gælder i dag"
    yield from (f"   - {law}" for law in laws(today))
    for title, names in recipients().items():
        yield f"\n{title}"
        yield from (f"   - {name}" for name in names)
    yield "\nSikkerhed i øvrigt (artikel 32)"
    yield from (f"   - {measure}" for measure in measures())
