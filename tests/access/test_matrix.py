"""Every address of the site x every visitor, against matrix.csv. An address that it does not name fails.

A cell is the status of GET and of an empty POST, as in 200/422. 404 is what a stranger gets, for what exists
and for what does not; 403 what a member gets for another's work; 302 leads the signed out to sign-in.
"""

import csv
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from tests.access.world import VISITORS, make_world

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("matrix.csv")


def addresses(patterns=None, namespace="") -> dict[str, tuple[str, ...]]:
    """Every named address with its arguments, read from the site itself."""
    found: dict[str, tuple[str, ...]] = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                found[namespace + pattern.name] = ()
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= addresses(pattern.url_patterns, inner)
    return found


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def arguments_of(name: str) -> tuple[str, ...]:
    """The names of the arguments of one address."""
    *namespaces, last = name.split(":")
    resolver = get_resolver()
    for namespace in namespaces:
        resolver = resolver.namespace_dict[namespace][1]
    possibilities = resolver.reverse_dict.getlist(last)
    return tuple(possibilities[0][0][0][1])


def visit(client, world, name: str, visitor: str) -> str:
    """GET and then POST, each undone, so that one visitor does not change what the next one finds."""
    url = reverse(name, kwargs={key: world.arguments[key] for key in arguments_of(name)})
    statuses = []
    for method in (client.get, client.post):
        client.logout()
        user = world.visitors[visitor]
        with transaction.atomic():
            if user is not None:
                client.force_login(user)
            statuses.append(str(method(url).status_code))
            transaction.set_rollback(True)
    return "/".join(statuses)


def test_every_address_is_in_the_table():
    listed = [row["address"] for row in rows()]

    assert sorted(addresses()) == sorted(listed)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["address"])
def test_each_visitor_gets_what_the_table_says(client, row):
    world = make_world()

    got = {visitor: visit(client, world, row["address"], visitor) for visitor in VISITORS}

    assert got == {visitor: row[visitor] for visitor in VISITORS}


@pytest.mark.parametrize("name", [n for n in sorted(addresses()) if "course_id" in arguments_of(n)])
def test_hidden_and_absent_cannot_be_told_apart(client, name):
    world = make_world()
    client.force_login(world.visitors["stranger"])
    arguments = {key: world.arguments[key] for key in arguments_of(name)}
    absent = {key: uuid4() if isinstance(value, UUID) else value for key, value in arguments.items()}

    hidden_answer = client.get(reverse(name, kwargs=arguments))
    absent_answer = client.get(reverse(name, kwargs=absent))

    assert hidden_answer.status_code == absent_answer.status_code
    assert hidden_answer.content == absent_answer.content
