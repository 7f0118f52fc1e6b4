from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth import middleware
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from borgerforloeb.accounts.actions import hold_form, mark_seen
from borgerforloeb.accounts.lockout import client_address

SEEN = "has_second_factor"
SET_UP = "mfa_activate_totp"
NEW_PASSWORD = "account_change_password"  # noqa: S105 the name of an address
OPEN_WITHOUT_ONE = frozenset({NEW_PASSWORD, "account_reauthenticate", "account_logout"})
OPEN_WITHOUT = frozenset({SET_UP, "mfa_add_webauthn", "account_reauthenticate", "account_logout"})
HELD = "Du var logget ud. Det, du skrev, er gemt i en halv time: log ind, så får du det igen."


def quiet(view):
    """Marks a view that a page asks by itself: it is no sign that anybody sits there."""
    view.is_quiet = True
    return view


class HeadersMiddleware:
    """The headers that stand on every answer, errors and files included."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in settings.EVERY_ANSWER.items():
            response.headers.setdefault(name, value)
        return response


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """The user came with the session, in the same question."""

    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user_of(request.session) or auth.get_user(request))


def _user_of(session):
    """If all is as Django demands; where something is not, Django finds it out and ends the session."""
    backend, key, proof = (
        session.get(name, "") for name in (auth.BACKEND_SESSION_KEY, auth.SESSION_KEY, auth.HASH_SESSION_KEY)
    )
    user = session.row.user if session.row else None
    if user is None or not user.is_active or key != str(user.pk):
        return None
    if backend not in settings.AUTHENTICATION_BACKENDS:
        return None
    return user if constant_time_compare(proof, user.get_session_auth_hash()) else None


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page but a few is for who has signed in. What a person wrote is not lost because time ran out."""

    def handle_no_permission(self, request, view_func):
        if request.htmx:
            # The page stays as it is, and its script says what happened.
            return HttpResponse(status=401, headers={"HX-Reswap": "none", "HX-Trigger": "bf:signed-out"})
        held = _hold(request)
        if held is None:
            return super().handle_no_permission(request, view_func)
        messages.info(request, HELD)
        return redirect_to_login(reverse("accounts:held_form", args=[held.pk]))


def _hold(request):
    ended = request.session.ended
    if request.method != "POST" or ended is None or ended.user is None or not ended.user.is_active:
        return None
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
    return hold_form(request.get_full_path(), fields, by=ended.user, at=timezone.now())


class ActivityMiddleware:
    """Each page that a person asks for lets the session live on, until its longest."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        row = request.session.row if request.user.is_authenticated else None
        if row is not None and not getattr(view_func, "is_quiet", False):
            agent = request.headers.get("User-Agent", "")
            mark_seen(row, at=timezone.now(), address=client_address(request), agent=agent)


class FirstPasswordMiddleware:
    """Whoever was given a password by somebody else chooses another before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        if request.resolver_match.view_name in OPEN_WITHOUT_ONE:
            # A second factor comes after it, so that it is nobody else's either.
            request.has_first_password = True
            return None
        return redirect(NEW_PASSWORD)


class SecondFactorMiddleware:
    """Whoever signs in without a second factor sets one up before anything else. The demo does not ask."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if getattr(request, "has_first_password", False):
            return None
        # Asked once in a session; taking the second factor away forgets it (views.remove_second_factor).
        if request.session.get(SEEN) == request.user.pk:
            return None
        if _has_second_factor(request):
            request.session[SEEN] = request.user.pk
            return None
        if request.resolver_match.view_name in OPEN_WITHOUT:
            return None
        return redirect(SET_UP)


def _has_second_factor(request) -> bool:
    # Who comes from the municipality's own sign-in has shown its level of assurance there.
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "socialaccount" for record in records):
        return True
    return is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
