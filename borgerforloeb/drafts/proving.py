"""A fresh proof of who sits there, shown once more where it is old; what was written waits meanwhile."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.actions import hold_form
from borgerforloeb.accounts.adapter import prove_url, proved_at
from borgerforloeb.accounts.proofs import Proof
from borgerforloeb.drafts.middleware import written

SIGN_IN_ANEW = (
    "Log ud, og log ind igen: dit login må højst være fem minutter gammelt her. Det, du skrev, venter."
)


def proof_of(request: Any) -> Proof:
    return Proof(proved_at(request), timezone.now())


def prove_first(request: Any, proof: Proof) -> HttpResponse | None:
    """Where to show it, and then one comes back to what one sent; nothing while the proof is fresh.

    Who signs in at the municipality shows it there, by signing out and in.
    """
    if proof.is_fresh:
        return None
    held = hold_form(request.path, written(request), by=request.user, at=proof.at) if request.POST else None
    back_to = reverse("accounts:held_form", args=[held.pk]) if held else request.path
    elsewhere = prove_url(request, back_to)
    if elsewhere:
        return redirect(elsewhere)
    messages.warning(request, SIGN_IN_ANEW)
    anew = f"{reverse('account_login')}?{urlencode({'next': back_to})}"
    return redirect(f"{reverse('account_logout')}?{urlencode({'next': anew})}")
