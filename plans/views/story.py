from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import model_to_dict
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borgerforloeb.accounts.drawing import voice
from borgerforloeb.citizens.models import Stale
from borgerforloeb.disclosures.views import give
from plans.actions import story as actions
from plans.forms.notes import DiscardForm
from plans.forms.story import ApprovePartForm, AskedForm, StoryPartForm, TakeBackAskedForm, TakeOutPartForm
from plans.models import StoryAsked, StoryPart
from plans.story_page import StoryPage
from plans.story_pdf import story_paper
from plans.views.answering import Asking, ask, demand
from plans.views.opening import TOLD_BELOW, Opened, open_plan, read_one
from roles.permissions import Permission

CHANGED = "Delen er gemt igen, siden du så den. Læs den først."


def _get_part(request, course_id, story_id, *, names_all=False) -> tuple[Opened, StoryPart]:
    """`names_all`: its form offers to choose among the persons of the course."""
    opened = open_plan(request, course_id, TOLD_BELOW)
    demand(opened, Permission.EDIT_PLAN)
    rows = StoryPart.objects.visible_to(request.user).filter(plan=opened.plan)
    part = get_object_or_404(rows.select_related("person"), pk=story_id)
    beside = opened.persons() if names_all else ()
    read_one(request, part, opened.course, opened.access, "story_part.opened", beside=beside)
    part.plan = opened.plan
    return opened, part


@require_safe
def story(request, course_id):
    """What the citizen has told once, part by part, with who may read each of them."""
    opened = open_plan(request, course_id, "story.opened")
    page = StoryPage(opened.plan, request.user, opened.access, opened.persons(), opened.today)
    context = {"course": opened.course, "may": opened.access, "plan_url": opened.url, "page": page}
    return render(request, "plans/story.html", context)


@require_http_methods(["GET", "POST"])
def story_add(request, course_id):
    opened = open_plan(request, course_id)
    demand(opened, Permission.EDIT_PLAN)
    form = StoryPartForm(request.POST or None, persons=opened.persons(), is_new=True)
    asking = _asking(
        opened,
        form,
        heading="Ny del af historien",
        saved="Delen er skrevet. Læs den igennem sammen, og notér godkendelsen.",
        explained="Ingen andre end de to, der holder planen, læser den, før den er godkendt.",
        act=lambda fields: actions.add_part(opened.plan, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def story_edit(request, course_id, story_id):
    opened, part = _get_part(request, course_id, story_id, names_all=True)
    _refuse_taken_out(request, part)
    initial = model_to_dict(part, ("heading", "text", "domain", "level", "version"))
    form = StoryPartForm(
        request.POST or None,
        persons=opened.persons(),
        is_new=False,
        initial=initial | {"person": str(part.person_id)},
    )
    again = "Nye ord, eller flere, der må læse den, skal godkendes igen." if part.is_approved else ""
    asking = _asking(
        opened,
        form,
        heading=f"Ret delen: {part.heading}",
        explained=again,
        act=lambda fields: actions.change_part(part, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def story_approve(request, course_id, story_id):
    opened, part = _get_part(request, course_id, story_id)
    _refuse_taken_out(request, part)
    initial = {"on": opened.today, "version": part.version}
    asking = _asking(
        opened,
        ApprovePartForm(request.POST or None, initial=initial),
        heading=f"Er delen rigtig? {part.heading}",
        about=voice(part.text),
        saved="Godkendelsen er noteret",
        act=lambda fields: actions.approve_part(part, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_POST
def story_unapprove(request, course_id, story_id):
    opened, part = _get_part(request, course_id, story_id)
    return _pressed(request, opened, part, actions.withdraw_approval, "Godkendelsen er taget tilbage")


@require_http_methods(["GET", "POST"])
def story_take_out(request, course_id, story_id):
    opened, part = _get_part(request, course_id, story_id)
    _refuse_taken_out(request, part)
    asking = _asking(
        opened,
        TakeOutPartForm(request.POST or None, initial={"version": part.version}),
        heading=f"Tag delen ud: {part.heading}",
        explained="Den bliver stående hos de to, der holder planen, og læses ikke af andre.",
        saved="Delen er taget ud af historien",
        act=lambda fields: actions.take_out_part(part, on=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_POST
def story_put_back(request, course_id, story_id):
    opened, part = _get_part(request, course_id, story_id)
    return _pressed(
        request, opened, part, actions.put_back_part, "Delen er sat ind igen. Den skal godkendes."
    )


@require_http_methods(["GET", "POST"])
def story_asked_add(request, course_id):
    opened = open_plan(request, course_id)
    demand(opened, Permission.WRITE_NOTE)
    mine = StoryPart.objects.visible_to(request.user).approved().filter(plan=opened.plan)
    form = AskedForm(request.POST or None, persons=opened.persons(), parts=list(mine), today=opened.today)
    asking = _asking(
        opened,
        form,
        heading="Der blev spurgt igen",
        saved="Det er noteret",
        explained="Nogen bad om at få noget fortalt, som er fortalt og godkendt.",
        act=lambda fields: actions.note_asked(opened.plan, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def story_asked_take_back(request, course_id, asked_id):
    opened = open_plan(request, course_id, TOLD_BELOW)
    asked = get_object_or_404(
        StoryAsked.objects.visible_to(request.user).filter(plan=opened.plan), pk=asked_id
    )
    asked.plan = opened.plan
    if not actions.may_take_back(asked, opened.access, request.user):
        raise PermissionDenied
    read_one(request, asked, opened.course, opened.access, "story_asked.opened")
    asking = _asking(
        opened,
        TakeBackAskedForm(request.POST or None),
        heading="Tag tilbage, at der blev spurgt",
        explained="Det bliver stående med din grund, men tæller ikke med.",
        saved="Det er taget tilbage",
        act=lambda fields: actions.take_back_asked(asked, on=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def story_print(request, course_id, citizen_id):
    opened = open_plan(request, course_id, "story.print_opened")
    demand(opened, Permission.PRINT)
    person = next((one for one in opened.persons() if one.pk == citizen_id), None)
    if person is None:
        raise Http404
    paper = story_paper(opened.plan, person, sender=request.user, access=opened.access, today=opened.today)
    return give(request, paper, opened.access)


def _pressed(request, opened, part, act, saved):
    form = DiscardForm(request.POST)
    try:
        # Without the number of what was seen, it is a press from nowhere.
        seen = form.cleaned_data["version"] if form.is_valid() else -1
        act(part, version=seen, by=request.user)
        messages.success(request, saved)
    except Stale:
        messages.warning(request, CHANGED)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect(f"{_page(opened)}#d{part.pk}")


def _refuse_taken_out(request, part) -> None:
    """What was written before a colleague took it out stays in the form, and the act refuses it."""
    if part.is_taken_back and request.method == "GET":
        raise Http404


def _asking(opened, form, **asked):
    return Asking(form, part="historie", back=_page(opened), back_words="Tilbage til historien", **asked)


def _page(opened):
    return reverse("plans:story", args=[opened.course.pk])
