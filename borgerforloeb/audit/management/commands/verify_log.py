from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from borgerforloeb.audit import keys
from borgerforloeb.audit.anchors import anchor_file
from borgerforloeb.audit.checking import Findings, check

STEP = 1_000_000


class Command(BaseCommand):
    help = "Regner loggens segl efter og siger, hvilken række der er ændret, byttet om eller væk."
    told = 0

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchors", type=Path, help="Filen med ankre. Ellers LOG_ANCHOR_FILE.")
        parser.add_argument(
            "--public-key", action="store_true", help="Skriver kun nøglen, som seglene kan efterprøves med."
        )

    def handle(
        self, *args: Any, anchors: Path | None = None, public_key: bool = False, **options: Any
    ) -> None:
        if public_key:
            self.stdout.write(keys.public_key())
        else:
            self._verify(anchors)

    def _verify(self, anchors: Path | None) -> None:
        begun = monotonic()
        known = anchors or (anchor_file() if anchor_file().exists() else None)
        if known is None:
            self.stdout.write("Der er ingen ankre: en log, der er skåret af i enden, kan ikke opdages.")
        elif not known.exists():
            raise CommandError(f"Filen {known} findes ikke.")
        found = check(known, self._tell)
        seconds = monotonic() - begun
        speed = found.rows / max(seconds, 0.001)
        self.stdout.write(
            f"{found.rows} rækker i {found.seals} segl, {speed:.0f} rækker i sekundet."
            f" {found.unsealed} rækker venter på deres segl."
        )
        if found.faults:
            raise CommandError("\n".join(["Loggen er ikke hel. Begynd her:", *found.faults]))
        self.stdout.write("Loggen er hel.")

    def _tell(self, found: Findings) -> None:
        if found.rows - self.told >= STEP:
            self.told = found.rows
            self.stdout.write(f"{found.rows} rækker …")
