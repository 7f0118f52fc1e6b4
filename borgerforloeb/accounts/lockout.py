"""Failed sign-ins cost time, per name and address, so that nobody locks a colleague out from elsewhere."""

from datetime import timedelta

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.db import connection
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

LONGEST = timedelta(minutes=15)


def delay(failures: int) -> timedelta:
    """One minute after the last free attempt, doubled for each failure after it, never more than fifteen."""
    beyond = failures - settings.AXES_FAILURE_LIMIT
    if beyond < 0:
        return timedelta()
    return min(timedelta(minutes=2 ** min(beyond, 10)), LONGEST)


class GrowingDelay(AxesDatabaseHandler):
    """Axes counts and remembers (AXES_COOLOFF_TIME); how long one waits is decided here.

    What is tried while one waits is not counted, so impatience does not make it longer.
    """

    def is_locked(self, request: HttpRequest, credentials: dict | None = None) -> bool:
        _one_at_a_time(request, credentials)
        attempts = self.get_user_attempts(request, credentials)[0]
        seen = attempts.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        if not seen["failures"]:
            return False
        now = request.axes_attempt_time  # type: ignore[attr-defined]
        return now < seen["last"] + delay(seen["failures"])


def _one_at_a_time(request: HttpRequest, credentials: dict | None) -> None:
    # A hundred guesses sent at once would all be let in before the first of them had been counted.
    key = f"{hidden_name(request, credentials)} {client_address(request)}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('sign-in'), hashtext(%s))", [key])


def hidden_name(request: HttpRequest, credentials: dict | None = None) -> str:
    """What the counter keeps of a user name: enough to count by, and no password typed in the wrong field."""
    name = (credentials or {}).get("username") or request.POST.get("login", "")
    return salted_hmac("sign-in", name.strip().lower(), algorithm="sha256").hexdigest()


def client_address(request: HttpRequest) -> str | None:
    """Behind our own proxy the last forwarded address is what the proxy saw; the rest can be made up."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR") or None


def locked_out(request: HttpRequest, original: HttpResponse, credentials: dict) -> HttpResponse:
    """The same page whether the name is known or not."""
    response = HttpResponse(render_to_string("errors/429.html"), status=429)
    response["Cache-Control"] = "no-store"
    return response
