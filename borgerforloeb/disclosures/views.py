"""To whom a paper is given; the ledger of a course: who got what, when, on what basis; and the very copy."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.disclosures.actions import hand_out, is_held_back, reads_all
from borgerforloeb.disclosures.forms import AuthorityForm, LedgerForm, RecipientForm, refusal_of
from borgerforloeb.disclosures.models import Disclosure
from borgerforloeb.disclosures.package import OWN, Paper
from borgerforloeb.disclosures.queries import had_large_type
from borgerforloeb.disclosures.screening import protected_around
from roles.permissions import Permission, access_to, visible_courses

PAGE = 50
# How the address of a copy ends; without it, it is that of the disclosure itself.
COPY = "copy/"
# What can be given, by the first word of its source, and what its file is called.
FILES = {
    "plan": "plan",
    "planversion": "plan",
    "consent": "samtykke",
    "sharing": "hvem-maa-se-hvad",
    "seen": "hvem-har-set",
    "invitation": "invitation",
    "minutes": "referat",
    "decision": "afgoerelse",
}
# Addresses that answer with a file and write no row of the ledger, each with the reason.
NO_ROW = {
    "disclosures:copy": "The copy in the ledger itself: bytes that have been given; its opening is logged.",
    "pages:batch_copies": "Copies in the ledger, put together; the opening of each is logged.",
    "mfa_download_recovery_codes": "One's own codes for signing in; nothing about any citizen.",
}


def give(request, paper: Paper, access, *, may_be_outside=False, at=None):
    """The page of any paper: to whom. By POST it is given, in one press where nothing is in the way.

    The caller has fetched the paper through its own gate. Everybody who stands among those to choose from
    is told to the log.
    """
    outside = may_be_outside and "authority" in request.GET
    form = _recipient_form(request, paper, outside)
    if form.is_valid():
        recipient = form.chosen()
        try:
            package = paper.package_for(recipient)
            # In one press it is as the recipient had it last.
            large = (
                None
                if request.POST.get("recipient", "") in _named(paper)
                else form.cleaned_data["large_type"]
            )
            how = {"at": at or timezone.now(), "large_type": large}
            row = hand_out(paper.course, package, recipient, by=request.user, **how)
        except ValidationError as refusal:
            form.add_error(None, refusal_of(refusal))
        else:
            return onwards(row)
    _record_choice(request, paper, access)
    context = {
        "form": form,
        "paper": paper,
        "course": paper.course,
        "may": access,
        "without": [one for one in paper.found if not one.basis],
        "outside": outside,
        "may_be_outside": may_be_outside,
    }
    return render(request, "disclosures/choose.html", context, status=422 if form.errors else 200)


def _record_choice(request, paper, access):
    record(
        "disclosure.choose_opened",
        kind=Kind.LIST,
        by=request.user,
        target=paper.course,
        course_id=paper.course.pk,
        persons=paper.people.shown,
        basis=access.basis,
        **access.marks,
    )


def _recipient_form(request, paper, outside):
    posted = request.POST if request.method == "POST" else None
    if outside:
        return AuthorityForm(posted, people=paper.people, today=paper.people.today)
    possible = {one.key: one for one in paper.found if one.basis}
    first = paper.own or next(iter(possible), "")
    if posted is not None:
        wanted = posted.get("recipient", "")
        posted = {"recipient": _named(paper).get(wanted, wanted), "large_type": "large_type" in posted}
    large = first in possible and had_large_type(paper.course.pk, possible[first])
    initial = {"recipient": first, "large_type": large}
    return RecipientForm(posted, possible=paper.found, ask=paper.ask, initial=initial)


def _named(paper):
    """Short words for a recipient, which one button says."""
    return {OWN: paper.own, **paper.also}


def onwards(row: Disclosure):
    """To the copy when it has been given, else to what must be looked at first: the page above it."""
    copy = reverse("disclosures:copy", args=[row.course_id, row.pk])
    return redirect(copy if row.status == Disclosure.Status.RELEASED else copy.removesuffix(COPY))


def file_of(row: Disclosure) -> HttpResponse:
    return as_file(row.document.content, row.paper)


def as_file(content: bytes, paper: str) -> HttpResponse:
    """The one place where a file is answered with, all of them from the ledger; its name tells of nobody."""
    headers = {"Content-Disposition": f'inline; filename="{FILES[paper]}.pdf"'}
    return HttpResponse(bytes(content), content_type="application/pdf", headers=headers)


def as_archive(files: Mapping[str, bytes]) -> HttpResponse:
    """Many copies as one file: each byte for byte, and under the number of its course.

    One PDF of all would lose what makes each readable aloud. It is put together here and not while it is
    sent: each copy passes gate and log in the one transaction of the request. PDFs are packed already.
    """
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for name, content in files.items():
            # Without a moment of its own: the same copies are the same file.
            archive.writestr(ZipInfo(name), content)
    headers = {"Content-Disposition": 'attachment; filename="planer.zip"'}
    return HttpResponse(packed.getvalue(), content_type="application/zip", headers=headers)


@require_safe
def ledger(request, course_id):
    course = get_object_or_404(visible_courses(request.user), pk=course_id)
    access = access_to(request.user, course.pk)
    form = LedgerForm(request.GET or None)
    rows = Disclosure.objects.visible_to(request.user).filter(course=course)
    rows = form.chosen(rows.select_related("about", "made_by", "approved_by", "released_by"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("side"))
    lines = _lines(request.user, access, course.pk, page.object_list)
    record(
        "disclosures.opened",
        kind=Kind.VIEW,
        by=request.user,
        target=course,
        course_id=course.pk,
        persons={pk for row, *_ in lines for pk in row.persons},
        basis=access.basis,
        **access.marks,
    )
    keep = f"to={request.GET.get('to', '')}&" if form.is_valid() else ""
    context = {"course": course, "may": access, "tab": "consents", "page": page, "lines": lines, "form": form}
    context["keep"] = keep
    return render(request, "disclosures/ledger.html", context)


def _lines(user, access, course_id, rows):
    """Each with whether it may be opened, and whether it is a protection alone that is in the way."""
    may_open, protected = access.may(Permission.PRINT), protected_around(course_id)
    return [
        (row, may_open and reads_all(user, access, row), is_held_back(access, row, protected)) for row in rows
    ]


@require_safe
def copy(request, course_id, disclosure_id):
    """Byte for byte as it was given; for those who may read all that stands in it today."""
    row = _get_released(request, course_id, disclosure_id)
    access = access_to(request.user, row.course_id)
    if not access.may(Permission.PRINT) or not reads_all(request.user, access, row):
        raise PermissionDenied
    if is_held_back(access, row, protected_around(row.course_id)):
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
    return file_of(row)


def _get_released(request, course_id, disclosure_id):
    rows = Disclosure.objects.visible_to(request.user).filter(
        course=course_id, status=Disclosure.Status.RELEASED
    )
    return get_object_or_404(rows.select_related("document"), pk=disclosure_id)
