"""Where allauth asks how this municipality wants it."""

from time import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from borgerforloeb.accounts.cipher import cipher
from borgerforloeb.accounts.lockout import client_address, know_browser
from borgerforloeb.accounts.models import User

# One sentence for an unknown name, a wrong password and a closed account.
WRONG = "Brugernavnet eller adgangskoden er ikke rigtig. Prøv igen."
WRONG_CODE = "Koden er ikke rigtig. Vent, til appen viser en ny kode, og prøv igen."


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
        know_browser(request, response, user.username)
        request.session.clear_expired()
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: str) -> bool:
        # What somebody has proved within five minutes, by signing in, is not asked for once more.
        proofs = get_authentication_records(context.request, context.request.user)
        return not proofs or time() - proofs[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or ""


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def get_totp_label(self, user: User) -> str:
        return user.username

    def encrypt(self, text: str) -> str:
        return cipher("second factor").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher("second factor").decrypt(encrypted_text.encode()).decode()
