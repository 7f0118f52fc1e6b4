from functools import wraps

from allauth.account import views as account_views
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from allauth.mfa.base import views as mfa_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.saml import views as saml_views
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from lxml.etree import XMLSyntaxError
from requests import RequestException

from borgerforloeb.accounts import actions, demo
from borgerforloeb.accounts.adapter import proves_elsewhere, refusal, way_to_prove
from borgerforloeb.accounts.arrivals import Refused
from borgerforloeb.accounts.devices import words_for
from borgerforloeb.accounts.events import identity_refused
from borgerforloeb.accounts.forms import DemoSignInForm
from borgerforloeb.accounts.issuer import SignedAdapter
from borgerforloeb.accounts.middleware import SEEN, quiet
from borgerforloeb.accounts.models import Capability, HeldForm, Session, User


def _stepping_up(view):
    """Who proves once more who they are gets a new key, as at sign-in."""

    @wraps(view)
    def with_a_new_key(request):
        before = len(get_authentication_records(request, request.user))
        response = view(request)
        if len(get_authentication_records(request, request.user)) > before:
            request.session.cycle_key()
        return response

    return with_a_new_key


class EnterCodeView(mfa_views.AuthenticateView):
    def get_context_data(self, **kwargs):
        has_passkey = is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN])
        return super().get_context_data(**kwargs) | {"has_passkey": has_passkey}


