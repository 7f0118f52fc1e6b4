from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.accounts.refusals import attempt
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.casework.actions import persons
from borgerforloeb.casework.forms.people import CitizenForm, NumberForm
from borgerforloeb.casework.views.courses import form_page
from borgerforloeb.casework.views.fetching import open_page
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
            return _show_both(page, form, stale.stored)
        if done:
            messages.success(request, f"Oplysningerne om {citizen.first_name} er gemt.")
            return redirect("casework:people", course_id)
    return page.show_form(form, f"Ret oplysninger om {citizen.first_name}")


def _show_both(page, form, stored):
    """409: what is stored now beside what was written; saving again is then a choice."""
    data = form.data.copy()
    data["version"] = str(stored.version)
    again = CitizenForm(data, citizen=stored)
    again.is_valid()
    hidden = {"address", "postcode", "city"} if stored.protected_address else set()
    differing = [
        (form.fields[name].label, _in_words(getattr(stored, name)), _in_words(value))
        for name, value in form.changes().items()
        if value != getattr(stored, name) and name not in hidden
    ]
    again.cancel_url = page.url("people")
    return page.show("citizen_stale", form=again, differing=differing, citizen=stored, status=409)


def _in_words(value):
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return longdate(value) if hasattr(value, "year") else value or "–"


@form_page
def number_give(request, course_id, citizen_id):
    page = open_page(request, course_id, "number.give_opened", needs=Permission.MANAGE_COURSE)
    citizen = page.citizen(citizen_id)
    form = NumberForm(request.POST or None, initial={"valid_from": page.today})
    if form.is_valid() and attempt(
        form, persons.give_number, citizen, course=page.course, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Nummeret er gemt.")
        return redirect("casework:people", course_id)
    return page.show_form(form, f"Nyt CPR-nummer til {citizen.first_name}")


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
