from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from borgerforloeb.casework.actions import consents as actions
from borgerforloeb.casework.forms.consents import ConsentForm
from borgerforloeb.casework.forms.courses import ConfirmForm
from borgerforloeb.casework.queries import consent_rows, consents_of, spoken
from borgerforloeb.casework.views.courses import form_page
from borgerforloeb.casework.views.fetching import attempt, open_page
from roles.permissions import Permission


@require_safe
def consents(request, course_id):
    page = open_page(request, course_id, "consents.opened")
    names = {member.citizen.pk: member.citizen.first_name for member in page.members}
    now, ended = consent_rows(consents_of(page.course, page.person_ids), page.today)
    for row in now + ended:
        row.consent.whose = names[row.consent.citizen_id]
    first_name = page.members[0].citizen.first_name if page.members else page.course.name
    return page.show(
        "consents", tab="consents", now=now, ended=ended, first_name=first_name, is_family=len(names) > 1
    )


@form_page
def consent_add(request, course_id):
    page = open_page(request, course_id, "consent.add_opened", needs=Permission.RECORD_CONSENT)
    initial = {"given_on": page.today, "expires_on": actions.latest_expiry(page.today)}
    form = ConsentForm(request.POST or None, members=page.members, initial=initial)
    form.cancel_url = page.url("consents")
    text = ""
    if form.is_valid():
        if "preview" in request.POST:
            text = spoken(form.unsaved())
        elif attempt(
            form,
            actions.record_consent,
            page.course,
            today=page.today,
            by=request.user,
            **form.cleaned_data,
        ):
            messages.success(request, "Samtykket er noteret.")
            return redirect("casework:consents", course_id)
    return page.show("consent_form", form=form, text=text, tab="consents")


@form_page
def consent_withdraw(request, course_id, consent_id):
    page = open_page(request, course_id, "consent.withdraw_opened", needs=Permission.RECORD_CONSENT)
    consent = get_object_or_404(consents_of(page.course, page.person_ids), pk=consent_id, withdrawn_on=None)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    form.submit_label = "Træk samtykket tilbage"
    if form.is_valid() and attempt(form, actions.withdraw_consent, consent, on=page.today, by=request.user):
        messages.success(request, "Samtykket er trukket tilbage. Ny deling er stoppet.")
        return redirect("casework:consents", course_id)
    lead = "Ny deling stopper i dag. Det, der allerede er delt, bliver stående i sagen."
    return page.show_form(form, "Træk samtykket tilbage", lead, back="consents", spoken=spoken(consent))
