from typing import Any

from django.core.management.base import BaseCommand, CommandError

from borgerforloeb.pages.canary import answers, asks_past_row_security


class Command(BaseCommand):
    help = "Spørger hver tabel og liste om det, som ingen må få at se. Svaret skal være ingenting."

    def handle(self, *args: Any, **options: Any) -> None:
        if not asks_past_row_security():
            # Otherwise a lost filter would be passed over, and the answer would still be that all is well.
            raise CommandError("Spørg som tabellernes ejer: andre ser ikke, om en liste mangler sit filter.")
        if found := answers():
            raise CommandError("\n".join(["Noget svarer, som skal tie:", *found]))
        self.stdout.write("Alt tier, som det skal.")
