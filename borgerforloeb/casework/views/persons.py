from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.casework.actions import persons
from borgerforloeb.casework.forms.people import WHERE, CitizenForm, NumberForm
from borgerforloeb.casework.views.courses import form_page
from borgerforloeb.casework.views.fetching import open_page
from borgerforloeb.casework.views.numbers import attempt_by_number, status_of
from borgerforloeb.citizens.models import Stale
from borgerforloeb.citizens.numbers import decrypt
from roles.permissions import Permission


@form_page
def citizen_edit(request, course_id, citizen_id):
    page = open_page(request, course_id, "citizen.edit_opened", needs=Permission.EDIT_FAMILY)
    citizen = page.citizen(citizen_id)
    form = CitizenForm(request.POST or None, citizen=citizen)
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            done = attempt(
                form,
                persons.edit_citizen,
                citizen,
                course=page.course,
                version=version,
                by=request.user,
                **form.changes(),
            )
        except Stale as stale:
            protected = stale.stored.protected_address
            again = form.again(stale.stored, citizen=stale.stored)
            return page.show_both(again, form.changes(), stale.stored, hidden=WHERE if protected else ())
        if done:
            messages.success(request, f"Oplysningerne om {citizen.first_name} er gemt.")
            return redirect("casework:people", course_id)
    return page.show_form(form, f"Ret oplysninger om {citizen.first_name}")


@form_page
def number_give(request, course_id, citizen_id):
    page = open_page(request, course_id, "number.give_opened", needs=Permission.MANAGE_COURSE)
    citizen = page.citizen(citizen_id)
    form = NumberForm(request.POST or None, initial={"valid_from": page.today})
    if form.is_valid():
        digits, given = form.cleaned_data["number"].digits, {"course": page.course, **form.cleaned_data}
        if attempt_by_number(form, digits, persons.give_number, citizen, by=request.user, **given):
            messages.success(request, "Nummeret er gemt.")
            return redirect("casework:people", course_id)
    return page.show_form(form, f"Nyt CPR-nummer til {citizen.first_name}", status=status_of(form))


@require_POST
def reveal_number(request, course_id, citizen_id):
    page = open_page(request, course_id, "people.opened", needs=Permission.REVEAL_NUMBER)
    citizen = page.citizen(citizen_id)
    number = citizen.numbers.in_force().first()
    if number is None:
        raise Http404
    _record_reveal("number.revealed", page, citizen)
    return page.show(
        "revealed", citizen=citizen, what=number.get_kind_display(), shown=decrypt(number.encrypted)
    )


@require_POST
def reveal_address(request, course_id, citizen_id):
    page = open_page(request, course_id, "people.opened", needs=Permission.REVEAL_NUMBER)
    citizen = page.citizen(citizen_id)
    place = ", ".join(filter(None, [citizen.address, f"{citizen.postcode} {citizen.city}".strip()]))
    _record_reveal("address.revealed", page, citizen)
    return page.show("revealed", citizen=citizen, what="Adresse", shown=place or "Ingen adresse noteret")


def _record_reveal(action, page, citizen):
    record(
        action,
        kind=Kind.REVEAL,
        by=page.request.user,
        target=citizen,
        course_id=page.course.pk,
        persons=[citizen.pk],
        basis=page.access.basis,
    )
