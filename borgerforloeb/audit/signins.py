"""Sign-in, sign-out and what guards them, in the log, as Django, allauth and axes tell of it; and drafts."""

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from borgerforloeb.accounts import events
from borgerforloeb.accounts.lockout import hidden_name
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.drafts.events import draft_begun, draft_discarded


@receiver(user_logged_in)
def _signed_in(sender, user, **kwargs):
    record("sign_in.succeeded", kind=Kind.SIGN_IN, by=user)


@receiver(user_logged_out)
def _signed_out(sender, user, **kwargs):
    if user is not None:
        record("sign_in.ended", kind=Kind.SIGN_IN, by=user)


@receiver(user_login_failed)
def _failed(sender, credentials, request=None, **kwargs):
    # Who has to wait is told by axes below, once.
    if request is None or getattr(request, "axes_locked_out", False):
        return
    _record_unknown("sign_in.failed", request, credentials)


@receiver(user_locked_out)
def _locked_out(sender, request, **kwargs):
    _record_unknown("sign_in.locked_out", request, request.axes_credentials)


def _record_unknown(action, request, credentials):
    # What is typed as a name may be a password, or somebody else's name: only its mark is kept.
    record(action, kind=Kind.SIGN_IN, by=None, name=hidden_name(request, credentials)[:16])


@receiver(password_changed)
def _password_changed(sender, user, **kwargs):
    record("password.changed", by=user, target=user)


@receiver(authenticator_added)
def _second_factor_added(sender, user, **kwargs):
    record("second_factor.added", by=user, target=user)


@receiver(authenticator_removed)
def _second_factor_removed(sender, user, **kwargs):
    record("second_factor.removed", by=user, target=user)


@receiver(authenticator_reset)
def _recovery_codes_renewed(sender, user, **kwargs):
    record("second_factor.renewed", by=user, target=user)


@receiver(events.sessions_ended)
def _sessions_ended(sender, user, number, **kwargs):
    record("sign_in.ended_elsewhere", kind=Kind.SIGN_IN, by=user, sessions=number)


@receiver(events.form_held)
def _form_held(sender, user, **kwargs):
    record("sign_in.form_held", kind=Kind.SIGN_IN, by=user)


@receiver(events.identity_admitted)
def _identity_admitted(sender, user, created, before, **kwargs):
    if created:
        record("user.created", by=user, target=user, capabilities=sorted(user.capabilities))
    elif set(before) != set(user.capabilities):
        record(
            "user.capabilities_changed",
            by=user,
            target=user,
            gained=sorted(set(user.capabilities) - set(before)),
            lost=sorted(set(before) - set(user.capabilities)),
        )


@receiver(events.identity_refused)
def _identity_refused(sender, user, why, **kwargs):
    record("sign_in.refused", kind=Kind.SIGN_IN, by=user, why=why)


@receiver(draft_begun)
def _draft_begun(sender, user, course_id, **kwargs):
    # Once for each, not every few seconds; that its writer opened the page has been told.
    record("draft.begun", kind=Kind.SYSTEM, by=user, course_id=course_id)


@receiver(draft_discarded)
def _draft_discarded(sender, user, course_id, **kwargs):
    record("draft.discarded", kind=Kind.SYSTEM, by=user, course_id=course_id)
