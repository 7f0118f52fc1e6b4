from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.casework.actions import persons
from borgerforloeb.casework.forms.barriers import (
    BlockForm,
    EndStaffCitizenForm,
    LiftBlockForm,
    StaffCitizenForm,
)
from borgerforloeb.casework.views.fetching import open_page
from borgerforloeb.casework.views.numbers import attempt_by_number, status_of
from roles import actions
from roles.models import SINGLE_ROLES, Block, StaffCitizen
from roles.permissions import Permission, require_capability


@form_page
def block_add(request, course_id):
    page = open_page(request, course_id, "block.add_opened", needs=Permission.BLOCK_COLLEAGUE)
    form = BlockForm(request.POST or None, members=page.members)
    if form.is_valid() and attempt(
        form, actions.block, page.course, on=page.today, by=request.user, **form.cleaned_data
    ):
        return _blocked(request, page.course, form.cleaned_data["user"])
    lead = "På borgerens ønske. Medarbejderen får det ikke at vide og finder bare ikke forløbet."
    return page.show_form(form, "Spær for en medarbejder", lead)


def _blocked(request, course, user):
    told = f"{user.name} kan ikke længere åbne forløbet."
    if course.assignments.filter(user=user, role__in=SINGLE_ROLES, ends_on=None).exists():
        told += " Lederen får besked og udpeger en anden."
    messages.success(request, told)
    # Whoever notes that the citizen does not want her any more has no way back into the course.
    if user == request.user:
        return redirect("casework:course_list")
    return redirect("casework:people", course.pk)


@form_page
def block_lift(request, course_id, block_id):
    page = open_page(request, course_id, "block.lift_opened", needs=Permission.BLOCK_COLLEAGUE)
    blocks = Block.objects.in_force().filter(citizen__in=page.person_ids).select_related("user", "citizen")
    blocked = get_object_or_404(blocks, pk=block_id)
    form = LiftBlockForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.lift_block, blocked, course=page.course, on=page.today, by=request.user,
        **form.cleaned_data,
    ):  # fmt: skip
        messages.success(request, "Spærringen er ophævet.")
        return redirect("casework:people", course_id)
    lead = f"{blocked.user.name} er spærret på ønske af {blocked.citizen.first_name}."
    return page.show_form(form, "Ophæv spærringen", lead)


@form_page
def staff_citizens(request):
    """Who is both is told without any case; the citizen behind is not shown here."""
    require_capability(request.user, Capability.ADMINISTRATOR)
    form = StaffCitizenForm(request.POST or None)
    if form.is_valid():
        digits, today = form.cleaned_data["number"].digits, timezone.localdate()
        if attempt_by_number(
            form, digits, persons.note_staff_by_number, on=today, by=request.user, **form.cleaned_data
        ):
            told = f"Egne og nærmestes forløb er nu lukket for {form.cleaned_data['user'].name}."
            messages.success(request, told)
            return redirect("casework:staff_citizens")
    noted = list(StaffCitizen.objects.in_force().select_related("user__unit", "noted_by"))
    record("staff_citizens.listed", kind=Kind.LIST, by=request.user, number=len(noted))
    context = {"form": form, "noted": noted}
    return render(request, "casework/staff_citizens.html", context, status=status_of(form))


@form_page
def staff_citizen_end(request, note_id):
    require_capability(request.user, Capability.ADMINISTRATOR)
    others = StaffCitizen.objects.in_force().exclude(user=request.user)
    noted = get_object_or_404(others.select_related("user"), pk=note_id)
    record("staff_citizen.end_opened", kind=Kind.VIEW, by=request.user, target=noted, user=noted.user_id)
    form = EndStaffCitizenForm(request.POST or None)
    form.cancel_url = reverse("casework:staff_citizens")
    if form.is_valid() and attempt(
        form, actions.end_staff_citizen, noted, on=timezone.localdate(), by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Noten er rettet.")
        return redirect("casework:staff_citizens")
    return render(request, "casework/staff_citizen_end.html", {"form": form, "noted": noted})
