#!/usr/bin/env python3
import os
import sys

# They make tables, fill them with people whom nobody works with yet, or ask past row security. All else works
# as web and worker do.
AS_OWNER = {
    "migrate",
    "makemigrations",
    "showmigrations",
    "sqlmigrate",
    "demo",
    "canary",
    "flush",
    "dbshell",
    "pgtrigger",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borgerforloeb.settings")
    if AS_OWNER & set(sys.argv[1:2]):
        os.environ.setdefault("DATABASE_ROLE", "")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
