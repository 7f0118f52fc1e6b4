"""How a view comes to a course: fetched through the gate, logged, with the persons that it may show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from borgerforloeb.accounts.presentation import longdate
from borgerforloeb.audit.actions import record
from borgerforloeb.audit.models import Kind
from borgerforloeb.casework.queries import Member, members_of
from borgerforloeb.citizens.models import Citizen, Course
from roles.permissions import Access, Permission, access_to, visible_courses


@dataclass
class Page:
    request: HttpRequest
    course: Course
    access: Access
    members: list[Member]
    today: date

    @property
    def person_ids(self) -> list[UUID]:
        return [member.citizen.pk for member in self.members]

    def citizen(self, citizen_id: UUID) -> Citizen:
        """One of those that the reader may know of; anybody else does not exist."""
        for member in self.members:
            if member.citizen.pk == citizen_id:
                return member.citizen
        raise Http404

    def url(self, name: str) -> str:
        return reverse(f"casework:{name}", args=[self.course.pk])

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        base = {"course": self.course, "may": self.access, "members": self.members, "today": self.today}
        return render(self.request, f"casework/{template}.html", base | context, status=status)

    def show_form(
        self, form: Form, title: str, lead: str = "", *, back: str = "people", **context: Any
    ) -> HttpResponse:
        form.cancel_url = self.course.get_absolute_url() if back == "course" else self.url(back)
        return self.show("form", form=form, title=title, lead=lead, **context)

    def show_both(
        self,
        form: Form,
        written: dict[str, Any],
        stored: Any,
        *,
        hidden: Collection[str] = (),
        back: str = "",
    ) -> HttpResponse:
        """409: what is stored now beside what was written; saving again is then a choice."""
        differing = [
            (
                form.fields[name].label,
                _in_words(stored, name, getattr(stored, name)),
                _in_words(stored, name, value),
            )
            for name, value in written.items()
            if value != getattr(stored, name) and name not in hidden
        ]
        form.cancel_url = back or self.url("people")
        return self.show("stale", form=form, differing=differing, status=409)

    def tell(self, action: str, *, target: Model, persons: Collection[UUID], **marks: Any) -> None:
        record(
            action,
            kind=Kind.VIEW,
            by=self.request.user,
            target=target,
            course_id=self.course.pk,
            persons=persons,
            basis=self.access.basis,
            **marks,
            **self.access.marks,
        )


def _in_words(stored: Any, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, date):
        return longdate(value)
    choices = dict(stored._meta.get_field(name).flatchoices)
    return str(choices.get(value, value) or "–")


def open_page(
    request: HttpRequest, course_id: UUID, action: str, *, needs: Permission = Permission.VIEW
) -> Page:
    page = fetch_page(request, course_id, needs=needs)
    page.tell(action, target=page.course, persons=page.person_ids)
    return page


def fetch_page(request: HttpRequest, course_id: UUID, *, needs: Permission) -> Page:
    """Who fetches a page tells the log which of its rows is read: the whole of it, or one."""
    course = get_object_or_404(visible_courses(request.user).select_related("unit"), pk=course_id)
    access = access_to(request.user, course.pk)
    if not access.may(needs):
        raise PermissionDenied
    today = timezone.localdate()
    return Page(request, course, access, members_of(course, access, today), today)
