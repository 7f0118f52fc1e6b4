from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from borgerforloeb.accounts.models import Capability
from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.casework.forms.outside import ReadingForm
from borgerforloeb.casework.views.numbers import say_wait, status_of
from roles import actions
from roles.actions.requests import TooMany
from roles.models import Assignment, Role
from roles.permissions import require_capability


@form_page
def reading(request):
    """A leader reads a case of the unit, with a reason that the team sees."""
    require_capability(request.user, Capability.LEADER)
    form = ReadingForm(request.POST or None)
    if form.is_valid():
        try:
            opened = attempt(
                form, actions.read_as_leader, at=timezone.now(), by=request.user, **form.cleaned_data
            )
            if opened:
                return redirect("pages:course", opened.course_id)
        except TooMany:
            say_wait(form)
        record("reading.refused", kind=Kind.REFUSAL, by=request.user)
    return render(request, "casework/reading.html", {"form": form}, status=status_of(form))


@require_POST
def access_end(request, access_id):
    held = Assignment.objects.in_force().filter(user=request.user, role__in=[Role.EMERGENCY, Role.READER])
    actions.end_early(get_object_or_404(held, pk=access_id), at=timezone.now(), by=request.user)
    messages.success(request, "Adgangen er slut.")
    return redirect("pages:worklist")
