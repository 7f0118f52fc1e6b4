"""Who works here and with what: for an administrator, who sees no course by it."""

from functools import wraps
from secrets import choice

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability, User
from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import Stale
from borgerforloeb.drafts.proving import proof_of, prove_first
from borgerforloeb.staff import actions, queries
from borgerforloeb.staff.forms import (
    CloseForm,
    EmployeeFilterForm,
    EmployeeForm,
    NewEmployeeForm,
    ReopenForm,
    WayInForm,
)
from roles.permissions import require_capability

PAGE = 50
KEPT = "employees"
USUAL = {"status": queries.OPEN}
# Without what looks like something else when it is read aloud or from paper.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def administrator_page(view):
    @form_page
    @wraps(view)
    def for_an_administrator(request, *args, **kwargs):
        require_capability(request.user, Capability.ADMINISTRATOR)
        return view(request, *args, **kwargs)

    return for_an_administrator


def _with_a_fresh_proof(view):
    """Rights are given by who is there now. What was written meanwhile is held, as after a session's end."""

    @wraps(view)
    def proved(request, *args, **kwargs):
        return prove_first(request, proof_of(request)) or view(request, *args, **kwargs)

    return proved


@administrator_page
def employees(request):
    if request.method == "POST":
        EmployeeFilterForm.keep(request, KEPT)
        return redirect("staff:employees")
    chosen = request.session.get(KEPT, USUAL)
    page = Paginator(queries.employees(**chosen), PAGE).get_page(request.GET.get("side"))
    filtered = sorted(name for name, value in chosen.items() if value)
    record("users.listed", kind=Kind.LIST, by=request.user, number=len(page.object_list), filtered=filtered)
    rows = [(one, [Capability(given).label for given in one.capabilities]) for one in page.object_list]
    context = {"form": EmployeeFilterForm(initial=chosen), "page": page, "rows": rows}
    context |= {"is_filtered": chosen != USUAL, "is_local": settings.LOCAL_SIGN_IN}
    return render(request, "staff/employees.html", context)


@administrator_page
@_with_a_fresh_proof
def employee_new(request):
    if not settings.LOCAL_SIGN_IN:
        raise PermissionDenied  # the municipality's own sign-in makes them
    form = NewEmployeeForm(request.POST or None)
    form.cancel_url = reverse("staff:employees")
    if form.is_valid():
        password = _made_up()
        given = form.changes() | {"must_change_password": True}
        made = attempt(form, actions.create_user, password=password, by=request.user, **given)
        if made:
            return render(request, "staff/created.html", {"employee": made, "password": password})
    record("user.create_opened", kind=Kind.VIEW, by=request.user)
    return render(request, "staff/employee_new.html", {"form": form})


def _made_up() -> str:
    return "-".join("".join(choice(SIGNS) for _ in range(5)) for _ in range(4))


def _get_employee(request, employee_id, action, **which):
    found = get_object_or_404(User.objects.select_related("unit").filter(**which), pk=employee_id)
    record(action, kind=Kind.VIEW, by=request.user, target=found, user=found.pk)
    return found


@administrator_page
@_with_a_fresh_proof
def employee(request, employee_id):
    found = _get_employee(request, employee_id, "user.opened")
    form = EmployeeForm(request.POST or None, employee=found)
    form.cancel_url = reverse("staff:employees")
    if form.is_valid():
        try:
            given = form.cleaned_data
            done = attempt(
                form, actions.change_user, found, on=timezone.localdate(), by=request.user, **given
            )
        except Stale as stale:
            return show_both(request, form, stale.stored, back=form.cancel_url)
        if done:
            messages.success(request, f"{done.name} er gemt.")
            return redirect("staff:employees")
    context = {"form": form, "employee": found, "is_own": found == request.user}
    context["has_way_in"] = settings.LOCAL_SIGN_IN and found.has_usable_password()
    context["is_municipal"] = queries.is_told_by_the_municipality(found)
    return render(request, "staff/employee.html", context)


def show_both(request, form, stored, *, back):
    """409: what is stored now beside what was written; saving again is then a choice."""
    differing = [
        (form.fields[name].label, _in_words(getattr(stored, name)), _in_words(value))
        for name, value in form.changes().items()
        if value != getattr(stored, name)
    ]
    again = form.again(stored)
    again.cancel_url = back
    return render(request, "casework/stale.html", {"form": again, "differing": differing}, status=409)


def _in_words(value) -> str:
    if isinstance(value, list):
        return ", ".join(Capability(one).label for one in value) or "–"
    return str(value or "–")


@administrator_page
@_with_a_fresh_proof
def employee_close(request, employee_id):
    found = _get_employee(request, employee_id, "user.close_opened", is_active=True)
    today = timezone.localdate()
    form = CloseForm(request.POST or None, today=today)
    form.cancel_url = reverse("staff:employee", args=[employee_id])
    if form.is_valid() and attempt(
        form, actions.close_user, found, on=today, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"Kontoen for {found.name} er lukket, og alle logins er slut.")
        return redirect("staff:employees")
    return render(request, "staff/employee_close.html", {"form": form, "employee": found})


@administrator_page
@_with_a_fresh_proof
def employee_way_in(request, employee_id):
    """What is shown on the page that answers is shown nowhere else, and never again."""
    if not settings.LOCAL_SIGN_IN:
        raise PermissionDenied  # nobody has a password here
    found = _get_employee(request, employee_id, "user.way_in_opened", is_active=True)
    form = WayInForm(request.POST or None)
    form.cancel_url = reverse("staff:employee", args=[employee_id])
    if form.is_valid():
        password, given = _made_up(), form.chosen() | {"on": timezone.localdate(), "by": request.user}
        if attempt(form, actions.give_password, found, password, **given):
            context = {"employee": found, "password": password, "again": given}
            return render(request, "staff/created.html", context)
    return render(request, "staff/employee_way_in.html", {"form": form, "employee": found})


@administrator_page
@_with_a_fresh_proof
def employee_reopen(request, employee_id):
    found = _get_employee(request, employee_id, "user.reopen_opened", is_active=False)
    form = ReopenForm(request.POST or None)
    form.cancel_url = reverse("staff:employee", args=[employee_id])
    if form.is_valid() and attempt(form, actions.reopen_user, found, by=request.user, **form.cleaned_data):
        messages.success(request, f"Kontoen for {found.name} er åben igen.")
        return redirect("staff:employees")
    return render(request, "staff/employee_close.html", {"form": form, "employee": found})
