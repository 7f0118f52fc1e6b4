from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from borgerforloeb.accounts.refusals import attempt, form_page
from borgerforloeb.casework.actions.sharing import share_by_law
from borgerforloeb.casework.consents import lost_sharing
from borgerforloeb.casework.forms.sharing import EndSharingForm, LawForm
from borgerforloeb.casework.matrix import who_may_see
from borgerforloeb.casework.pdf import sharing_paper
from borgerforloeb.casework.queries import colleagues_of
from borgerforloeb.casework.views.fetching import open_page
from borgerforloeb.citizens.models import Domain
from borgerforloeb.disclosures.views import give
from roles.actions import end_sharing
from roles.models import SharingBasis
from roles.permissions import Permission


@require_safe
def matrix(request, course_id):
    page = open_page(request, course_id, "sharing.opened")
    place, person = _chosen(page)
    rows = who_may_see(page.course, person, page.today, page.access)
    lost = lost_sharing(request.user, page.course, page.access, page.today)
    shown = {"rows": rows, "place": place, "person": person, "fields": Domain.labels, "lost": lost}
    return page.show("matrix", tab="consents", **shown)


def matrix_print(request, course_id):
    page = open_page(request, course_id, "sharing.print_opened", needs=Permission.PRINT)
    _, person = _chosen(page)
    return give(request, sharing_paper(page.course, person, page.access, page.today), page.access)


def _chosen(page):
    """One person at a time; in a family the first until another is chosen (?person=, by its place)."""
    place = page.request.GET.get("person", "1")
    if not place.isdecimal() or not 1 <= int(place) <= len(page.members):
        raise Http404
    return place, page.members[int(place) - 1].citizen


@form_page
def law_add(request, course_id):
    page = open_page(request, course_id, "sharing.add_opened", needs=Permission.SHARE)
    form = LawForm(
        request.POST or None,
        members=page.members,
        colleagues=colleagues_of(page.course),
        today=page.today,
        initial={"starts_on": page.today},
    )
    if form.is_valid() and attempt(form, share_by_law, page.course, by=request.user, **form.cleaned_data):
        messages.success(request, "Delingen er noteret med sin paragraf.")
        return redirect("casework:sharing", course_id)
    lead = "Når loven selv giver adgang, skal borgeren ikke spørges om lov, men have det at vide."
    return page.show_form(form, "Deling efter loven", lead, back="sharing")


@form_page
def law_end(request, course_id, basis_id):
    page = open_page(request, course_id, "sharing.end_opened", needs=Permission.SHARE)
    bases = SharingBasis.objects.filter(course=page.course, person__in=page.person_ids, kind="law")
    basis = get_object_or_404(bases.select_related("section__act"), pk=basis_id, withdrawn_on=None)
    form = EndSharingForm(request.POST or None)
    if form.is_valid() and attempt(
        form, end_sharing, basis, on=page.today, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Delingen er stoppet.")
        return redirect("casework:sharing", course_id)
    lead = f"{basis.section}. Ny læsning stopper i dag. Det, der allerede er set, bliver stående i loggen."
    return page.show_form(form, "Stop delingen", lead, back="sharing")
