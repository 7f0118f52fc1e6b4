"""Failed sign-ins cost time, so that nobody guesses a password and nobody locks a colleague out.

Three counts: the pair of name and address; the name from wherever, because guesses can come from a thousand
addresses; the address whatever the name. A browser in which the person has signed in before is known by a
cookie and is counted by itself: whatever strangers do, it does not wait for them.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.core import signing
from django.db import connection
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac

LONGEST = timedelta(minutes=15)
REMEMBERED = timedelta(minutes=15)  # the two wider counts look no further back
FROM_ANYWHERE = 20
FROM_ONE_ADDRESS = 50
KNOWN_BROWSER = "bf-known" if settings.DEBUG else "__Host-known"
KNOWN_FOR = timedelta(days=180)
KNOWN_AT_MOST = 10  # people who share a browser


def delay(failures: int, free: int = settings.AXES_FAILURE_LIMIT) -> timedelta:
    """One minute after the last free attempt, doubled for each failure after it, never more than fifteen."""
    beyond = failures - free
    if beyond < 0:
        return timedelta()
    return min(timedelta(minutes=2 ** min(beyond, 10)), LONGEST)


class GrowingDelay(AxesDatabaseHandler):
    """Axes counts and remembers (AXES_COOLOFF_TIME); how long one waits is decided here.

    What is tried while one waits is not counted, so impatience does not make it longer.
    """

    def is_locked(self, request: HttpRequest, credentials: dict | None = None) -> bool:
        name, address = counted_name(request, credentials), client_address(request)
        _one_at_a_time(name)
        now = request.axes_attempt_time  # type: ignore[attr-defined]
        counts = [(self.get_user_attempts(request, credentials)[0], settings.AXES_FAILURE_LIMIT)]
        if not _knows(request, credentials):
            lately = AccessAttempt.objects.filter(attempt_time__gt=now - REMEMBERED)
            counts += [(lately.filter(username=name), FROM_ANYWHERE)]
            counts += [(lately.filter(ip_address=address), FROM_ONE_ADDRESS)]
        return any(_is_too_soon(attempts, free, now) for attempts, free in counts)


def _is_too_soon(attempts: QuerySet, free: int, now: datetime) -> bool:
    seen = attempts.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    return bool(seen["failures"]) and now < seen["last"] + delay(seen["failures"], free)


def _one_at_a_time(name: str) -> None:
    # A hundred guesses sent at once would all be let in before the first of them had been counted.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('sign-in'), hashtext(%s))", [name])


def hidden_name(request: HttpRequest, credentials: dict | None = None) -> str:
    """What the counter keeps of a user name: enough to count by, and no password typed in the wrong field."""
    name = (credentials or {}).get("username") or request.POST.get("login", "")
    return salted_hmac("sign-in", name.strip().lower(), algorithm="sha256").hexdigest()


def counted_name(request: HttpRequest, credentials: dict | None = None) -> str:
    """What failures are counted by: the name, or the name in a browser that has signed in under it before."""
    name = hidden_name(request, credentials)
    known = _known(request)
    if name not in known:
        return name
    return salted_hmac("known browser", f"{known[name]} {name}", algorithm="sha256").hexdigest()


def know_browser(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """After a whole sign-in, second factor and all."""
    name, known = hidden_name(request, {"username": username}), _known(request)
    known = {other: mark for other, mark in known.items() if other != name} | {
        name: known.get(name, uuid4().hex)
    }
    kept = dict(list(known.items())[-KNOWN_AT_MOST:])
    response.set_cookie(
        KNOWN_BROWSER,
        signing.dumps(kept, salt=KNOWN_BROWSER, compress=True),
        max_age=KNOWN_FOR,
        secure=not settings.DEBUG,
        httponly=True,
        samesite="Strict",
    )


def _knows(request: HttpRequest, credentials: dict | None) -> bool:
    return hidden_name(request, credentials) in _known(request)


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        return signing.loads(request.COOKIES.get(KNOWN_BROWSER, ""), salt=KNOWN_BROWSER, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return {}


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
