"""Where a process that the tests start finds the tests' own database."""

import os
from urllib.parse import urlsplit

from django.db import connection


def database_url() -> str:
    """Where this test writes: the given server, the test's own database."""
    given = urlsplit(os.environ["DATABASE_URL"])
    return given._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
