from functools import wraps

from allauth.account import views as account_views
from allauth.account.utils import get_login_redirect_url
from allauth.mfa.base import views as mfa_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from borgerforloeb.accounts import demo
from borgerforloeb.accounts.forms import DemoSignInForm
from borgerforloeb.accounts.middleware import SEEN
from borgerforloeb.accounts.models import Capability, User

enter_code = mfa_views.authenticate
confirm_by_password = account_views.reauthenticate
confirm_by_code = mfa_views.reauthenticate
recovery_codes = code_views.view_recovery_codes
new_recovery_codes = code_views.generate_recovery_codes

# The square code is a picture inside the page; no other page may show one.
set_up_second_factor = csp_update({"img-src": "data:"})(totp_views.activate_totp)


def _demo_only(view):
    @wraps(view)
    def in_demo(request):
        if not settings.DEMO:
            raise Http404
        return view(request)

    return in_demo


@login_not_required
def sign_in(request):
    groups = demo.groups() if settings.DEMO and not request.user.is_authenticated else []
    return account_views.LoginView.as_view(extra_context={"groups": groups})(request)


@login_not_required
def sign_out(request):
    # Also for who has given a password and not yet a code: it is the way to begin again as somebody else.
    return account_views.logout(request)


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


def download_recovery_codes(request):
    response = code_views.download_recovery_codes(request)
    response["Content-Disposition"] = 'attachment; filename="gendannelseskoder.txt"'
    return response
