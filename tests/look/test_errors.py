import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory

from borgerforloeb.pages import errors

PAGES = [
    (errors.bad_request, 400, "kunne ikke læses"),
    (errors.refused, 403, "Det må du ikke"),
    (errors.not_found, 404, "Siden findes ikke"),
    (errors.too_many, 429, "Vent lidt"),
    (errors.server_error, 500, "Noget gik galt hos os"),
    (errors.unavailable, 503, "lukket et øjeblik"),
    (errors.csrf_failure, 403, "Siden var åben for længe"),
]


@pytest.mark.parametrize(("view", "status", "words"), PAGES)
def test_error_page_is_calm_and_asks_nobody(view, status, words):
    # No database mark: a query would fail the test.
    answer = view(RequestFactory().get("/planer/hemmelig/?q=Freja"))

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "hemmelig" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("status", [403, 404, 503])
def test_the_same_bytes_with_and_without_a_request(status):
    request = RequestFactory().get("/")

    with_request = render_to_string(f"errors/{status}.html", {"messages": ["Freja"]}, request=None)

    assert with_request == render_to_string(f"errors/{status}.html")
    assert "csrf" not in with_request.lower()
    assert request.META.get("CSRF_COOKIE") is None


def test_an_unknown_address_is_not_found():
    with pytest.raises(Http404):
        errors.unknown_address(RequestFactory().get("/findes-ikke/"))
