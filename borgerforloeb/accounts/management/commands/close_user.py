from django.core.management.base import BaseCommand, CommandError

from borgerforloeb.accounts.actions import close_user
from borgerforloeb.accounts.models import User


class Command(BaseCommand):
    help = "Luk en medarbejders konto. Alle hendes logins holder op i samme øjeblik."

    def add_arguments(self, parser):
        parser.add_argument("username", help="brugernavn")

    def handle(self, *args, **options):
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("Der er ingen med det brugernavn.")
        close_user(user)
        self.stdout.write(f"{user.name} kan ikke logge ind mere og er logget ud overalt.")
