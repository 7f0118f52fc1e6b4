"""A new way in for whoever has lost the password, the telephone or the key that proved who it was.

Always a new password, which is shown once and must be changed: a second factor that is taken away would else
leave the old password, and whoever knew it, alone at the door.
"""

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from borgerforloeb.accounts.addresses import path_of
from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.audit.actions import record
from borgerforloeb.notices.actions import tell_at_once
from borgerforloeb.notices.models import NEW_WAY_IN, NO_COURSE
from borgerforloeb.staff.queries import is_told_by_the_municipality
from roles.permissions import require_capability

OWN = "Det er dig selv: skift adgangskoden på din side, eller bed en anden administrator om det."
NEW_ADDRESS_STANDS = timedelta(days=7)
CHANGED_THE_MAIL = "Du har ændret e-mailen inden for de sidste 7 dage. Bed en anden administrator om det."


@transaction.atomic
def give_password(
    user: User, password: str, *, second_factor_too: bool, reason: str, on: date, by: User
) -> User:
    """A trigger signs the user out everywhere, and a mail tells that something waits."""
    require_capability(by, Capability.ADMINISTRATOR)
    user = User.objects.select_for_update().get(pk=user.pk)
    _refuse(user, by)
    _refuse_who_changed_the_mail(user, by, on)
    validate_password(password, user)
    if second_factor_too:
        # Recovery codes with it: they may lie where the telephone lay.
        Authenticator.objects.filter(user=user).delete()
    user.set_password(password)
    user.must_change_password, user.version = True, user.version + 1
    user.save(update_fields=["password", "must_change_password", "version"])
    path = path_of("accounts:profile")
    key = f"user:{user.pk}:{user.version}"
    tell_at_once(
        NEW_WAY_IN,
        key,
        due_on=on,
        recipients=[user.pk],
        course_id=NO_COURSE,
        path=path,
        address=user.email,
    )
    done = "user.second_factor_reset" if second_factor_too else "user.password_given"
    record(done, by=by, target=user, user=user.pk, reason=reason.strip())
    return user


def _refuse(user: User, by: User) -> None:
    if user == by:
        raise ValidationError(OWN)
    if not user.is_active:
        raise ValidationError("Kontoen er lukket. Åbn den igen først.")
    if is_told_by_the_municipality(user) or not user.has_usable_password():
        raise ValidationError(f"{user.name} logger ind hos kommunen og har ingen adgangskode her.")


def _refuse_who_changed_the_mail(user: User, by: User, on: date) -> None:
    """Or the mail that tells her would go to whoever takes her place."""
    changed = user.email_changed_on
    if changed and changed + NEW_ADDRESS_STANDS > on and user.email_changed_by in (by, None):
        raise ValidationError(CHANGED_THE_MAIL)
