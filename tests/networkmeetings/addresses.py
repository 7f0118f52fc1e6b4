"""Where the pages of a meeting are, and what one costs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def url(name, meeting, *more):
    return reverse(f"networkmeetings:{name}", args=[meeting.pk, *more])


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return [q["sql"] for q in caught if "SAVEPOINT" not in q["sql"]]
