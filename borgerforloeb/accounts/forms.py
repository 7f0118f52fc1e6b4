"""allauth's forms in our look and our words, and the demo's list of people."""

from time import time
from typing import ClassVar

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import LoginWebAuthnForm, SignupWebAuthnForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth.signals import user_login_failed

from borgerforloeb.accounts.actions import spend_code
from borgerforloeb.accounts.adapter import WRONG_CODE, WRONG_KEY
from borgerforloeb.accounts.formstyle import DkfdsForm
from borgerforloeb.accounts.models import User

# What allauth lets through where the answer of a key is not one that any browser sends.
MADE_UP = (KeyError, AttributeError, ValueError, TypeError)


class AllauthForm(DkfdsForm):
    """Our label and what to say when it is empty; no placeholder, which vanishes as soon as one needs it."""

    words: ClassVar[dict[str, tuple[str, str]]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, missing) in self.words.items():
            field = self.fields[name]
            field.label, field.error_messages["required"] = label, missing
            field.widget.attrs.pop("placeholder", None)


class SignInForm(AllauthForm, LoginForm):
    words: ClassVar = {
        "login": ("Brugernavn", "Skriv dit brugernavn"),
        "password": ("Adgangskode", "Skriv din adgangskode"),
    }
    error_heading = "Du er ikke logget ind"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class NewPasswordForm(AllauthForm, ChangePasswordForm):
    words: ClassVar = {
        "oldpassword": ("Nuværende adgangskode", "Skriv den adgangskode, du har nu"),
        "password1": ("Ny adgangskode", "Skriv en ny adgangskode"),
        "password2": ("Ny adgangskode igen", "Skriv den nye adgangskode igen"),
    }
    submit_label = "Skift adgangskode"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = "Mindst 12 tegn. Fire ord i træk er nemme at huske."


class ConfirmPasswordForm(AllauthForm, ReauthenticateForm):
    words: ClassVar = {"password": ("Adgangskode", "Skriv din adgangskode")}
    submit_label = "Fortsæt"


class CodeForm(AllauthForm):
    """A wrong code counts as a failed sign-in, so that nobody guesses six digits; a right one opens once."""

    words: ClassVar = {"code": ("Kode", "Skriv koden")}
    submit_label = "Fortsæt"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "input-char-11"}

    def clean_code(self) -> str:
        request, name = context.request, {"username": self.user.username}
        try:
            if not AxesProxyHandler.is_allowed(request, name):
                request.axes_locked_out = True
                raise forms.ValidationError(WRONG_CODE)
            code = super().clean_code()
            if not spend_code(self.authenticator, code=code, step=int(time()) // app_settings.TOTP_PERIOD):
                raise forms.ValidationError(WRONG_CODE)
        except forms.ValidationError:
            user_login_failed.send(sender=__name__, credentials=name, request=request)
            raise
        return code


class SecondFactorForm(CodeForm, AuthenticateForm):
    pass


class ConfirmCodeForm(CodeForm, ReauthenticateByCodeForm):
    pass


class SetUpSecondFactorForm(AllauthForm, ActivateTOTPForm):
    words: ClassVar = {"code": ("Kode fra appen", "Skriv koden, som appen viser")}
    submit_label = "Slå til"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "input-char-11"}


class AddPasskeyForm(AllauthForm, SignupWebAuthnForm):
    """Always one that can sign in alone: it is kept in the key, which asks for a finger or a PIN."""

    words: ClassVar = {"name": ("Navn på nøglen, fx Min telefon", "Skriv et navn")}
    submit_label = "Tilføj"

    def clean(self):
        try:
            return super().clean()
        except MADE_UP:
            raise forms.ValidationError(WRONG_KEY) from None


class PasskeySignInForm(LoginWebAuthnForm):
    def clean_credential(self):
        try:
            authenticator = super().clean_credential()
        except MADE_UP:
            raise forms.ValidationError(WRONG_KEY) from None
        if not authenticator.user.is_active:
            raise forms.ValidationError(WRONG_KEY)
        return authenticator


class DemoSignInForm(forms.Form):
    person = forms.ModelChoiceField(User.objects.none(), to_field_name="username")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
