"""Who may decide by which law, kept by the leader of those who decide."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.decisions.actions.authority import end_authority, give_authority
from borgerforloeb.decisions.forms.authority import AuthorityForm, EndAuthorityForm
from borgerforloeb.decisions.queries import authorities_under
from roles.permissions import require_capability

PAGE = 50


def _show_form(request, form, title):
    form.cancel_url = reverse("decisions:authorities")
    context = {"form": form, "title": title}
    return render(request, "decisions/authority_form.html", context, status=422 if form.errors else 200)


@require_safe
def authorities(request):
    require_capability(request.user, Capability.LEADER)
    today = timezone.localdate()
    rows, is_over = authorities_under(request.user), request.GET.get("tid") == "ophoert"
    rows = rows.filter(ends_on__lt=today) if is_over else rows.not_over(today)
    page = Paginator(rows, PAGE).get_page(request.GET.get("side"))
    record("authorities.listed", kind=Kind.LIST, by=request.user, number=len(page.object_list))
    context = {"page": page, "is_over": is_over, "keep": "tid=ophoert&" if is_over else ""}
    return render(request, "decisions/authorities.html", context)


@form_page
def authority_add(request):
    require_capability(request.user, Capability.LEADER)
    today = timezone.localdate()
    form = AuthorityForm(request.POST or None, leader=request.user, today=today, initial={"starts_on": today})
    # Not as names of `attempt`: a law is an act as well.
    if form.is_valid() and attempt(form, partial(give_authority, by=request.user, **form.cleaned_data)):
        messages.success(request, "Kompetencen er givet.")
        return redirect("decisions:authorities")
    return _show_form(request, form, "Giv kompetence til at afgøre")


@form_page
def authority_end(request, authority_id):
    require_capability(request.user, Capability.LEADER)
    row = get_object_or_404(authorities_under(request.user), pk=authority_id)
    if row.user_id == request.user.pk:
        raise PermissionDenied
    form = EndAuthorityForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if form.is_valid() and attempt(form, end_authority, row, by=request.user, **form.cleaned_data):
        messages.success(request, "Den er noteret ophørt.")
        return redirect("decisions:authorities")
    return _show_form(request, form, f"{row.user.name}: {row}")
