"""Where allauth asks how this municipality wants it."""

import logging
from datetime import UTC, datetime
from time import time
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings, get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from borgerforloeb.accounts.actions import admit
from borgerforloeb.accounts.arrivals import Refused, read, signed_in_at
from borgerforloeb.accounts.cipher import cipher
from borgerforloeb.accounts.events import identity_refused
from borgerforloeb.accounts.issuer import CLOCKS_DIFFER
from borgerforloeb.accounts.lockout import client_address, know_browser
from borgerforloeb.accounts.models import User, is_both

logger = logging.getLogger(__name__)

# One sentence for an unknown name, a wrong password and a closed account.
WRONG = "Brugernavnet eller adgangskoden er ikke rigtig. Prøv igen."
WRONG_KEY = "Adgangsnøglen blev ikke genkendt. Prøv igen, eller log ind på en anden måde."
WRONG_CODE = "Koden er ikke rigtig. Vent, til appen viser en ny kode, og prøv igen."
# Only what the answer says counts; these ask the provider not to answer from a session that it has.
ASKED_ANEW = "prompt=login&max_age=0"
OWN_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "account_inactive": WRONG,
        "incorrect_password": "Adgangskoden er ikke rigtig.",
        "enter_current_password": "Adgangskoden er ikke rigtig.",
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": "Der er prøvet for mange gange. Vent nogle minutter, og prøv så igen.",
        "rate_limited": "Der er prøvet for mange gange. Vent nogle minutter, og prøv så igen.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: str) -> User | None:
        # allauth sends a closed account with the right password to a page of its own, which would tell.
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def post_login(self, request: HttpRequest, user: User, **how: object) -> HttpResponse:
        response = super().post_login(request, user, **how)
        if login := (how.get("signal_kwargs") or {}).get("sociallogin"):
            _note_when(request, user, login)
        know_browser(request, response, user.username)
        request.session.clear_expired()
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: str) -> bool:
        # What somebody has proved within five minutes, by signing in, is not asked for once more.
        proofs = get_authentication_records(context.request, context.request.user)
        return not proofs or time() - proofs[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT

    def set_password(self, user: User, password: str) -> None:
        # From now on nobody but the user knows it.
        user.must_change_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or ""


def _note_when(request: HttpRequest, user: User, login: SocialLogin) -> None:
    """Beside allauth's own record of the way in: when the person signed in there, if that was said."""
    records = get_authentication_records(request, user)
    at = login.state.get("signed_in_at")
    if at is not None and records:
        last = max(number for number, one in enumerate(records) if one["method"] == "socialaccount")
        records[last] |= {"signed_in_at": at}
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records


def proved_at(request: HttpRequest) -> datetime | None:
    """When somebody last showed by a second factor, here or at the municipality, who sits there."""
    proofs = get_authentication_records(request, request.user)
    if settings.SECOND_FACTOR_REQUIRED:
        shown = [at for proof in proofs if (at := _shown_at(proof, request.user)) is not None]
    else:
        shown = [proof["at"] for proof in proofs]
    return datetime.fromtimestamp(max(shown), UTC) if shown else None


def _shown_at(proof: dict, user: User) -> float | None:
    """When the second factor itself was used, which a way there and back need not have asked for."""
    if proof["method"] == "socialaccount":
        said = proof.get("signed_in_at")
        return min(said, proof["at"]) if said is not None and said <= proof["at"] + CLOCKS_DIFFER else None
    # A second factor of one's own is worth what the password was that it was set up behind.
    return proof["at"] if proof["method"] == "mfa" and user.has_usable_password() else None


def prove_url(request: HttpRequest, back_to: str = "") -> str:
    """Where it is shown once more, and then one comes back; nowhere, if that takes signing in anew."""
    back = urlencode({"next": back_to or request.path})
    if request.user.has_usable_password() and is_mfa_enabled(request.user, OWN_FACTORS):
        return f"{reverse('mfa_reauthenticate')}?{back}"
    if settings.SECOND_FACTOR_REQUIRED and not proves_elsewhere(request.user):
        return ""
    return f"{reverse('account_reauthenticate')}?{back}"


def proves_elsewhere(user: User) -> bool:
    """Who has no password here shows at the municipality who it is."""
    return settings.SECOND_FACTOR_REQUIRED and not user.has_usable_password()


def way_to_prove(request: HttpRequest) -> str:
    """To where one came in, which must then ask anew who it is; SAML is not asked so by allauth."""
    came_by = [
        proof["provider"]
        for proof in get_authentication_records(request, request.user)
        if proof["method"] == "socialaccount" and "provider" in proof
    ]
    asked = {"next": get_next_redirect_url(request) or reverse("pages:worklist"), "auth_params": ASKED_ANEW}
    for provider in get_adapter().list_providers(request):
        if provider.id == "openid_connect" and provider.sub_id in came_by[-1:]:
            return provider.get_login_url(request, **asked)
    return ""


class MunicipalAdapter(DefaultSocialAccountAdapter):
    """Sign-in at the municipality: what it says is believed as far as it is signed, and anew each time."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list:
        # Only from the settings: a row in the database must never be able to say who vouches for people.
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict) -> User:
        return sociallogin.user  # made by `admit`, from what we ask for

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        account = sociallogin.account
        claims = account.extra_data.get("id_token", account.extra_data)
        try:
            if sociallogin.state.get("process") != AuthProcess.LOGIN:
                raise Refused(Refused.FAILED)
            user = admit(read(account.provider, account.uid, claims), account)
            if not user.capabilities:
                raise Refused(Refused.ROLES, user)
            if is_both(user.capabilities):
                raise Refused(Refused.BOTH, user)
        except Refused as refused:
            identity_refused.send(sender=User, user=refused.user, why=refused.why)
            raise ImmediateHttpResponse(refusal(request, refused.why, 403)) from refused
        sociallogin.user = account.user = user
        # The state is new for each way there and back, and follows the login to its end.
        sociallogin.state["signed_in_at"] = signed_in_at(claims)

    def on_authentication_error(self, request: HttpRequest, provider: object, **what: object) -> None:
        # Only what kind of fault: the words of one may hold what was said of the person.
        logger.warning("sign-in at the municipality failed: %s", type(what.get("exception")).__name__)
        identity_refused.send(sender=User, user=None, why=Refused.FAILED)
        raise ImmediateHttpResponse(refusal(request, Refused.FAILED, 401))


def refusal(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "accounts/refused.html", {"why": why}, status=status)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Borgerforløb"}

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return "Min adgangsnøgle"

    def get_totp_label(self, user: User) -> str:
        return user.username

    def encrypt(self, text: str) -> str:
        return cipher("second factor").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher("second factor").decrypt(encrypted_text.encode()).decode()
