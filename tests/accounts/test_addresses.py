from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from borgerforloeb.accounts.addresses import path_of, path_to


@pytest.mark.parametrize(
    ("url_name", "key"),
    [("pages:course", uuid4()), ("plans:followup_hold", uuid4()), ("networkmeetings:meeting", 7)],
)
def test_it_is_the_address_that_django_finds(url_name, key):
    assert path_to(url_name, key) == reverse(url_name, args=[key])


def test_a_page_that_does_not_exist():
    assert path_of("pages:nowhere") == ""
    with pytest.raises(NoReverseMatch):
        path_to("pages:nowhere", 1)
