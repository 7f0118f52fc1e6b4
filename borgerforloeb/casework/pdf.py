"""On paper: a consent to be read and signed, and who may see what of one person."""

from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.template.loader import render_to_string

from borgerforloeb.accounts.models import User
from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.casework.answerers import must_answer, relations_that_answer
from borgerforloeb.casework.consents import OUTSIDE, spoken
from borgerforloeb.casework.matrix import who_may_see
from borgerforloeb.citizens.models import Citizen, Consent, Course, Domain
from borgerforloeb.documents.engine import Pdf, render
from roles.permissions import Access, Permission, require

STYLESHEETS = ("print.css", "sharing.css")


def consent_pdf(consent: Consent, *, course: Course, by: User, today: date, made_at: datetime) -> Pdf:
    """All parts of the consent and a line for each who signs; also before it is noted, to be signed first."""
    access = require(by, Permission.PRINT, course.pk)
    relations = relations_that_answer([consent.citizen_id])
    asked = must_answer(consent.citizen, today, consent.given_on, relations) or [consent.given_by]
    here = course.memberships.filter(ends_on=None).values_list("citizen_id", flat=True)
    known = {pk for pk in here if access.knows(pk)}
    context = {
        "consent": consent,
        "course": course,
        "lines": spoken(consent).split("\n"),
        "domains": ", ".join(Domain(name).label for name in consent.domains),
        "signing": [one.name if one.pk in known else OUTSIDE.capitalize() for one in asked],
    }
    pdf = _draw("consent", "Samtykke", context, today, made_at)
    _record("consent.printed", consent if consent.pk else course, course, consent.citizen, access, by, pdf)
    return pdf


def matrix_pdf(course: Course, person: Citizen, *, by: User, today: date, made_at: datetime) -> Pdf:
    access = require(by, Permission.PRINT, course.pk)
    context = {"course": course, "person": person, "rows": who_may_see(course, person, today, access)}
    pdf = _draw("matrix", "Hvem må se hvad", context, today, made_at)
    _record("sharing.printed", course, course, person, access, by, pdf)
    return pdf


def _draw(template: str, title: str, context: dict[str, Any], today: date, made_at: datetime) -> Pdf:
    context |= {"title": title, "today": today, "footer": f"{title} · udskrevet {longdate(today)}"}
    html = render_to_string(f"casework/print/{template}.html", context)
    return render(html, stylesheets=STYLESHEETS, title=title, made_at=made_at)


def _record(
    action: str, target: Model, course: Course, person: Citizen, access: Access, by: User, pdf: Pdf
) -> None:
    record(
        action,
        by=by,
        kind=Kind.PRINT,
        target=target,
        course_id=course.pk,
        persons=[person.pk],
        basis=access.basis,
        pages=pdf.pages,
    )
