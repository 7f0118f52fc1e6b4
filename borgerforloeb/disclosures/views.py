"""The ledger of a course: who got what, when, on what basis; and the very copy."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.disclosures.actions import reads_all
from borgerforloeb.disclosures.forms import LedgerForm
from borgerforloeb.disclosures.models import Disclosure
from roles.permissions import Permission, access_to, visible_courses

PAGE = 50


@require_safe
def ledger(request, course_id):
    course = get_object_or_404(visible_courses(request.user), pk=course_id)
    access = access_to(request.user, course.pk)
    form = LedgerForm(request.GET or None)
    rows = Disclosure.objects.visible_to(request.user).filter(course=course)
    rows = rows.select_related("about", "made_by", "approved_by", "released_by")
    if form.is_valid() and form.cleaned_data["to"]:
        rows = rows.filter(to=form.cleaned_data["to"])
    page = Paginator(rows, PAGE).get_page(request.GET.get("side"))
    may_open = access.may(Permission.PRINT)
    lines = [(row, may_open and reads_all(access, row)) for row in page.object_list]
    record(
        "disclosures.opened",
        kind=Kind.VIEW,
        by=request.user,
        target=course,
        course_id=course.pk,
        persons={pk for row, _ in lines for pk in row.persons},
        basis=access.basis,
        **access.marks,
    )
    context = {"course": course, "may": access, "tab": "plan", "page": page, "lines": lines, "form": form}
    return render(request, "disclosures/ledger.html", context)


@require_safe
def copy(request, course_id, disclosure_id):
    """Byte for byte as it was given; for those who may read all that stands in it."""
    row = _get_released(request, course_id, disclosure_id)
    access = access_to(request.user, row.course_id)
    if not access.may(Permission.PRINT) or not reads_all(access, row):
        raise PermissionDenied
    if not row.document.is_intact():
        # Somebody has been at the bytes behind the database's back: nothing is shown as what was given.
        raise Http404
    record(
        "disclosure.copy_opened",
        kind=Kind.VIEW,
        by=request.user,
        target=row,
        course_id=row.course_id,
        persons=row.persons,
        basis=access.basis,
        **access.marks,
    )
    headers = {"Content-Disposition": 'inline; filename="plan.pdf"'}
    return HttpResponse(bytes(row.document.content), content_type="application/pdf", headers=headers)


def _get_released(request, course_id, disclosure_id):
    rows = Disclosure.objects.visible_to(request.user).filter(
        course=course_id, status=Disclosure.Status.RELEASED
    )
    return get_object_or_404(rows.select_related("document"), pk=disclosure_id)
