"""Sets up a closed world (own database, own folder, settings as in production) and measures in it."""

import argparse
import os
import secrets
import sys
import tempfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from borgerforloeb.launch import press

# As in production: nothing keeps queries, templates are cached, static files have their hashed names.
PRODUCTION = {
    "DEBUG": "0",
    "DEMO": "0",
    "DATABASE_ROLE": "",  # the owner fills the tables; each request acts as the web
    "SECRET_KEY": secrets.token_urlsafe(40),
    "CPR_KEYS": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "CPR_LOOKUP_KEY": secrets.token_hex(32),
    "ALLOWED_HOSTS": "localhost",
    "BASE_URL": "https://localhost",
    "DJANGO_SETTINGS_MODULE": "borgerforloeb.settings",
}


def prepare(folder: Path) -> None:
    for name, value in (PRODUCTION | {"VAR_DIR": str(folder)}).items():
        os.environ.pop(f"{name}_FILE", None)
        os.environ[name] = value

    import django  # noqa: PLC0415 - the settings read the environment above
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, connections  # noqa: PLC0415

    settings.ROOT_URLCONF = "bench.urls"
    django.setup()
    # Two benches at once, as the tests run them, have one each.
    connection.settings_dict["TEST"]["NAME"] = f"bench_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    # The log's own connection leads to the same database, also here.
    connections["log"].settings_dict["NAME"] = connection.settings_dict["NAME"]
    call_command("collectstatic", "--no-input", verbosity=0)


@contextmanager
def printing(folder: Path) -> Iterator[None]:
    """The press, as `./run` starts it."""
    for name in ("run", "log"):
        (folder / name).mkdir(exist_ok=True)
    place = press.place_of_socket(folder)
    child = press.press(folder, place)
    child.start()
    try:
        child.wait_until(lambda: press.answers(place), 60)
        yield
    finally:
        child.stop()


def clear_away() -> None:
    from django.db import connection, connections  # noqa: PLC0415

    connections["log"].close()
    connection.creation.destroy_test_db("", verbosity=0)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/pages", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=15, help="at least 15 for figures that are told to others"
    )
    parser.add_argument("--only", default="", help="only cases whose name holds this")
    parser.add_argument(
        "--profile", default="", help="instead of measuring: where the time of this case goes"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        prepare(Path(folder))
        from bench.run import run  # noqa: PLC0415

        try:
            with printing(Path(folder)):
                return run(options.rounds, options.only, options.profile)
        finally:
            clear_away()


if __name__ == "__main__":
    sys.exit(main())
