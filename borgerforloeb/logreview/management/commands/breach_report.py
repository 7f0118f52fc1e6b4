import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model, QuerySet
from django.utils import timezone

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import period
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.forms import BEGINNING
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import Citizen, Course
from borgerforloeb.documents import spreadsheet
from borgerforloeb.logreview.breach import Reached, Report, Scope, breach_report

SHOWN = 20
PERSONS_IN_A_ROW = 50


class Command(BaseCommand):
    help = "Hvad et brud har nået: hvem det handler om, hvilke oplysninger, til hvem, hvorfor og hvornår."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", help="Brugernavnet på den, der spørger.")
        parser.add_argument("--reason", default="", help="Hvorfor der spørges; det står i loggen.")
        parser.add_argument("--user", help="Brugernavnet på den, der så oplysningerne.")
        parser.add_argument("--course", help="Forløbets nummer.")
        # Never a CPR number: it would stand in the shell's history and in the list of processes.
        parser.add_argument("--citizen", type=UUID, help="Borgerens uuid, som det står i loggens adresse.")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help="Første dag, ÅÅÅÅ-MM-DD.")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="Sidste dag, ÅÅÅÅ-MM-DD.")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--csv", type=Path, help="Skriver en række pr. person til filen.")
        form.add_argument("--json", action="store_true", help="Skriver hele rapporten som JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = monotonic()
        scope = _scope(options)
        by, reason = _who_asks(options)
        report = breach_report(scope)
        _record(scope, report, by, reason)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=2, default=str))
            return
        if options["csv"]:
            _write(options["csv"], report.reached)
        self._tell(report)
        self.stdout.write(f"Fundet på {monotonic() - begun:.1f} sekunder.")

    def _tell(self, report: Report) -> None:
        self.stdout.write(f"{period(report.scope.first, report.scope.last)}")
        self.stdout.write(f"{report.persons} personer, set {report.times} gange.")
        self.stdout.write("Hvilke oplysninger, og om hvor mange:")
        for kind, number in report.data().most_common():
            self.stdout.write(f"  {kind}: {number}")
        self.stdout.write("Hvem det handler om, flest visninger først:")
        for one in report.reached[:SHOWN]:
            mark = " (adressebeskyttet)" if one.protected_address else ""
            who = f"{one.name}{mark} {one.person_id}" if one.person_id else f"forløb {one.course}"
            self.stdout.write(f"  {who}: {one.times} gange, {period(one.first, one.last)}")
        if len(report.reached) > SHOWN:
            self.stdout.write(f"  og {len(report.reached) - SHOWN} til, som står i --csv og --json")
        self.stdout.write(f"Udleveret: {len(report.recipients)}")
        for given in report.recipients:
            self.stdout.write(
                f"  {given['released_at']} {given['what']} til {given['recipient']}: {given['basis']}"
            )


def _scope(options: dict[str, Any]) -> Scope:
    if not any(options[name] for name in ("user", "course", "citizen", "first")):
        raise CommandError("Sig mindst ét af --user, --course, --citizen og --from.")
    first, last = options["first"] or BEGINNING, options["last"] or timezone.localdate()
    if first > last:
        raise CommandError("--from er efter --to.")
    return Scope(
        first=first,
        last=last,
        user=_one(User.objects.all(), "brugeren", username=options["user"]),
        course=_one(Course.objects.all(), "forløbet", number=options["course"]),
        citizen=_one(Citizen.objects.all(), "borgeren", pk=options["citizen"]),
    )


def _who_asks(options: dict[str, Any]) -> tuple[User, str]:
    """Names are shown, so the log says who saw them, and why."""
    by, reason = options["by"], options["reason"].strip()
    if not (by and reason):
        raise CommandError("Sig også --by og --reason: de står i loggen ved de personer, der bliver vist.")
    who: User = _one(User.objects.active(), "den, der spørger", username=by)
    return who, reason[:300]


def _one(rows: QuerySet, word: str, **wanted: Any) -> Any:
    [value] = wanted.values()
    if not value:
        return None
    found: Model | None = rows.filter(**wanted).first()
    if found is None:
        raise CommandError(f"Kan ikke finde {word}.")
    return found


def _record(scope: Scope, report: Report, by: User, reason: str) -> None:
    """Reading the log is a use of it too, also from the command line: of all whom it shows."""
    asked = {scope.citizen.pk} if scope.citizen else set()
    persons = sorted(asked | {UUID(one.person_id) for one in report.reached if one.person_id})
    for begin in range(0, max(len(persons), 1), PERSONS_IN_A_ROW):
        record(
            "breach.reported",
            kind=Kind.SYSTEM,
            by=by,
            reason=reason,
            course_id=scope.course.pk if scope.course else None,
            persons=persons[begin : begin + PERSONS_IN_A_ROW],
            user=scope.user.pk if scope.user else None,
            rows=len(report.reached),
        )


def _write(path: Path, reached: list[Reached]) -> None:
    heads = list(Reached.__dataclass_fields__)
    spreadsheet.write(path, heads, ([_text(getattr(one, name)) for name in heads] for one in reached))


def _text(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
