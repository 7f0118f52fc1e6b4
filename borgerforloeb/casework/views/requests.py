from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.casework.forms.outside import DeclineForm, GrantForm
from borgerforloeb.casework.views.fetching import open_page
from roles import actions
from roles.models import AccessRequest
from roles.permissions import Permission

SHOWN = 50


@form_page
def requests(request, course_id):
    page = open_page(request, course_id, "access.requests_opened", needs=Permission.MANAGE_ROLES)
    asked = AccessRequest.objects.filter(course=page.course).select_related("asker__unit", "decided_by")
    waiting = list(asked.waiting().order_by("due_on", "id")[:SHOWN])
    return page.show(
        "requests", tab="people", waiting=waiting, decided=asked.exclude(status="waiting")[:SHOWN]
    )


def _get_request(page, request_id) -> AccessRequest:
    asked = AccessRequest.objects.filter(course=page.course).waiting().select_related("asker", "course")
    return get_object_or_404(asked, pk=request_id)


@form_page
def request_grant(request, course_id, request_id):
    page = open_page(request, course_id, "access.grant_opened", needs=Permission.MANAGE_ROLES)
    asked = _get_request(page, request_id)
    form = GrantForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.grant_access, asked, on=page.today, by=request.user, **form.chosen()
    ):
        messages.success(request, f"{asked.asker.name} har fået adgang.")
        return redirect("casework:requests", course_id)
    lead = f"{asked.asker.name}, {asked.asker.title}: {asked.reason}"
    return page.show_form(form, "Giv adgang", lead, back="requests")


@form_page
def request_decline(request, course_id, request_id):
    page = open_page(request, course_id, "access.decline_opened", needs=Permission.MANAGE_ROLES)
    asked = _get_request(page, request_id)
    form = DeclineForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.decline_access, asked, on=page.today, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Der er svaret.")
        return redirect("casework:requests", course_id)
    lead = f"{asked.asker.name}, {asked.asker.title}: {asked.reason}"
    return page.show_form(form, "Giv ikke adgang", lead, back="requests")
