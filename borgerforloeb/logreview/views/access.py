"""Who has access to what, for those who look through it: names, rights, numbers and days, no case text."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.logreview.forms import AccessFilterForm, LookedThroughForm
from roles.actions.looking import look_through
from roles.holders import LOOK_THROUGH, accesses_of, employees
from roles.models import AccessReview
from roles.permissions import require_capability

PAGE, SHOWN = 50, 10


@require_safe
def everybody(request):
    require_capability(request.user, *LOOK_THROUGH)
    today = timezone.localdate()
    only_due = AccessFilterForm(request.GET).is_due
    found = [(one, one.is_due(today)) for one in employees(request.user, today=today)]
    due = sum(is_due for _, is_due in found)
    wanted = [row for row in found if row[1] or not only_due]
    page = Paginator(wanted, PAGE).get_page(request.GET.get("side"))
    record("access.listed", kind=Kind.LIST, by=request.user, number=len(page.object_list), due=only_due)
    context = {"page": page, "rows": page.object_list, "due": due, "all": len(found), "only_due": only_due}
    return render(request, "logreview/access.html", context | {"keep": "due=on&" if only_due else ""})


@form_page
def employee(request, employee_id):
    require_capability(request.user, *LOOK_THROUGH)
    found = get_object_or_404(User.objects.active().select_related("unit"), pk=employee_id)
    today, is_own = timezone.localdate(), found == request.user
    form = LookedThroughForm(request.POST or None)
    form.cancel_url = reverse("access:everybody")
    if form.is_valid() and attempt(form, look_through, found, on=today, by=request.user, **form.cleaned_data):
        messages.success(request, f"Det er noteret, at du har gennemgået adgangene for {found.name}.")
        return redirect("access:everybody")
    rows = [(one, one.is_due(today)) for one in accesses_of(found, viewer=request.user, today=today)]
    record("access.opened", kind=Kind.VIEW, by=request.user, user=found.pk, rows=len(rows))
    looked = AccessReview.objects.filter(user=found).select_related("looked_by")[:SHOWN]
    context = {"employee": found, "rows": rows, "looked": looked, "form": None if is_own else form}
    return render(request, "logreview/access_of.html", context)
