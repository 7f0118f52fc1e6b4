from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from borgerforloeb.accounts.models import User
from borgerforloeb.staff.actions import close_user


class Command(BaseCommand):
    help = "Luk en medarbejders konto. Alle hendes logins og roller holder op i samme øjeblik."

    def add_arguments(self, parser):
        parser.add_argument("username", help="brugernavn")
        parser.add_argument("--reason", default="Lukket fra serveren", help="hvorfor; det står i loggen")
        parser.add_argument("--last-day", type=date.fromisoformat, help="sidste dag, ÅÅÅÅ-MM-DD")

    def handle(self, *args, **options):
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("Der er ingen med det brugernavn.")
        today = timezone.localdate()
        last_day = options["last_day"] or today
        try:
            close_user(user, last_day=last_day, reason=options["reason"], on=today, by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user.name} kan ikke logge ind mere og er logget ud overalt.")
