"""What is done with accounts. Sign-in and sign-out themselves are allauth's."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from borgerforloeb.accounts.arrivals import Arrival, Refused
from borgerforloeb.accounts.cipher import cipher
from borgerforloeb.accounts.events import form_held, identity_admitted, sessions_ended
from borgerforloeb.accounts.models import HeldForm, OrgUnit, Session, User

# How old the last sight may be before it is written anew: not a write for each page.
SEEN_EVERY = timedelta(minutes=1)
HELD_FOR = timedelta(minutes=30)
HELD_AT_MOST = 5
HELD_CHARACTERS = 1_000_000


@transaction.atomic
def admit(arrival: Arrival, account: SocialAccount) -> User:
    """Somebody from the municipality's own sign-in: made or brought up to date, by number and never by mail.

    What the municipality has taken away is taken away here too, also from whoever is then refused.
    """
    user = User.objects.select_for_update().filter(pk=account.user_id).first() if account.pk else None
    if user is not None and not user.is_active:
        raise Refused(Refused.CLOSED, user)
    if not arrival.is_sure_enough:
        raise Refused(Refused.LEVEL, user)
    before = list(user.capabilities) if user is not None else []
    unit_before = user.unit if user is not None else None
    if user is None and not arrival.capabilities:
        raise Refused(Refused.ROLES, user)
    created = user is None
    user = _as_said(user or User(username=_free_username(arrival)), arrival)
    account.user, account.extra_data = user, {}  # nothing of what was said is kept beside the user
    account.save()
    identity_admitted.send(sender=User, user=user, created=created, before=before, unit_before=unit_before)
    return user


def _as_said(user: User, arrival: Arrival) -> User:
    user.name, user.title, user.email = arrival.name or user.username, arrival.title, arrival.email
    user.unit = (
        OrgUnit.objects.filter(external_id=arrival.unit, active=True).first() if arrival.unit else None
    )
    user.capabilities = list(arrival.capabilities)
    if user._state.adding:
        user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    return user


def _free_username(arrival: Arrival) -> str:
    """Somebody called as a colleague who is here already gets a name apart, never the colleague's account."""
    mark = sha256(f"{arrival.provider} {arrival.uid}".encode()).hexdigest()[:8]
    wanted = arrival.username or mark
    return f"{wanted}-{mark}" if User.objects.filter(username__iexact=wanted).exists() else wanted


@transaction.atomic
def spend_code(authenticator: Authenticator, *, code: str, step: int) -> bool:
    """Whether neither this code nor a later one has been used, on whichever web process (ASVS 6.5.1)."""
    if authenticator.type != Authenticator.Type.TOTP:
        return True  # recovery codes are struck out by allauth
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    own_step = _step_of(code, decrypt(row.data["secret"]), near=step)
    if own_step is None or row.data.get("spent_step", 0) >= own_step:
        return False
    row.data["spent_step"] = own_step
    row.save(update_fields=["data"])
    authenticator.data = row.data
    return True


def _step_of(code: str, secret: str, *, near: int) -> int | None:
    """The half-minute that a code belongs to: a phone's clock may be one of them wrong."""
    beside = range(near - app_settings.TOTP_TOLERANCE, near + app_settings.TOTP_TOLERANCE + 1)
    codes = {step: format_hotp_value(hotp_value(secret, step)) for step in beside}
    return next((step for step in codes if compare_user_code(actual=code, expected=codes[step])), None)


def mark_seen(session: Session, *, at: datetime, address: str | None, agent: str) -> None:
    """The session lives on, and its user can see from where."""
    agent = agent[:200]
    if at - session.seen_at < SEEN_EVERY and (session.address, session.agent) == (address, agent):
        return
    session.seen_at, session.address, session.agent = at, address, agent
    Session.objects.filter(pk=session.pk).update(seen_at=at, address=address, agent=agent)


@transaction.atomic
def end_session(handle: UUID, *, by: User) -> int:
    """One of the user's own; nobody else's can be named."""
    number = Session.objects.filter(user=by, handle=handle).delete()[0]
    if number:
        sessions_ended.send(sender=Session, user=by, number=number)
    return number


@transaction.atomic
def end_other_sessions(kept: Session, *, by: User) -> int:
    number = Session.objects.filter(user=by).exclude(pk=kept.pk).delete()[0]
    sessions_ended.send(sender=Session, user=by, number=number)
    return number


@transaction.atomic
def hold_form(path: str, fields: list[tuple[str, str]], *, by: User, at: datetime) -> HeldForm | None:
    """Nothing when there is too much to hold; what is older than half an hour goes, whoever's it is."""
    words = json.dumps(fields)
    if len(words) > HELD_CHARACTERS or len(path) > 500:
        return None
    HeldForm.objects.filter(held_at__lt=at - HELD_FOR).delete()
    kept = HeldForm.objects.filter(user=by).order_by("-held_at").values("pk")[: HELD_AT_MOST - 1]
    HeldForm.objects.filter(user=by).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    sealed = cipher("held form").encrypt(words.encode()).decode()
    held = HeldForm.objects.create(user=by, path=path, sealed=sealed, held_at=at)
    form_held.send(sender=HeldForm, user=by)
    return held


def open_held(held: HeldForm) -> list[tuple[str, str]]:
    return [(name, value) for name, value in json.loads(cipher("held form").decrypt(held.sealed.encode()))]


@transaction.atomic
def throw_held_away(held: HeldForm) -> None:
    held.delete()
