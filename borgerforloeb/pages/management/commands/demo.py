import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from borgerforloeb.accounts.models import User
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.pages.demo.building import build
from borgerforloeb.pages.demo.listing import listing

EARLIEST = date(2025, 6, 1)


class Command(BaseCommand):
    help = "Fylder en tom database med demokommunen og skriver demo.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--date", type=date.fromisoformat, help="Dagen, der vises (ÅÅÅÅ-MM-DD). Ellers i dag."
        )
        parser.add_argument(
            "--canaries",
            action="store_true",
            help="Sætter et mærke i hver tekst og skriver, hvem der må læse den.",
        )

    def handle(self, *args: Any, date: date | None = None, canaries: bool = False, **options: Any) -> None:
        # Everybody in it has the same known password.
        if not (settings.DEBUG or settings.TESTING):
            raise CommandError("Demokommunen må kun lægges ind, hvor DEBUG er slået til.")
        today = date or timezone.localdate()
        if today < EARLIEST:
            raise CommandError(f"Demokommunen kan tidligst vises den {EARLIEST:%d.%m.%Y}.")
        if User.objects.exists():
            self.stdout.write("Databasen har allerede medarbejdere. Intet er ændret.")
            return
        self._fill(today, canaries=canaries)

    @transaction.atomic
    def _fill(self, today: date, *, canaries: bool) -> None:
        built = build(today, canaries=canaries)
        facts = listing(built)
        courses, users = len(facts["courses"]), len(facts["users"])
        record("demo.filled", kind=Kind.SYSTEM, by=None, courses=courses, users=users)
        path = settings.VAR_DIR / "demo.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
        self.stdout.write(f"{courses} forløb og {users} medarbejdere er lagt ind. Se {path}.")
