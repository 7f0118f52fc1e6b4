"""Outside one's own courses: whatever one looks for, the page that comes is the same."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.adapter import prove_url, proved_at
from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.proofs import Proof
from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.casework.forms.outside import AskForm, EmergencyForm, OutsideForm
from borgerforloeb.casework.reminders import ACCESS_ANSWERED
from borgerforloeb.casework.views.numbers import say_wait, status_of
from borgerforloeb.notices.actions import seen
from roles import actions
from roles.actions import WORKS_WITH_CITIZENS
from roles.actions.requests import TooMany
from roles.models import AccessRequest, OutsideSearch
from roles.permissions import require_capability

ASKED = "Din anmodning er sendt. Er der et forløb, afgør den koordinerende sagsbehandler det."
SIGN_IN_ANEW = "Log ud, og log ind igen: et login til nødadgang må højst være fem minutter gammelt."
SHOWN = 20


@form_page
def outside(request):
    require_capability(request.user, *WORKS_WITH_CITIZENS)
    form = OutsideForm(request.POST or None)
    if form.is_valid():
        try:
            search = actions.search_outside(*form.cleaned_data["q"], at=timezone.now(), by=request.user)
            return redirect("casework:outside_found", search.pk)
        except TooMany:
            say_wait(form)
    today = timezone.localdate()
    mine = AccessRequest.objects.filter(asker=request.user)[:SHOWN]
    asked = [(one.asked_at, one.reason, one.told(today)) for one in mine]
    seen(request.user, ACCESS_ANSWERED)
    record("outside.opened", kind=Kind.LIST, by=request.user, number=len(asked))
    status = status_of(form, 422 if form.errors else 200)
    return render(request, "casework/outside.html", {"form": form, "asked": asked}, status=status)


def _get_search(request, search_id) -> OutsideSearch:
    require_capability(request.user, *WORKS_WITH_CITIZENS)
    searches = OutsideSearch.objects.usable(request.user, timezone.now())
    return get_object_or_404(searches, pk=search_id)


@form_page
def outside_found(request, search_id):
    search = _get_search(request, search_id)
    form = AskForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.ask_for_access, search, at=timezone.now(), by=request.user, **form.cleaned_data
    ):
        messages.success(request, ASKED)
        return redirect("casework:outside")
    form.cancel_url = reverse("casework:outside")
    context = {"form": form, "search": search, "on_duty": request.user.has_capability(Capability.DUTY)}
    return render(request, "casework/outside_found.html", context)


@form_page
def emergency_open(request, search_id):
    search, now = _get_search(request, search_id), timezone.now()
    require_capability(request.user, Capability.DUTY)
    proof = proved_at(request)
    if not Proof(proof, now).is_fresh:
        return _prove(request, search)
    form = EmergencyForm(request.POST or None)
    form.cancel_url = reverse("casework:outside_found", args=[search.pk])
    if form.is_valid():
        given = {"proved_at": proof, "at": now, "by": request.user}
        opened = attempt(form, actions.break_glass, search.course_id, **form.cleaned_data, **given)
        if opened:
            return redirect("pages:course", search.course_id)
        # Told alike: neither the page nor the log's own row says why not.
        record("emergency.refused", kind=Kind.REFUSAL, by=request.user, target=search)
    return render(request, "casework/emergency_open.html", {"form": form, "is_demo": settings.DEMO})


def _prove(request, search):
    elsewhere = prove_url(request)
    if elsewhere:
        return redirect(elsewhere)
    messages.error(request, SIGN_IN_ANEW)
    return redirect("casework:outside_found", search.pk)
