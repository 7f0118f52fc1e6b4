from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.casework.forms.barriers import DeputyForm
from borgerforloeb.casework.forms.people import EndRoleForm, RoleForm
from borgerforloeb.casework.queries import team_of
from borgerforloeb.casework.views.fetching import open_page
from borgerforloeb.citizens.models import Domain
from roles import actions
from roles.actions import MAY_BE_STOOD_IN_FOR
from roles.models import SINGLE_ROLES
from roles.permissions import Permission, visible_courses


@form_page
def role_appoint(request, course_id):
    page = open_page(request, course_id, "role.appoint_opened", needs=Permission.MANAGE_ROLES)
    form = RoleForm(
        request.POST or None,
        members=page.members,
        initial={"starts_on": page.today, "role": request.GET.get("role")},
    )
    if form.is_valid() and attempt(form, actions.appoint, page.course, by=request.user, **form.cleaned_data):
        messages.success(request, f"{form.cleaned_data['user'].name} er udpeget.")
        if visible_courses(request.user).filter(pk=course_id).exists():
            return redirect("casework:people", course_id)
        return redirect("casework:course_list")
    lead = "Så få kontaktpersoner som muligt: kan en af dem, der allerede er der, også tage den opgave?"
    return page.show_form(form, "Udpeg til en rolle", lead)


@form_page
def role_deputy(request, course_id, assignment_id):
    page = open_page(request, course_id, "role.deputy_opened", needs=Permission.MANAGE_ROLES)
    team = team_of(page.course, page.person_ids, page.today)
    may_have_one = [item for item in team.now + team.later if item.role in MAY_BE_STOOD_IN_FOR]
    assignment = next((item for item in may_have_one if item.pk == assignment_id), None)
    if assignment is None:
        raise Http404
    form = DeputyForm(request.POST or None, initial={"starts_on": page.today})
    deputy = form.is_valid() and attempt(form, actions.stand_in, assignment, by=request.user, **form.chosen())
    if deputy:
        messages.success(request, _named(deputy, assignment))
        return redirect("casework:people", course_id)
    lead = f"Må det samme som {assignment.user.name}, {assignment.get_role_display()}, og kun i de dage."
    return page.show_form(form, "Udpeg en stedfortræder", lead)


def _named(deputy, assignment):
    """Nobody gives a field that is not one's own, so the deputy may have fewer than the one stood in for."""
    without = [str(Domain(one).label) for one in assignment.domains if one not in deputy.domains]
    told = f"{deputy.user.name} er stedfortræder"
    return f"{told}, men uden {', '.join(without)}, for det har du ikke selv her." if without else f"{told}."


@form_page
def role_end(request, course_id, assignment_id):
    page = open_page(request, course_id, "role.end_opened", needs=Permission.MANAGE_ROLES)
    team = team_of(page.course, page.person_ids, page.today)
    assignment = next((item for item in team.now + team.later if item.pk == assignment_id), None)
    if assignment is None or assignment.role in SINGLE_ROLES:
        raise Http404
    form = EndRoleForm(request.POST or None, initial={"ends_on": page.today})
    if form.is_valid() and attempt(
        form, actions.end_assignment, assignment, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"{assignment.user.name} har ikke længere rollen.")
        return redirect("casework:people", course_id)
    lead = f"{assignment.user.name}, {assignment.get_role_display()}."
    return page.show_form(form, "Afslut rollen", lead)
