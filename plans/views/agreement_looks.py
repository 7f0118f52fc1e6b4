from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from plans.actions import agreement_looks as actions
from plans.forms.agreement_looks import LookForm, TakeBackLookForm
from plans.look_page import LookPage
from plans.models import Agreement, AgreementLook
from plans.views.answering import Asking, ask, demand
from plans.views.opening import TOLD_BELOW, Opened, open_plan, read_one
from roles.permissions import Permission


def _get_conditional(request, course_id, agreement_id) -> tuple[Opened, Agreement]:
    """404 where nothing has to be kept, and nothing was noted while it had: there is nothing to look at."""
    opened = open_plan(request, course_id, TOLD_BELOW)
    rows = Agreement.objects.visible_to(request.user).filter(plan=opened.plan)
    looks = AgreementLook.objects.visible_to(request.user).filter(agreement=OuterRef("pk"))
    rows = rows.filter(~Q(condition="") | Exists(looks))
    agreement = get_object_or_404(rows.select_related("user", "citizen", "network_person"), pk=agreement_id)
    agreement.plan = opened.plan
    return opened, agreement


@require_safe
def looks(request, course_id, agreement_id):
    """Was it kept, and was the reward given: day by day."""
    opened, agreement = _get_conditional(request, course_id, agreement_id)
    read_one(request, agreement, opened.course, opened.access, "agreement.looks_opened")
    page = LookPage(agreement, request.user, opened.access, opened.today)
    context = {"course": opened.course, "may": opened.access, "plan_url": opened.url, "page": page}
    return render(request, "plans/agreement_looks.html", context | {"agreement": agreement})


@require_http_methods(["GET", "POST"])
def look_add(request, course_id, agreement_id):
    opened, agreement = _get_conditional(request, course_id, agreement_id)
    demand(opened, Permission.WRITE_NOTE)
    read_one(request, agreement, opened.course, opened.access, "agreement.opened")
    asking = _asking(
        opened,
        agreement,
        LookForm(request.POST or None, agreement=agreement, today=opened.today),
        heading=f"Hvordan gik det? {agreement.what}",
        saved="Det er noteret",
        act=lambda fields: actions.note_look(agreement, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def look_take_back(request, course_id, agreement_id, look_id):
    opened, agreement = _get_conditional(request, course_id, agreement_id)
    rows = AgreementLook.objects.visible_to(request.user).filter(agreement=agreement)
    look = get_object_or_404(rows, pk=look_id)
    look.agreement = agreement
    if not actions.may_take_back(look, opened.access, request.user):
        raise PermissionDenied
    read_one(request, agreement, opened.course, opened.access, "agreement.opened")
    asking = _asking(
        opened,
        agreement,
        TakeBackLookForm(request.POST or None),
        heading="Tag tilbage, hvordan det gik",
        explained="Det bliver stående med din grund, men tæller ikke med.",
        saved="Det er taget tilbage",
        act=lambda fields: actions.take_back_look(look, on=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


def _asking(opened, agreement, form, **asked):
    back = reverse("plans:agreement_looks", args=[opened.course.pk, agreement.pk])
    return Asking(form, part="aftaler", back=back, back_words="Tilbage til aftalen", **asked)
