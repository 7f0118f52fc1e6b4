"""Runs in a process of its own between the servers and the web: tables first, then the demo municipality,
then the question whose answer must be nothing.

One process for both, because loading the project is what takes the time.
"""

import os
import sys

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from borgerforloeb.launch.screen import say, step


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borgerforloeb.settings")
    os.environ["DATABASE_ROLE"] = ""  # only the owner makes tables
    django.setup()
    executor = MigrationExecutor(connection)
    try:
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            with step("Databasens tabeller"):
                call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMO:
            first = not (settings.VAR_DIR / "demo.json").exists()
            with step("Demokommunen bygges" if first else "Demokommunen"), open(os.devnull, "w") as nowhere:
                call_command("demo", stdout=nowhere)
        with step("Intet svarer, som skal tie"), open(os.devnull, "w") as nowhere:
            call_command("canary", stdout=nowhere)
    except CommandError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
