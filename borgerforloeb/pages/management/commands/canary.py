from typing import Any

from django.core.management.base import BaseCommand, CommandError

from borgerforloeb.pages.canary import answers


class Command(BaseCommand):
    help = "Spørger hver tabel og liste om det, som ingen må få at se. Svaret skal være ingenting."

    def handle(self, *args: Any, **options: Any) -> None:
        if found := answers():
            raise CommandError("\n".join(["Noget svarer, som skal tie:", *found]))
        self.stdout.write("Alt tier, som det skal.")
