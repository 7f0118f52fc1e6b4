"""Addresses of pages, each looked up once in a process: Django's search is long for a row of a list."""

from functools import cache
from uuid import UUID

from django.urls import NoReverseMatch, reverse


@cache
def path_of(url_name: str) -> str:
    """The address of a page without a key, or nothing where the page does not exist."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def path_to(url_name: str, key: UUID | int) -> str:
    """The address of a page with one key in it."""
    before, after = _around_the_key(url_name, isinstance(key, UUID))
    return f"{before}{key}{after}"


@cache
def _around_the_key(url_name: str, is_uuid: bool) -> tuple[str, str]:
    # A key that no row has, to see where in the address it stands.
    key = UUID(int=0) if is_uuid else 2**63 - 1
    before, _, after = reverse(url_name, args=[key]).partition(str(key))
    return before, after
