from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plans.actions import employer_contacts as contacts
from plans.actions import placements as actions
from plans.forms.placements import (
    EmployerContactForm,
    EndPlacementForm,
    HoursForm,
    PlacementForm,
    TakeBackPlacementForm,
)
from plans.models import EmployerContact, Goal, Placement
from plans.placement_page import PlacementPage
from plans.views.answering import Asking, ask, demand
from plans.views.opening import TOLD_BELOW, Opened, open_plan, read_one
from roles.permissions import Permission

FIELDS = (
    "kind", "company", "goal", "contact_name", "contact_phone", "purpose", "support", "starts_on", "ends_on",
    "responsible", "domain", "level", "version",
)  # fmt: skip
STAYS = "Det bliver stående med din grund, men planen fortæller ikke mere om det."


def _get_placement(request, course_id, placement_id) -> tuple[Opened, Placement]:
    opened = open_plan(request, course_id, TOLD_BELOW)
    demand(opened, Permission.EDIT_PLAN)
    rows = Placement.objects.visible_to(request.user).filter(plan=opened.plan)
    row = get_object_or_404(rows.select_related("goal", "person"), pk=placement_id)
    read_one(request, row, opened.course, opened.access, "placement.opened")
    row.plan = opened.plan
    return opened, row


def _asking(opened, form, **asked):
    back = reverse("plans:placements", args=[opened.course.pk])
    return Asking(form, part="praktik", back=back, back_words="Tilbage til praktik", **asked)


def _form(request, opened, *, row=None, initial=None):
    """Goals that go on, and the one that it stands on, so that saving does not lose it."""
    mine = Goal.objects.visible_to(request.user).filter(plan=opened.plan)
    kept = Q(pk=row.goal_id) if row else Q()
    return PlacementForm(
        request.POST or None,
        persons=opened.persons(),
        goals=mine.filter(~Q(status__in=Goal.ENDED) | kept),
        staff=opened.staff(),
        is_new=row is None,
        initial=initial,
    )


@require_safe
def placements(request, course_id):
    """Where the persons of the course are at work, and the talks with companies."""
    opened = open_plan(request, course_id, "placements.opened")
    demand(opened, Permission.SEE_WHEREABOUTS)
    opened.plan.course = opened.course
    page = PlacementPage(opened.plan, request.user, opened.access, opened.persons(), opened.today)
    context = {"course": opened.course, "may": opened.access, "plan_url": opened.url, "page": page}
    return render(request, "plans/placements.html", context)


@require_http_methods(["GET", "POST"])
def placement_add(request, course_id):
    opened = open_plan(request, course_id)
    demand(opened, Permission.EDIT_PLAN)
    asking = _asking(
        opened,
        _form(request, opened, initial={"goal": request.GET.get("goal"), "starts_on": opened.today}),
        heading="Ny praktik",
        saved="Praktikken er skrevet",
        act=lambda fields: actions.add_placement(opened.plan, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def placement_edit(request, course_id, placement_id):
    opened, row = _get_placement(request, course_id, placement_id)
    asking = _asking(
        opened,
        _form(request, opened, row=row, initial=model_to_dict(row, FIELDS)),
        heading=f"Ret praktikken hos {row.company}",
        act=lambda fields: actions.change_placement(row, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def placement_hours(request, course_id, placement_id):
    opened, row = _get_placement(request, course_id, placement_id)
    form = HoursForm(request.POST or None, placement=row)
    asking = _asking(
        opened,
        form,
        heading=f"Timer om ugen hos {row.company}",
        explained="Skriv, fra hvilken dag et nyt timetal gælder. Tøm et felt for at tage det væk.",
        saved="Timerne er gemt",
        act=lambda fields: actions.set_hours(
            row, steps=fields["steps"], version=fields["version"], by=request.user
        ),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def placement_end(request, course_id, placement_id):
    opened, row = _get_placement(request, course_id, placement_id)
    told = model_to_dict(row, ("outcome", "ended_on", "outcome_words", "version"))
    initial = told | {"ended_on": row.ended_on or min(row.ends_on or opened.today, opened.today)}
    asking = _asking(
        opened,
        EndPlacementForm(request.POST or None, has_ended=bool(row.outcome), initial=initial),
        heading=f"Hvordan endte praktikken hos {row.company}?",
        act=lambda fields: actions.end_placement(row, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def placement_take_back(request, course_id, placement_id):
    opened, row = _get_placement(request, course_id, placement_id)
    asking = _asking(
        opened,
        TakeBackPlacementForm(request.POST or None),
        heading=f"Tag praktikken hos {row.company} tilbage",
        explained=STAYS,
        saved="Praktikken er taget tilbage",
        act=lambda fields: actions.take_back_placement(row, on=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def contact_add(request, course_id):
    opened = open_plan(request, course_id)
    demand(opened, Permission.WRITE_NOTE)
    form = EmployerContactForm(request.POST or None, persons=opened.persons(), today=opened.today)
    asking = _asking(
        opened,
        form,
        heading="Ny kontakt til en virksomhed",
        saved="Kontakten er gemt",
        act=lambda fields: contacts.note_contact(opened.plan, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def contact_take_back(request, course_id, contact_id):
    opened = open_plan(request, course_id, TOLD_BELOW)
    rows = EmployerContact.objects.visible_to(request.user).filter(plan=opened.plan)
    row = get_object_or_404(rows, pk=contact_id)
    if not contacts.may_take_back(row, opened.access, request.user):
        raise PermissionDenied
    read_one(request, row, opened.course, opened.access, "employer_contact.opened")
    row.plan = opened.plan
    asking = _asking(
        opened,
        TakeBackPlacementForm(request.POST or None),
        heading=f"Tag kontakten til {row.company} tilbage",
        explained=STAYS,
        saved="Kontakten er taget tilbage",
        act=lambda fields: contacts.take_back_contact(row, on=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)
