from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model, QuerySet
from django.utils import timezone

from borgerforloeb.accounts.models import OrgUnit, User
from borgerforloeb.accounts.presentation import numericdate
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import Course, Domain
from borgerforloeb.documents import spreadsheet
from roles.holders import Holder, holders
from roles.models import SharingBasis

HEADS = (
    "Forløb", "Medarbejder", "Enhed", "Rolle", "Kun om", "Fagområder", "Skærmet", "Fra", "Til", "Hvorfor",
    "Delt", "Spærret", "Skal ses efter",
)  # fmt: skip


class Command(BaseCommand):
    help = "Hvem har adgang til hvad, og hvorfor: i et forløb, for en medarbejder eller i en enhed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--course", help="Forløbets nummer.")
        parser.add_argument("--user", help="Medarbejderens brugernavn.")
        parser.add_argument("--unit", help="Enhedens navn; de enheder, der hører under den, er med.")
        parser.add_argument(
            "--due", action="store_true", help="Kun adgange, der er et halvt år gamle og skal ses efter."
        )
        parser.add_argument("--csv", type=Path, help="Skriver en række pr. adgang til filen.")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        scope = {
            "course": _one(Course.objects.all(), "forløbet", number=options["course"]),
            "user": _one(User.objects.all(), "medarbejderen", username=options["user"]),
            "unit": _one(OrgUnit.objects.all(), "enheden", name=options["unit"]),
        }
        found = [one for one in holders(today=today, **scope) if one.is_due(today) or not options["due"]]
        record(
            "access.reported",
            kind=Kind.SYSTEM,
            by=None,
            course_id=scope["course"].pk if scope["course"] else None,
            user=scope["user"].pk if scope["user"] else None,
            unit=scope["unit"].pk if scope["unit"] else None,
            rows=len(found),
        )
        rows = [[*_cells(one), "ja" if one.is_due(today) else ""] for one in found]
        if options["csv"]:
            spreadsheet.write(options["csv"], HEADS, rows)
        else:
            self._tell(rows)
        due = sum(one.is_due(today) for one in found)
        self.stdout.write(f"{len(found)} adgange, {due} af dem et halvt år gamle eller mere.")

    def _tell(self, rows: list[list[str]]) -> None:
        for row in rows:
            told = [f"{head}: {cell}" for head, cell in zip(HEADS, row, strict=True) if cell]
            self.stdout.write("; ".join(told))


def _one(rows: QuerySet, word: str, **wanted: Any) -> Any:
    [value] = wanted.values()
    if not value:
        return None
    found: Model | None = rows.filter(**wanted).first()
    if found is None:
        raise CommandError(f"Kan ikke finde {word}.")
    return found


def _cells(one: Holder) -> Iterator[str]:
    held = one.assignment
    yield held.course.number
    yield held.user.name
    yield held.user.unit.name if held.user.unit else ""
    yield one.role
    yield held.person.name if held.person else ""
    yield ", ".join(one.fields)
    yield "ja" if held.sees_shielded else ""
    yield numericdate(held.starts_on)
    yield numericdate(held.expires_at or held.last_day) if held.expires_at or held.last_day else ""
    yield held.reason
    yield "; ".join(map(_told, one.bases))
    yield "ja" if one.is_barred else ""


def _told(basis: SharingBasis) -> str:
    ground = str(basis.section) if basis.section else "samtykke"
    return f"{Domain(basis.domain).label} om {basis.person.first_name} ({ground})"
