"""Where the pages of a meeting are, and what one costs."""

from django.urls import reverse

from tests.queries import all_queries


def url(name, meeting, *more):
    return reverse(f"networkmeetings:{name}", args=[meeting.pk, *more])


def queries(client, address):
    with all_queries() as asked:
        assert client.get(address).status_code == 200
    return asked
