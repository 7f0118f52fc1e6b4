from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from borgerforloeb.accounts.acting import REMINDERS, serving_as
from borgerforloeb.logreview import actions


class Command(BaseCommand):
    help = "Holder det, som borgerne ser i Hvem har set min sag?, op mod loggens egne rækker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        parser.add_argument("--date", type=date.fromisoformat, default=yesterday, help="Dagen. Ellers i går.")

    def handle(self, *args: Any, date: date, **options: Any) -> None:
        with serving_as(REMINDERS):
            found = actions.reconcile(date)
        self.stdout.write(f"{found.rows} rækker på {found.pairs} sider den {date:%d.%m.%Y}.")
        if found.differs:
            raise CommandError("\n".join(["Siden og loggen er ikke ens:", *found.faults]))
        self.stdout.write("Siden og loggen er ens.")
