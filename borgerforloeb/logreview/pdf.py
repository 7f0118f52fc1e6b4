from datetime import date, datetime

from django.template.loader import render_to_string

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.citizens.models import Citizen, Course
from borgerforloeb.documents.engine import Pdf, render
from borgerforloeb.logreview.seen import events_about, lines_by_day, looks
from roles.permissions import Permission, require

TITLE = "Hvem har set min sag?"


def seen_pdf(
    course: Course, citizen: Citizen, *, by: User, first: date, last: date, made_at: datetime
) -> Pdf:
    """All rows of the period; those of the same kind on one day share a line."""
    require(by, Permission.TELL_WHO_LOOKED, course.pk)
    access = require(by, Permission.PRINT, course.pk)
    found = looks(course, events_about(course, citizen, first, last))
    context = {
        "title": TITLE,
        "course": course,
        "citizen": citizen,
        "first": first,
        "last": last,
        "total": len(found),
        "days": lines_by_day(found),
        "footer": f"{TITLE} · udskrevet {longdate(made_at)}",
    }
    html = render_to_string("logreview/print/seen.html", context)
    pdf = render(html, stylesheets=("print.css", "sharing.css"), title=TITLE, made_at=made_at)
    record(
        "seen.printed",
        by=by,
        kind=Kind.PRINT,
        target=course,
        course_id=course.pk,
        persons=[citizen.pk],
        basis=access.basis,
        pages=pdf.pages,
        rows=len(found),
    )
    return pdf
