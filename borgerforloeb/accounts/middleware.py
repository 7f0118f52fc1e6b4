from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect

SEEN = "has_second_factor"
SET_UP = "mfa_activate_totp"
OPEN_WITHOUT = frozenset({SET_UP, "account_reauthenticate", "account_logout"})


class SecondFactorMiddleware:
    """Whoever signs in without a second factor sets one up before anything else. The demo does not ask."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        # Asked once in a session; taking the second factor away forgets it (views.remove_second_factor).
        if request.session.get(SEEN) == request.user.pk:
            return None
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            request.session[SEEN] = request.user.pk
            return None
        if request.resolver_match.view_name in OPEN_WITHOUT:
            return None
        return redirect(SET_UP)
