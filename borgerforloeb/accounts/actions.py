"""What is done with accounts. Sign-in and sign-out themselves are allauth's."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from borgerforloeb.accounts.models import User


@transaction.atomic
def create_user(username: str, password: str, *, name: str, title: str, capabilities: Iterable[str]) -> User:
    """Only the person at the server's command line can; the field history keeps that it was done."""
    validate_password(password, User(username=username, name=name))
    return User.objects.create_user(
        username, password, name=name, title=title, capabilities=list(capabilities)
    )


@transaction.atomic
def spend_code(authenticator: Authenticator, *, step: int) -> bool:
    """Whether no code of this half-minute has been used before, on whichever web process (ASVS 6.5.1)."""
    if authenticator.type != Authenticator.Type.TOTP:
        return True  # recovery codes are struck out by allauth
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    if row.data.get("spent_step", 0) >= step:
        return False
    row.data["spent_step"] = step
    row.save(update_fields=["data"])
    authenticator.data = row.data
    return True