class AddPasskeyView(webauthn_views.AddWebAuthnView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": begin_registration(self.request.user, passwordless=True)}
        return context


enter_code = EnterCodeView.as_view()
_confirm_here = _stepping_up(account_views.reauthenticate)
confirm_by_passkey = _stepping_up(webauthn_views.reauthenticate_webauthn)
confirm_by_code = _stepping_up(mfa_views.reauthenticate)
recovery_codes = code_views.view_recovery_codes
new_recovery_codes = code_views.generate_recovery_codes


def _with_a_password(view):
    """Whoever signs in at the municipality proves nothing here, and would else vouch for oneself."""

    @wraps(view)
    def for_who_has_one(request):
        if request.user.is_authenticated and not request.user.has_usable_password():
            raise Http404
        return view(request)

    return for_who_has_one


add_passkey = _with_a_password(AddPasskeyView.as_view())
# The square code is a picture inside the page; no other page may show one.
set_up_second_factor = csp_update({"img-src": "data:"})(_with_a_password(totp_views.activate_totp))


def confirm_by_password(request):
    if not proves_elsewhere(request.user):
        return _confirm_here(request)
    # A page with a link: a form that was sent may by the strict policy be led to no other site.
    return render(request, "accounts/confirm_there.html", {"way": way_to_prove(request)})


def _demo_only(view):
    @wraps(view)
    def in_demo(request):
        if not settings.DEMO:
            raise Http404
        return view(request)

    return in_demo


@login_not_required
def sign_in(request):
    if request.method == "POST" and not settings.LOCAL_SIGN_IN:
        raise PermissionDenied
    context = {
        "groups": demo.groups() if settings.DEMO and not request.user.is_authenticated else [],
        "ways": _ways_in(request),
        "is_local": settings.LOCAL_SIGN_IN,
    }
    return account_views.LoginView.as_view(extra_context=context)(request)


def _ways_in(request) -> list[str]:
    """The municipality's own sign-in, which leads back to where one was going."""
    next_url = get_next_redirect_url(request)
    going_to = {"next": next_url} if next_url else {}
    return [provider.get_login_url(request, **going_to) for provider in get_adapter().list_providers(request)]


@login_not_required
@require_GET
def oidc_login(request, provider_id):
    try:
        return OAuth2LoginView.adapter_view(SignedAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except RequestException:
        return refusal(request, Refused.FAILED, 503)


@login_not_required
@require_GET
def oidc_callback(request, provider_id):
    try:
        return OAuth2CallbackView.adapter_view(SignedAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


@login_not_required
def sign_out(request):
    # Also for who has given a password and not yet a code: it is the way to begin again as somebody else.
    response = account_views.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@login_not_required
def saml_finish(request, organization_slug):
    try:
        return saml_views.finish_acs(request, organization_slug=organization_slug)
    except (XMLSyntaxError, ValueError, PermissionDenied):
        # What is not even XML, which anybody can post; and what nobody here asked for, or asked for once.
        identity_refused.send(sender=User, user=None, why=Refused.FAILED)
        return refusal(request, Refused.FAILED, 401)


@login_not_required
@_demo_only
@require_POST
def demo_login(request):
    shown = [user.pk for group in demo.groups() for user in group.people]
    form = DemoSignInForm(request.POST, people=User.objects.filter(pk__in=shown))
    if not form.is_valid():
        messages.error(request, "Vælg en person på listen.")
        return redirect("account_login")
    login(request, form.cleaned_data["person"], backend=settings.AUTHENTICATION_BACKENDS[-1])
    return redirect(get_login_redirect_url(request))


@_demo_only
@require_GET
def demo_mail(request):
    return render(request, "accounts/demo_mail.html", {"mails": demo.mails()})


@require_GET
def profile(request):
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "capabilities": [Capability(name).label for name in request.user.capabilities],
        "has_password": request.user.has_usable_password(),
        "has_second_factor": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
    }
    return render(request, "accounts/profile.html", context)


def change_password(request):
    # Who signs in through the municipality's own sign-in has no password here.
    if not request.user.has_usable_password():
        raise Http404
    return account_views.password_change(request)


def remove_second_factor(request):
    response = totp_views.deactivate_totp(request)
    if request.method == "POST":
        request.session.pop(SEEN, None)
    return response


def remove_passkey(request, pk):
    response = webauthn_views.remove_webauthn(request, pk=pk)
    if request.method == "POST":
        request.session.pop(SEEN, None)
    return response


@login_not_required
def sign_in_by_passkey(request):
    if not settings.LOCAL_SIGN_IN:
        raise PermissionDenied
    return webauthn_views.login_webauthn(request)


def download_recovery_codes(request):
    response = code_views.download_recovery_codes(request)
    response["Content-Disposition"] = 'attachment; filename="gendannelseskoder.txt"'
    return response


@require_GET
def sessions(request):
    now = timezone.now()
    rows = Session.objects.open_to(request.user, now)
    here = request.session.row
    shown = [(row, words_for(row.agent), row.pk == here.pk) for row in rows]
    return render(request, "accounts/sessions.html", {"sessions": shown})


@require_POST
def end_session(request, handle):
    if not actions.end_session(handle, by=request.user):
        raise Http404
    messages.success(request, "Der er logget ud i den browser.")
    return redirect("accounts:sessions")


@require_POST
def end_other_sessions(request):
    actions.end_other_sessions(request.session.row, by=request.user)
    messages.success(request, "Der er logget ud alle andre steder.")
    return redirect("accounts:sessions")


@login_not_required
@quiet
@require_http_methods(["GET", "POST"])
def session_state(request):
    """What a page asks when it has stood still: GET looks, POST says that somebody is there."""
    row = request.session.row if request.user.is_authenticated else None
    if row is not None and request.method == "POST":
        actions.mark_seen(row, at=timezone.now(), address=row.address, agent=row.agent)
    return JsonResponse(
        {
            "user": request.user.pk if row is not None else None,
            "left": request.session.seconds_left if row is not None else 0,
            # Signing in gives a new one, and the form that still stands on the page has the old.
            "csrf": get_token(request),
        }
    )


@require_GET
def signed_in_again(request):
    return render(request, "accounts/signed_in_again.html")


@require_http_methods(["GET", "POST"])
def held_form(request, form_id):
    held = get_object_or_404(
        HeldForm, pk=form_id, user=request.user, held_at__gt=timezone.now() - actions.HELD_FOR
    )
    if request.method == "POST":
        actions.throw_held_away(held)
        messages.success(request, "Det, du skrev, er smidt væk.")
        return redirect("pages:worklist")
    fields = actions.open_held(held)
    return render(
        request, "accounts/held_form.html", {"held": held, "fields": fields, "words": _words(fields)}
    )


def _words(fields) -> list[str]:
    """What looks written by a person; choices and numbers of rows go along unseen."""
    return [value for _, value in fields if " " in value.strip()]
