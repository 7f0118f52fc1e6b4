from getpass import getpass

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from borgerforloeb.accounts.models import Capability
from borgerforloeb.staff.actions import create_user


class Command(BaseCommand):
    help = "Opret en medarbejder, for eksempel den første administrator. Spørger om adgangskoden."

    def add_arguments(self, parser):
        parser.add_argument("username", help="brugernavn")
        parser.add_argument("--name", required=True, help="navn")
        parser.add_argument("--title", default="", help="stilling")
        parser.add_argument(
            "--capability",
            action="append",
            dest="capabilities",
            choices=Capability.values,
            help="adgang; kan skrives flere gange (ellers administrator)",
        )

    def handle(self, *args, **options):
        password = getpass("Adgangskode: ")
        if password != getpass("Adgangskode igen: "):
            raise CommandError("De to adgangskoder er ikke ens. Ingen er oprettet.")
        try:
            user = create_user(
                options["username"],
                password,
                name=options["name"],
                title=options["title"],
                capabilities=options["capabilities"] or [Capability.ADMINISTRATOR],
                by=None,
            )
        except ValidationError as error:
            raise CommandError("Ingen er oprettet. " + " ".join(error.messages)) from error
        self.stdout.write(f"{user.name} er oprettet med brugernavnet {user.username}.")
        self.stdout.write("Næste skridt: log ind. Siden beder først om totrinsbekræftelse.")
