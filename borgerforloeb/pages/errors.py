"""The pages that say what went wrong, made without request, user or query, so that they cannot fail too.

Not existing and not allowed to know of give the same body; so the answer never tells which it was.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string


def _page(name: str, status: int) -> HttpResponse:
    response = HttpResponse(render_to_string(f"errors/{name}.html"), status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("400", 400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("403", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("404", 404)


def unknown_address(request: HttpRequest) -> HttpResponse:
    """The last route: an address that nobody has made goes through sign-in and log as any other."""
    raise Http404


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("429", 429)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page("500", 500)


def unavailable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("503", 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page("csrf", 403)
