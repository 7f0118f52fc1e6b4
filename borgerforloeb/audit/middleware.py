"""Marks each request, logs each refusal, and shows nothing when the log cannot be written."""

import logging
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string

from borgerforloeb.accounts.acting import acting_as
from borgerforloeb.accounts.lockout import client_address
from borgerforloeb.audit.actions import (
    LogUnavailable,
    RequestMark,
    current_request,
    held_back,
    record,
    told_as_one,
)
from borgerforloeb.audit.models import Kind
from borgerforloeb.drafts.middleware import Sending

# Read by somebody at once, as is what the gate tells when a rule breaks.
alarm = logging.getLogger("borgerforloeb.alarm")


class AuditMiddleware:
    """What is logged stands at once, on the log's own connection, also when the request is undone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            with told_as_one(RequestMark(uuid4().hex, client_address(request), request.session)):
                return self.get_response(request)
        except LogUnavailable as error:
            return _unavailable(request, error)

    def process_view(self, request, view_func, view_args, view_kwargs):
        """The last of its kind: what stood after it would not be asked."""
        if "default" in getattr(view_func, "_non_atomic_requests", ()):
            return None
        return _OneTransaction(request, view_func, view_args, view_kwargs)

    def process_exception(self, request, exception):
        """Not allowed and not existing look the same (404); allowed to see but not to do is 403."""
        if isinstance(exception, Http404 | PermissionDenied):
            return _refuse(request, 404 if isinstance(exception, Http404) else 403)
        if isinstance(exception, DatabaseError):
            # Fail closed: when the log or the data cannot be read or written, nothing of a person is shown.
            return _unavailable(request, exception)
        return None


class _OneTransaction:
    """The view and its page in one transaction, on behalf of who asks: done as a whole, or undone.

    Django asks every middleware about an error in render(), but about none in process_view.
    """

    def __init__(self, request, view, args, kwargs):
        self.request, self.view, self.args, self.kwargs = request, view, args, kwargs

    def render(self):
        with acting_as(_who_asks(self.request)), held_back():
            sending = Sending.of(self.request)
            response = sending.answer_again() if sending else None
            if response is None:
                response = self._run()
                if sending:
                    sending.settle(response, changed=bool(current_request.get().changes))
        return response

    def _run(self):
        response = self.view(self.request, *self.args, **self.kwargs)
        if callable(getattr(response, "render", None)):
            response = response.render()
        if response is None:
            raise ValueError(f"{self.request.resolver_match.view_name} gave no answer")
        return response


def _who_asks(request):
    # Who brings no session is nobody, and is not looked up on pages that need no sign-in.
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None


def _refuse(request, status: int) -> HttpResponse:
    try:
        _record_refusal(request, status)
    except DatabaseError as error:
        return _unavailable(request, error)
    return _page(status)


def _record_refusal(request, status: int) -> None:
    if not request.user.is_authenticated:
        return
    match = request.resolver_match
    course_id = match.kwargs.get("course_id") if match else None
    record(
        "access.refused",
        kind=Kind.REFUSAL,
        by=request.user,
        course_id=course_id if isinstance(course_id, UUID) else None,
        view=match.view_name if match else "",
        status=status,
        method=request.method,
    )


def _unavailable(request, error: DatabaseError) -> HttpResponse:
    # The error's own text quotes the row, so the log of the machine gets only its name.
    alarm.error("%s in %s", type(error).__name__, request.resolver_match and request.resolver_match.view_name)
    return _page(503)


def _page(status: int) -> HttpResponse:
    """Made without request, user or token: the same bytes for everybody and for every reason."""
    response = HttpResponse(render_to_string(f"errors/{status}.html"), status=status)
    response["Cache-Control"] = "no-store"
    return response
