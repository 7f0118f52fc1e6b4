from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.forms import model_to_dict
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borgerforloeb.citizens.models import Stale
from plans.actions import safeguards as actions
from plans.forms.notes import DiscardForm
from plans.forms.safeguards import EndSafeguardForm, KeepSafeguardForm, SafeguardForm
from plans.models import Safeguard
from plans.safeguards import safeguard_row, sentence
from plans.views.answering import Asking, ask, demand
from plans.views.opening import TOLD_BELOW, Opened, open_plan, read_one
from roles.permissions import Permission

ON_A_PAGE = 50
FIELDS = (
    "what", "why", "agreed_with", "responsible", "review_on", "until_on", "network_person", "domain", "level",
    "version",
)  # fmt: skip
CHANGED = "Hensynet er gemt igen, siden du så det. Læs det først."


def _get_safeguard(request, course_id, safeguard_id, *, names_all=False) -> tuple[Opened, Safeguard]:
    """`names_all`: its form offers to choose among the persons of the course."""
    opened = open_plan(request, course_id, TOLD_BELOW)
    demand(opened, Permission.EDIT_PLAN)
    rows = Safeguard.objects.visible_to(request.user).filter(plan=opened.plan)
    row = get_object_or_404(rows.select_related("person", "network_person"), pk=safeguard_id)
    beside = opened.persons() if names_all else ()
    read_one(request, row, opened.course, opened.access, "safeguard.opened", beside=beside)
    row.plan = opened.plan
    return opened, row


@require_safe
def safeguards(request, course_id):
    """Those that hold first, in the order that they are to be looked at; then the ended, newest first."""
    opened = open_plan(request, course_id, "safeguards.opened")
    rows = Safeguard.objects.visible_to(request.user).filter(plan=opened.plan)
    rows = rows.select_related("responsible", "ended_by", "network_person")
    newest = F("ended_on").desc(nulls_first=True)
    page = Paginator(rows.order_by(newest, "review_on", "id"), ON_A_PAGE).get_page(request.GET.get("side"))
    names = {str(person.pk): person.first_name for person in opened.persons()}
    told = []
    for row in page.object_list:
        row.plan = opened.plan
        told.append(safeguard_row(row, opened.access, opened.today, names))
    context = {
        "course": opened.course,
        "may": opened.access,
        "plan_url": opened.url,
        "page": page,
        "rows": told,
    }
    return render(request, "plans/safeguards.html", context)


@require_http_methods(["GET", "POST"])
def safeguard_add(request, course_id):
    opened = open_plan(request, course_id)
    demand(opened, Permission.EDIT_PLAN)
    asking = _asking(
        opened,
        _form(request, opened, None, {"responsible": request.user.pk}),
        heading="Nyt hensyn",
        saved="Hensynet er skrevet",
        explained="Det, I har aftalt at lade være i fred. Det står øverst for alle, der må læse det.",
        act=lambda fields: actions.add_safeguard(opened.plan, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def safeguard_edit(request, course_id, safeguard_id):
    opened, row = _get_safeguard(request, course_id, safeguard_id, names_all=True)
    _refuse_ended(request, row)
    initial = model_to_dict(row, FIELDS) | {"person": str(row.person_id or "")}
    asking = _asking(
        opened,
        _form(request, opened, row, initial),
        heading="Ret hensynet",
        act=lambda fields: actions.change_safeguard(row, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def safeguard_keep(request, course_id, safeguard_id):
    opened, row = _get_safeguard(request, course_id, safeguard_id)
    _refuse_ended(request, row)
    initial = {"version": row.version, "until_on": row.until_on}
    asking = _asking(
        opened,
        KeepSafeguardForm(request.POST or None, today=opened.today, initial=initial),
        heading="Gælder hensynet stadig?",
        explained=f"{sentence(row.what)} Spørg {row.agreed_with} først.",
        saved="Hensynet gælder stadig",
        act=lambda fields: actions.keep_safeguard(row, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def safeguard_end(request, course_id, safeguard_id):
    opened, row = _get_safeguard(request, course_id, safeguard_id)
    _refuse_ended(request, row)
    asking = _asking(
        opened,
        EndSafeguardForm(request.POST or None, initial={"version": row.version}),
        heading="Afslut hensynet",
        explained=row.what,
        saved="Hensynet er slut",
        act=lambda fields: actions.end_safeguard(row, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_POST
def safeguard_resume(request, course_id, safeguard_id):
    opened, row = _get_safeguard(request, course_id, safeguard_id)
    form = DiscardForm(request.POST)
    try:
        # Without the number of what was seen, it is a press from nowhere.
        seen = form.cleaned_data["version"] if form.is_valid() else -1
        actions.resume_safeguard(row, version=seen, by=request.user)
        messages.success(request, "Afslutningen er fortrudt")
    except Stale:
        messages.warning(request, CHANGED)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect(_list(opened, row))


def _refuse_ended(request, row) -> None:
    """What was written before a colleague ended it stays in the form, and the act says why it is refused."""
    if row.has_ended and request.method == "GET":
        raise Http404


def _asking(opened, form, **asked):
    return Asking(form, part="hensyn", back=_list(opened), back_words="Tilbage til hensyn", **asked)


def _form(request, opened, row, initial):
    return SafeguardForm(
        request.POST or None,
        persons=opened.persons(),
        staff=opened.staff(),
        network=opened.network(),
        row=row,
        initial=initial,
    )


def _list(opened, row=None):
    place = f"#h{row.pk}" if row else ""
    return reverse("plans:safeguards", args=[opened.course.pk]) + place
