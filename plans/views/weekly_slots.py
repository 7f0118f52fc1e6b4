"""The forms of *Ugen*; the page shows meetings too, and stands with those that show several apps."""

from django.db.models import Q
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from plans.actions import weekly_slots as actions
from plans.forms.weekly_slots import EndSlotForm, SlotForm, TakeBackSlotForm
from plans.models import Goal, WeeklySlot
from plans.views.answering import Asking, ask, demand
from plans.views.opening import TOLD_BELOW, Opened, open_plan, read_one
from roles.permissions import Permission

FIELDS = (
    "kind", "what", "weekday", "starts_at", "ends_at", "starts_on", "ends_on", "place", "at_home", "user",
    "contact_name", "goal", "domain", "level", "version",
)  # fmt: skip
WRONG = "Brug det, når tiden er skrevet ved en fejl. Den forsvinder fra ugen, men bliver gemt med din grund."


def _get_slot(request, course_id, slot_id) -> tuple[Opened, WeeklySlot]:
    opened = open_plan(request, course_id, TOLD_BELOW)
    demand(opened, Permission.EDIT_PLAN)
    rows = WeeklySlot.objects.visible_to(request.user).filter(plan=opened.plan)
    row = get_object_or_404(rows.select_related("goal", "person", "user"), pk=slot_id)
    read_one(request, row, opened.course, opened.access, "weekly_slot.opened")
    row.plan = opened.plan
    return opened, row


def _asking(opened, form, **asked):
    back = f"{opened.url}week/"
    return Asking(form, part="ugen", back=back, back_words="Tilbage til ugen", **asked)


def _form(request, opened, *, row=None, initial=None):
    """Goals that go on, and the one that it stands on, so that saving does not lose it."""
    mine = Goal.objects.visible_to(request.user).filter(plan=opened.plan)
    kept = Q(pk=row.goal_id) if row else Q()
    return SlotForm(
        request.POST or None,
        persons=opened.persons(),
        goals=mine.filter(~Q(status__in=Goal.ENDED) | kept),
        staff=opened.staff(),
        is_new=row is None,
        initial=initial,
    )


@require_http_methods(["GET", "POST"])
def slot_add(request, course_id):
    opened = open_plan(request, course_id)
    demand(opened, Permission.EDIT_PLAN)
    asked_for = {"person": request.GET.get("person"), "starts_on": opened.today}
    asking = _asking(
        opened,
        _form(request, opened, initial=asked_for),
        heading="Ny fast tid i ugen",
        saved="Tiden er skrevet i ugen",
        act=lambda fields: actions.add_slot(opened.plan, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def slot_edit(request, course_id, slot_id):
    opened, row = _get_slot(request, course_id, slot_id)
    asking = _asking(
        opened,
        _form(request, opened, row=row, initial=model_to_dict(row, FIELDS)),
        heading=f"Ret {row.what}",
        act=lambda fields: actions.change_slot(row, today=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def slot_end(request, course_id, slot_id):
    opened, row = _get_slot(request, course_id, slot_id)
    initial = {"ends_on": row.ends_on or max(opened.today, row.starts_on), "version": row.version}
    asking = _asking(
        opened,
        EndSlotForm(request.POST or None, initial=initial),
        heading=f"Hvornår er {row.what} sidste gang?",
        act=lambda fields: actions.end_slot(row, by=request.user, **fields),
    )
    return ask(request, opened, asking)


@require_http_methods(["GET", "POST"])
def slot_take_back(request, course_id, slot_id):
    opened, row = _get_slot(request, course_id, slot_id)
    asking = _asking(
        opened,
        TakeBackSlotForm(request.POST or None),
        heading=f"Tag {row.what} tilbage",
        explained=WRONG,
        saved="Tiden er taget tilbage",
        act=lambda fields: actions.take_back_slot(row, on=opened.today, by=request.user, **fields),
    )
    return ask(request, opened, asking)
