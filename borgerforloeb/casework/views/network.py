from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.casework.actions import network
from borgerforloeb.casework.forms.people import EndForm, NetworkPersonForm
from borgerforloeb.casework.queries import network_of
from borgerforloeb.casework.views.fetching import open_page
from borgerforloeb.citizens.models import Stale
from roles.permissions import Permission


@form_page
def network_add(request, course_id):
    page = open_page(request, course_id, "network.add_opened", needs=Permission.EDIT_FAMILY)
    form = NetworkPersonForm(
        request.POST or None, members=page.members, initial={"side": request.GET.get("side")}
    )
    if form.is_valid() and attempt(
        form, network.add_network_person, page.course, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"{form.cleaned_data['name']} er tilføjet.")
        return redirect("casework:people", course_id)
    lead = "Skriv kun dem, borgeren selv vil have med, og kun det, der er brug for."
    return page.show_form(form, "Tilføj til netværket", lead)


@form_page
def network_edit(request, course_id, person_id):
    page = open_page(request, course_id, "network.edit_opened", needs=Permission.EDIT_FAMILY)
    person = get_object_or_404(network_of(page.course, page.person_ids), pk=person_id)
    form = NetworkPersonForm(request.POST or None, members=page.members, person=person)
    if form.is_valid():
        try:
            done = attempt(form, network.edit_network_person, person, by=request.user, **form.cleaned_data)
        except Stale as stale:
            again = form.again(stale.stored, members=page.members, person=stale.stored)
            return page.show_both(again, form.changes(), stale.stored)
        if done:
            messages.success(request, f"{done.name} er gemt.")
            return redirect("casework:people", course_id)
    return page.show_form(form, f"Ret {person.name}")


@form_page
def network_end(request, course_id, person_id):
    page = open_page(request, course_id, "network.end_opened", needs=Permission.EDIT_FAMILY)
    person = get_object_or_404(network_of(page.course, page.person_ids), pk=person_id)
    form = EndForm(request.POST or None, submit_label="Tag ud af netværket", today=page.today)
    if form.is_valid() and attempt(
        form,
        network.end_network_person,
        person,
        ended_on=form.cleaned_data["ends_on"],
        by=request.user,
    ):
        messages.success(request, f"{person.name} er ikke længere i netværket.")
        return redirect("casework:people", course_id)
    lead = "Aftaler og referater, der nævner personen, bliver stående."
    return page.show_form(form, f"Tag {person.name} ud af netværket", lead)
