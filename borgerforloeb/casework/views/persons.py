from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.casework.actions import persons
from borgerforloeb.casework.forms.people import WHERE, CitizenForm, NumberForm
from borgerforloeb.casework.views.fetching import open_page
from borgerforloeb.casework.views.numbers import attempt_by_number, status_of
from borgerforloeb.casework.views.protection import offer_household
from borgerforloeb.citizens.models import Stale
from borgerforloeb.citizens.numbers import decrypt
from borgerforloeb.disclosures.screening import sheltered_around
from roles.permissions import Permission


@form_page
def citizen_edit(request, course_id, citizen_id):
    page = open_page(request, course_id, "citizen.edit_opened", needs=Permission.EDIT_FAMILY)
    citizen = page.citizen(citizen_id)
    hides = {"hides_address": citizen_id in sheltered_around(course_id)}
    form = CitizenForm(request.POST or None, citizen=citizen, **hides)
    if form.is_valid():
        given = {"version": form.cleaned_data["version"], "course": page.course, "by": request.user}
        try:
            done = attempt(form, persons.edit_citizen, citizen, **given, **form.changes())
        except Stale as stale:
            again = form.again(stale.stored, citizen=stale.stored, **hides)
            hidden = WHERE if again.hides_address else ()
            return page.show_both(again, again.changes(), stale.stored, hidden=hidden)
        if done:
            messages.success(request, f"Oplysningerne om {citizen.first_name} er gemt.")
            if done.protected_address and not citizen.protected_address:
                offer_household(page, citizen)
            return redirect("casework:people", course_id)
    lead = "En beskyttelse ophæves af to, på siden med familien." if citizen.protected_address else ""
    return page.show_form(form, f"Ret oplysninger om {citizen.first_name}", lead)


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
